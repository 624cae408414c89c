using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using StreamGmm.Benchmarks.Machine;

namespace StreamGmm.Benchmarks.Peers;

/// <summary>Scoring into the caller's buffer against scikit-learn's predict_proba and score_samples.</summary>
internal static class ScoreTable
{
    private const double Target = 10;
    private const double Agreement = 1e-10;

    private static readonly (int Count, int Dimension, int Components)[] Sizes = [(1_000_000, 2, 3), (100_000, 16, 20)];

    public static void Print(PeerOptions options)
    {
        using var peers = new PeerSearch(options);
        peers.Print();
        Console.WriteLine($"{options.Threads} threads, load average {Load.Average:F2}; ns a sample{(options.Busy ? " of the processor" : "")}, bytes allocated by a call");
        Console.WriteLine($"{"n × D × K",-22}{"",-18}{"scikit-learn",13}{"ours",9}{"×",8}{"target",8}{"allocated",11}");
        foreach (var (count, dimension, components) in Sizes)
        {
            var problem = Problem.Of(count, dimension, components, CovarianceShape.Full);
            using var folder = new ProblemFolder(problem);
            var answer = peers.ScikitLearn?.Run(options.Threads, "score", folder.Path, problem.Shape.ToString(), options.Budget.ToString(CultureInfo.InvariantCulture));
            var responsibilities = new double[count * components];
            var density = new double[count];
            Row(problem, "Responsibilities", Measure(() => problem.Start.Responsibilities(problem.Samples, responsibilities, options.Threads), options), answer, "responsibilities", () => responsibilities.Sum(r => r * r) / count, options);
            Row(problem, "LogDensity", Measure(() => problem.Start.LogDensity(problem.Samples, density, options.Threads), options), answer, "logDensity", () => density.Average(), options);
        }
    }

    private static void Row(Problem problem, string what, (double Seconds, long Bytes) ours, JsonElement? answer, string property, Func<double> check, PeerOptions options)
    {
        double? theirs = answer is { } given ? Outcome.Median(given.GetProperty(options.Busy ? property + "Processor" : property).EnumerateArray().Select(time => time.GetDouble())) : null;
        var expected = answer?.GetProperty($"check{char.ToUpperInvariant(property[0])}{property[1..]}").GetDouble();
        var agrees = expected is not { } value || Math.Abs(check() - value) <= Agreement * (1 + Math.Abs(value));
        var ratio = !agrees ? "void" : theirs is { } seconds ? $"{seconds / ours.Seconds:F2}" : "–";
        Console.WriteLine($"{problem,-22}{what,-18}{theirs * 1e9 / problem.Count,13:F1}{ours.Seconds * 1e9 / problem.Count,9:F1}{ratio,8}{Target,8:F0}{ours.Bytes,11:N0}   load {Load.Average:F1}");
        if (!agrees)
            Console.WriteLine($"  the values differ: {check():R} here, {expected:R} there");
        if (options.Json is { } path)
        {
            var line = new { mode = what, samples = problem.Count, dimension = problem.Dimension, components = problem.Components, threads = options.Threads, busy = options.Busy, theirs, ours = ours.Seconds, allocated = ours.Bytes, agrees, loadAverage = Load.Average };
            File.AppendAllText(path, JsonSerializer.Serialize(line) + "\n");
        }
    }

    /// <summary>The median seconds of a call, and the bytes that one allocates on all threads.</summary>
    private static (double Seconds, long Bytes) Measure(Action call, PeerOptions options)
    {
        call();
        call();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        call();
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
        var times = new List<double>();
        var total = Stopwatch.GetTimestamp();
        while (times.Count < 5 || Stopwatch.GetElapsedTime(total).TotalSeconds < options.Budget)
        {
            var watch = new Watch(options.Busy);
            call();
            times.Add(watch.Seconds);
        }

        return (Outcome.Median(times), bytes);
    }
}

using System.Globalization;
using System.Text.Json;
using StreamGmm.Benchmarks.Machine;

namespace StreamGmm.Benchmarks.Peers;

/// <summary>From nothing to the answer, both with their defaults: how soon our likelihood reaches the one that scikit-learn ends with, and whose is higher in the end.</summary>
internal static class FitTable
{
    private static readonly (int Count, int Dimension, int Components, double Target)[] Sizes =
    [
        (1_000_000, 2, 3, 15),
        (100_000, 16, 20, 8),
        (50_000, 64, 20, 4),
    ];

    private const double ClusteringTarget = 3;

    public static void Print(PeerOptions options)
    {
        using var peers = new PeerSearch(options);
        peers.Print();
        if (peers.ScikitLearn is not { } peer)
            return;

        Console.WriteLine($"{options.Threads} threads, {options.Seeds} seeds, neighbours {Separation(options)} σ apart, load average {Load.Average:F2}; medians of seconds{(options.Busy ? " of the processor" : "")}");
        Console.WriteLine($"{"fit, n × D × K",-24}{"scikit-learn",13}{"ours, to its",13}{"to the end",12}{"×",8}{"target",8}{"not lower",12}{"evaluations",13}{"its",5}   difference (nats)");
        foreach (var (count, dimension, components, target) in Chosen(options))
        {
            var problem = Problem.Of(Scaled(count, options), dimension, components, CovarianceShape.Full, Separation(options));
            using var folder = new ProblemFolder(problem);
            var fits = Enumerable.Range(0, options.Seeds).Select(seed => Fit(peer, problem, folder, seed, options)).ToArray();
            Console.WriteLine(
                $"{problem,-24}{Median(fits, fit => fit.Theirs),13:F3}{Median(fits, fit => fit.Reached),13:F3}{Median(fits, fit => fit.Ended),12:F3}"
                + $"{Median(fits, fit => fit.Theirs / fit.Reached),8:F2}{target,8:F0}{fits.Count(fit => fit.Difference >= 0),9}/{fits.Length}"
                + $"{Median(fits, fit => fit.Evaluations),13:F0}{Median(fits, fit => fit.TheirIterations),5:F0}   {string.Join(' ', fits.Select(fit => fit.Difference.ToString("+0.0e0;-0.0e0", CultureInfo.InvariantCulture)))}   load {Load.Average:F1}");
        }

        Console.WriteLine($"\n{"k-means, n × D × K",-24}{"scikit-learn",13}{"ours",13}{"",12}{"×",8}{"target",8}{"inertia",12}{"iterations",13}{"its",5}");
        foreach (var (count, dimension, components, _) in Chosen(options))
        {
            var problem = Problem.Of(Scaled(count, options), dimension, components, CovarianceShape.Full, Separation(options));
            using var folder = new ProblemFolder(problem);
            var fits = Enumerable.Range(0, options.Seeds).Select(seed => Cluster(peer, problem, folder, seed, options)).ToArray();
            Console.WriteLine(
                $"{problem,-24}{Median(fits, fit => fit.Theirs),13:F3}{Median(fits, fit => fit.Ended),13:F3}{"",12}{Median(fits, fit => fit.Theirs / fit.Ended),8:F2}{ClusteringTarget,8:F0}"
                + $"{Median(fits, fit => 1 - fit.Difference),12:F5}{Median(fits, fit => fit.Evaluations),13:F0}{Median(fits, fit => fit.TheirIterations),5:F0}   load {Load.Average:F1}");
        }
    }

    private static IEnumerable<(int Count, int Dimension, int Components, double Target)> Chosen(PeerOptions options) =>
        Sizes.Where((_, index) => options.Lines.Count == 0 || options.Lines.Contains(index + 1));

    private static double Separation(PeerOptions options) => options.Separation ?? 2;

    private static int Scaled(int count, PeerOptions options) => (int)(count * options.Scale);

    private static Race Fit(Harness peer, Problem problem, ProblemFolder folder, int seed, PeerOptions options)
    {
        var answer = Run(peer, "fit", problem, folder, seed, options);
        var theirs = answer.GetProperty("value").GetDouble();
        var watch = new Watch(options.Busy);
        var reached = double.PositiveInfinity;
        EmState? last = null;
        foreach (var state in FitSequence.States(problem.Samples, new FitOptions(problem.Components) { Seed = seed, Em = new EmOptions { Threads = options.Threads } }))
        {
            last = state;
            if (double.IsInfinity(reached) && state.LogLikelihood >= theirs)
                reached = watch.Seconds;
        }

        return Note(
            "fit", problem, seed, options, new Race(Seconds(answer, options), reached, watch.Seconds, last!.LogLikelihood - theirs, last.Evaluations, answer.GetProperty("iterations").GetInt32()));
    }

    private static Race Cluster(Harness peer, Problem problem, ProblemFolder folder, int seed, PeerOptions options)
    {
        var answer = Run(peer, "kmeans", problem, folder, seed, options);
        var watch = new Watch(options.Busy);
        var clustering = KMeans.Fit(problem.Samples, problem.Components, seed, threads: options.Threads);
        var seconds = watch.Seconds;
        return Note(
            "kmeans", problem, seed, options, new Race(Seconds(answer, options), seconds, seconds, 1 - (clustering.Inertia / answer.GetProperty("value").GetDouble()), clustering.Iterations, answer.GetProperty("iterations").GetInt32()));
    }

    private static JsonElement Run(Harness peer, string mode, Problem problem, ProblemFolder folder, int seed, PeerOptions options) =>
        peer.Run(options.Threads, mode, folder.Path, problem.Components.ToString(CultureInfo.InvariantCulture), seed.ToString(CultureInfo.InvariantCulture));

    private static double Seconds(JsonElement answer, PeerOptions options) => answer.GetProperty(options.Busy ? "processor" : "seconds").GetDouble();

    private static Race Note(string mode, Problem problem, int seed, PeerOptions options, Race race)
    {
        if (options.Json is { } path)
        {
            var line = new { mode, samples = problem.Count, dimension = problem.Dimension, components = problem.Components, seed, separation = Separation(options), threads = options.Threads, busy = options.Busy, race, loadAverage = Load.Average };
            File.AppendAllText(path, JsonSerializer.Serialize(line, Race.Json) + "\n");
        }

        return race;
    }

    private static double Median(Race[] fits, Func<Race, double> value) => Outcome.Median(fits.Select(value));
}

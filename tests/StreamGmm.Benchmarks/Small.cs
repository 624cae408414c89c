using System.Diagnostics;
using StreamGmm.Benchmarks.Machine;

namespace StreamGmm.Benchmarks;

/// <summary>The smallest fits: 272 eruptions of Old Faithful, two components, from a given start; and how soon the command line has its first iteration.</summary>
internal static class Small
{
    private const double FitTarget = 150;
    private const double CommandTarget = 150;
    private const int WarmUps = 5000;
    private const int Runs = 2000;
    private const int CommandRuns = 15;

    private static string Faithful => Path.Combine(AppContext.BaseDirectory, "faithful.csv");

    public static void Print()
    {
        Console.WriteLine($"load average {Load.Average:F2}");
        var samples = DataFile.Read(Faithful).Samples;
        var start = InitialMixture.Create(samples, 2, CovarianceShape.Full, new Seeding.RandomSamples(), seed: 1);
        foreach (var threads in new[] { 1, 0 })
        {
            var options = FitOptions.From(start) with { Em = new EmOptions { Threads = threads } };
            var fit = Gmm.Fit(samples, options);
            for (var run = 0; run < WarmUps; run++)
                Gmm.Fit(samples, options);
            var times = Times(Runs, () => Gmm.Fit(samples, options)).ToArray();
            Console.WriteLine(
                $"{samples.Count} × {samples.Dimension} × 2 to tolerance, {(threads == 0 ? "all cores" : "1 thread")}: median {times[Runs / 2] * 1e6:F0} µs, fastest {times[0] * 1e6:F0} µs, target {FitTarget:F0} µs; "
                + $"{fit.Iteration} iterations, {fit.Status}, {times[Runs / 2] * 1e6 / fit.Evaluations:F1} µs an E-step");
        }

        Command();
    }

    /// <summary>From starting the process to the first byte that it prints, which it does after one iteration.</summary>
    private static void Command()
    {
        if (Program() is not { } program)
        {
            Console.WriteLine("The command line was not found: dotnet build -c Release src/StreamGmm.Cli");
            return;
        }

        var times = Times(CommandRuns, () =>
        {
            var start = new ProcessStartInfo("dotnet", [program, "fit", Faithful, "--components", "2", "--max-iterations", "1", "--json", "--quiet"]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            if (process.StandardOutput.Read() < 0)
                throw new InvalidOperationException($"The command line printed nothing: {error.Result}");
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
        }).ToArray();
        Console.WriteLine($"command line to the end of an iteration: median {times[CommandRuns / 2] * 1e3:F0} ms, fastest {times[0] * 1e3:F0} ms, target {CommandTarget:F0} ms   load {Load.Average:F1}");
    }

    /// <summary>The command line as its project builds it, in the folder of this solution.</summary>
    private static string? Program()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var built = Path.Combine(folder.FullName, "src", "StreamGmm.Cli", "bin", "Release", "net10.0", "StreamGmm.Cli.dll");
            if (File.Exists(built))
                return built;
        }

        return null;
    }

    private static IEnumerable<double> Times(int runs, Action run) => Enumerable.Range(0, runs).Select(_ =>
    {
        var start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }).Order();
}

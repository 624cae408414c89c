using System.Diagnostics;
using System.Globalization;
using System.Reactive.Linq;

namespace StreamGmm.Benchmarks;

/// <summary>One table in under a minute: milliseconds an iteration (medians), GFLOP/s a core, what a second thread gives, and how soon a fit stops.</summary>
internal static class Quick
{
    private const int BudgetMilliseconds = 900;

    public static void Run()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Console.WriteLine($"kernels {Kernels.TileKernels.Best.GetType().GenericTypeArguments[0].Name}, {Environment.ProcessorCount} cores");
        Console.WriteLine($"{"n × D × K",-22} {"shape",-9} {"1 thread",11} {"2 threads",11} {"speed-up",9} {"GFLOP/s, 1 thread",18}");
        foreach (var shape in new[] { CovarianceShape.Full, CovarianceShape.Diagonal })
        {
            foreach (var (count, dimension, components) in Problem.Sizes)
            {
                var problem = Problem.Of(count, dimension, components, shape);
                var (one, two) = Iterations(problem);
                var rate = shape == CovarianceShape.Full ? $"{problem.Operations / one / 1e6,18:F1}" : $"{"-",18}";
                Console.WriteLine($"{problem,-22} {shape,-9} {one,8:F2} ms {two,8:F2} ms {one / two,9:F2} {rate}");
            }
        }

        Console.WriteLine($"dispose to silence, 1,000,000 × 16 × 20, full: worst of 5 {Cancellation():F1} ms");
    }

    /// <summary>Median milliseconds of an iteration with one thread and with two, taken in turn so that a noisy machine disturbs both.</summary>
    private static (double One, double Two) Iterations(Problem problem)
    {
        EmOptions[] options = [new() { Threads = 1, Tolerance = 0 }, new() { Threads = 2, Tolerance = 0 }];
        var state = Em.Start(problem.Start, problem.Samples, options[0]);
        state = Em.Next(state, problem.Samples, options[1]);
        List<double>[] times = [[], []];
        var total = Stopwatch.StartNew();
        while (total.ElapsedMilliseconds < 2 * BudgetMilliseconds || times[1].Count < 3)
        {
            for (var t = 0; t < 2; t++)
            {
                var start = Stopwatch.GetTimestamp();
                state = Em.Next(state, problem.Samples, options[t]);
                times[t].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        return (Median(times[0]), Median(times[1]));
    }

    /// <summary>The longest time from disposing a subscription to the last read of its samples.</summary>
    private static double Cancellation()
    {
        var problem = Problem.Of(1_000_000, 16, 20, CovarianceShape.Full);
        var values = new double[problem.Count * problem.Dimension];
        for (var i = 0; i < problem.Count; i++)
            problem.Samples.CopyRow(i, values.AsSpan(i * problem.Dimension));
        using var watched = new WatchedMemory(values);
        var samples = Samples.From(watched.Memory, problem.Dimension);

        double worst = 0;
        for (var trial = 0; trial < 5; trial++)
        {
            using var started = new ManualResetEventSlim();
            var subscription = Gmm.Observe(samples, new FitOptions(problem.Components) { Seed = trial }).Subscribe(_ => started.Set());
            // Once while seeding, then in the iterations.
            if (trial == 0)
                Thread.Sleep(30);
            else
                started.Wait();
            Thread.Sleep(20);
            var disposed = Stopwatch.GetTimestamp();
            subscription.Dispose();
            Thread.Sleep(200);
            worst = Math.Max(worst, Stopwatch.GetElapsedTime(disposed, Math.Max(disposed, watched.LastRead)).TotalMilliseconds);
        }

        return worst;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}

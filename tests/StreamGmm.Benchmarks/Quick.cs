using System.Diagnostics;
using System.Globalization;
using System.Reactive.Concurrency;

namespace StreamGmm.Benchmarks;

/// <summary>One table in under a minute: milliseconds an iteration (medians), GFLOP/s a core, what a second thread gives, and how soon a fit stops.</summary>
internal static class Quick
{
    private const int BudgetMilliseconds = 900;

    public static void Run()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Console.WriteLine($"kernels {Kernels.TileKernels<double>.Best.GetType().GenericTypeArguments[0].Name}, {Environment.ProcessorCount} cores");
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

        Console.WriteLine($"dispose to silence, 1,000,000 × 16 × 20, full: worst of 6 {Cancellation():F1} ms");
    }

    /// <summary>Median milliseconds of an iteration with one thread and with two, taken in turn so that a noisy machine disturbs both.</summary>
    private static (double One, double Two) Iterations(Problem problem)
    {
        EmOptions[] options = [new() { Threads = 1, Tolerance = 0, Acceleration = Acceleration.None }, new() { Threads = 2, Tolerance = 0, Acceleration = Acceleration.None }];
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

    /// <summary>The longest time from disposing a subscription until its thread is free for other work, while seeding and while iterating.</summary>
    private static double Cancellation()
    {
        var problem = Problem.Of(1_000_000, 16, 20, CovarianceShape.Full);
        double worst = 0;
        for (var trial = 0; trial < 6; trial++)
        {
            using var thread = new EventLoopScheduler();
            using var started = new ManualResetEventSlim();
            using var free = new ManualResetEventSlim();
            var subscription = Gmm.Observe(problem.Samples, new FitOptions(problem.Components) { Seed = trial }, thread).Subscribe(_ => started.Set());
            if (trial % 2 == 0)
                started.Wait();
            Thread.Sleep(40);
            var seeding = !started.IsSet;
            var disposed = Stopwatch.GetTimestamp();
            subscription.Dispose();
            thread.Schedule(free.Set);
            free.Wait();
            var elapsed = Stopwatch.GetElapsedTime(disposed).TotalMilliseconds;
            Console.WriteLine($"  disposed while {(seeding ? "seeding  " : "iterating")} {elapsed,6:F2} ms");
            worst = Math.Max(worst, elapsed);
        }

        return worst;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}

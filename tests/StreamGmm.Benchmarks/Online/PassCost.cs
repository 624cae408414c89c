using System.Diagnostics;

namespace StreamGmm.Benchmarks.Online;

/// <summary>What learning samples once, batch by batch, costs beside one iteration of batch EM on them, on one thread: a batch is too little work for more.</summary>
internal static class PassCost
{
    private const int Count = 100_000;
    private const int Batch = 256;
    private const int BatchesARead = 20;
    private const int Rounds = 15;

    /// <summary>The first rounds are not counted: the code is still being compiled.</summary>
    private const int RoundsBefore = 5;

    private const double Most = 1.4;

    public static IEnumerable<Finding> Measure()
    {
        var truth = Streams.Truth(10, 16, 3, seed: 1);
        var samples = truth.Sample(Count, 1);
        var batches = Streams.Batches(samples, Batch);
        var em = new EmOptions { Threads = 1, Tolerance = 0, Acceleration = Acceleration.None };
        foreach (var memory in new MemoryPolicy[] { new MemoryPolicy.Adaptive(), new MemoryPolicy.HalfLife(10_000) })
        {
            var options = new OnlineOptions(10) { Threads = 1, Memory = memory };
            var warm = Streams.Follow(OnlineEm.Start(options), truth.Sample(20_000, 2), Batch, options).Last();
            var iteration = Em.Next(Em.Start(warm.Mixture!, samples, em), samples, em);
            List<(double Pass, double Iteration)> times = [];
            for (var round = 0; round < RoundsBefore + Rounds; round++)
            {
                times.Add((
                    Milliseconds(() => Pass(warm, batches, options)),
                    Milliseconds(() => iteration = Em.Next(iteration, samples, em))));
            }

            times.RemoveRange(0, RoundsBefore);
            var ratio = Streams.Median(times.Select(t => t.Pass / t.Iteration));
            yield return new Finding(
                $"one pass / one iteration, D = 16, K = 10, 1 thread, {(memory is MemoryPolicy.HalfLife ? "half-life 10,000" : "memory by default")}",
                $"{ratio:F2}× ({Streams.Median(times.Select(t => t.Pass)):F0} ms / {Streams.Median(times.Select(t => t.Iteration)):F0} ms)",
                $"≤ {Most}×",
                ratio <= Most);
        }
    }

    private static void Pass(OnlineState state, Batch[] batches, OnlineOptions options)
    {
        for (var b = 0; b < batches.Length; b++)
        {
            state = OnlineEm.Next(state, batches[b], options);
            if (b % BatchesARead == BatchesARead - 1)
                _ = state.Mixture;
        }
    }

    private static double Milliseconds(Action run)
    {
        var start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}

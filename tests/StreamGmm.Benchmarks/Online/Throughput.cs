using System.Diagnostics;
using System.Reactive.Subjects;

namespace StreamGmm.Benchmarks.Online;

/// <summary>T8: items a second through the whole pipeline, from single items to a mixture that is read now and then.</summary>
internal static class Throughput
{
    private const int Count = 200_000;
    private const int Rounds = 11;
    private const int RoundsBefore = 4;
    private const int BatchesARead = 20;

    public static IEnumerable<Finding> Measure()
    {
        foreach (var (dimension, components, least) in new[] { (2, 5, 2.0), (16, 10, 0.4) })
        {
            var items = Items.Of(Streams.Truth(components, dimension, 3, seed: 1), Count, 1);
            foreach (var size in new[] { OnlineOptions.DefaultBatch(dimension), 256 })
            {
                foreach (var memory in new MemoryPolicy[] { new MemoryPolicy.Adaptive(), new MemoryPolicy.HalfLife(10_000) })
                {
                    var options = new OnlineOptions(components) { Threads = 1, Memory = memory };
                    var rate = Rate(items, dimension, size, options);
                    yield return new Finding(
                        $"items to mixtures, D = {dimension}, K = {components}, batches of {size}, {(memory is MemoryPolicy.HalfLife ? "half-life 10,000" : "memory by default")}",
                        $"{rate:F2} M a second",
                        $"≥ {least} M a second",
                        rate >= least);
                }
            }
        }
    }

    private static double Rate(Items items, int dimension, int size, OnlineOptions options)
    {
        using var source = new Subject<double[]>();
        var states = 0;
        using var subscription = source
            .ToSamples(dimension, (item, row) => item.CopyTo(row), count: size)
            .FollowMixture(options)
            .Subscribe(state =>
            {
                if (++states % BatchesARead == 0)
                    _ = state.Mixture;
            });
        List<double> rates = [];
        for (var round = 0; round < RoundsBefore + Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            items.Push(source);
            rates.Add(Count / Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return Streams.Median(rates.Skip(RoundsBefore));
    }
}

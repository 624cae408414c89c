using System.Diagnostics;
using System.Reactive.Subjects;

namespace StreamGmm.Benchmarks.Online;

/// <summary>T9: what a long stream allocates, and what of it stays.</summary>
internal static class MemoryUse
{
    private const int Rows = 10_000_000;
    private const int Block = 1_000_000;
    private const double Mebibyte = 1 << 20;

    /// <summary>A heap is flat when it grows by no more than this between the first and the last million samples, in bytes.</summary>
    private const double Growth = 1 << 18;

    /// <summary>A batch's own objects, spread over its rows, may come to a little; anything kept or copied of each row is a double at least.</summary>
    private const double NothingARow = 4;

    public static IEnumerable<Finding> Measure()
    {
        var truth = Streams.Truth(5, 2, 3, seed: 1);
        foreach (var memory in new MemoryPolicy[] { new MemoryPolicy.Adaptive(), new MemoryPolicy.HalfLife(10_000) })
        {
            var options = new OnlineOptions(5) { Threads = 1, Memory = memory };
            var name = memory is MemoryPolicy.HalfLife ? "half-life 10,000" : "memory by default";
            // Both are one piece, and each is averaged.
            var (small, large) = (BytesABatch(truth, options, 125), BytesABatch(truth, options, 250));
            var slope = (large - small) / 125;
            yield return new Finding(
                $"allocated by OnlineEm.Next, D = 2, K = 5, {name}",
                $"{Math.Max(0, slope):F1} bytes a row and {large - (250 * slope):F0} a batch",
                "nothing a row",
                slope < NothingARow);
            yield return Flat($"10⁷ samples through OnlineEm.Next in 256s, D = 2, K = 5, {name}", Core(truth, options));
            yield return Flat($"10⁷ items through ToSamples and FollowMixture, D = 2, K = 5, {name}", Pipeline(truth, options));
        }

        var bytes = BytesAnItem(truth);
        yield return new Finding("allocated by ToSamples, D = 2, batches of 64", $"{bytes:F1} bytes an item", "≤ 64 bytes an item", bytes <= 64);
    }

    /// <summary>A run told after every million samples.</summary>
    private static IEnumerable<int> Core(GaussianMixture truth, OnlineOptions options)
    {
        var batches = Streams.Batches(truth.Sample(Block, 3), 256);
        var state = OnlineEm.Start(options);
        for (var block = 1; block <= Rows / Block; block++)
        {
            foreach (var batch in batches)
                state = OnlineEm.Next(state, batch, options);
            yield return block;
        }
    }

    /// <summary>The same from single items.</summary>
    private static IEnumerable<int> Pipeline(GaussianMixture truth, OnlineOptions options)
    {
        var items = Items.Of(truth, Block / 10, 3);
        using var source = new Subject<double[]>();
        using var subscription = source.ToSamples(truth.Dimension, (item, row) => item.CopyTo(row)).FollowMixture(options).Subscribe(_ => { });
        for (var block = 1; block <= Rows / Block; block++)
        {
            for (var part = 0; part < 10; part++)
                items.Push(source);
            yield return block;
        }
    }

    private static double BytesAnItem(GaussianMixture truth)
    {
        const int Count = 100_000;
        var items = Items.Of(truth, Count, 4);
        using var source = new Subject<double[]>();
        using var subscription = source.ToSamples(truth.Dimension, (item, row) => item.CopyTo(row)).Subscribe(_ => { });
        items.Push(source);
        var before = GC.GetTotalAllocatedBytes(true);
        items.Push(source);
        return (GC.GetTotalAllocatedBytes(true) - before) / (double)Count;
    }

    private static Finding Flat(string what, IEnumerable<int> blocks)
    {
        var (before, first, last) = (GC.GetTotalAllocatedBytes(true), 0L, 0L);
        foreach (var block in blocks)
        {
            last = GC.GetTotalMemory(forceFullCollection: true);
            if (block == 1)
                (first, before) = (last, GC.GetTotalAllocatedBytes(true));
        }

        var allocated = (GC.GetTotalAllocatedBytes(true) - before) / (double)(Rows - Block);
        using var process = Process.GetCurrentProcess();
        return new Finding(
            what,
            $"heap {first / Mebibyte:F2} → {last / Mebibyte:F2} MiB, {allocated:F0} B/row, working set {process.WorkingSet64 / Mebibyte:F0} MiB",
            "flat",
            last - first <= Growth);
    }

    /// <summary>The bytes that a batch of so many rows allocates once the stream runs.</summary>
    private static double BytesABatch(GaussianMixture truth, OnlineOptions options, int size)
    {
        const int Repeats = 2_000;
        var batches = Streams.Batches(truth.Sample(Repeats * size, 4), size);
        var state = Streams.Follow(OnlineEm.Start(options), truth.Sample(10_000, 5), size, options).Last();
        foreach (var batch in batches)
            state = OnlineEm.Next(state, batch, options);
        var before = GC.GetTotalAllocatedBytes(true);
        foreach (var batch in batches)
            state = OnlineEm.Next(state, batch, options);
        return (GC.GetTotalAllocatedBytes(true) - before) / (double)Repeats;
    }
}

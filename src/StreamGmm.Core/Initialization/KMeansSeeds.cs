using System.Runtime.CompilerServices;
using StreamGmm.Kernels;

namespace StreamGmm;

/// <summary>Greedy k-means++: centre after centre, the best of a few candidates.</summary>
internal sealed class KMeansSeeds : IDisposable
{
    private readonly Metric metric;
    private readonly Samples samples;
    private readonly int components;
    private readonly Draws draws;
    private readonly int threads;
    private readonly CancellationToken cancellationToken;
    private readonly Tiling tiling;
    private readonly Workers<Worker> workers;
    private readonly List<(int Component, RealVector Center)> chosen = [];

    /// <summary>The squared distance of each sample to the nearest centre so far, filled up to whole vectors.</summary>
    private readonly double[] nearest;

    /// <summary>Σ weight × that, for each tile: where a candidate is drawn is found among these first.</summary>
    private readonly double[] shares;

    private long position;

    public KMeansSeeds(Metric metric, int components, Draws draws, int threads, CancellationToken cancellationToken)
    {
        (this.metric, this.components, this.draws, this.threads, this.cancellationToken) = (metric, components, draws, threads, cancellationToken);
        samples = metric.Samples;
        tiling = new Tiling(samples.Count, samples.Dimension, 1);
        workers = new Workers<Worker>(() => new Worker(samples.Dimension, Math.Min(tiling.TileRows, samples.Count)));
        nearest = new double[(samples.Count + 7) & ~7];
        Array.Fill(nearest, double.PositiveInfinity);
        shares = new double[(samples.Count + tiling.TileRows - 1) / tiling.TileRows];
    }

    /// <summary>K centres; those of labels first, at the place of their label, then samples.</summary>
    public RealMatrix Choose()
    {
        foreach (var (label, mean) in LabelMeans.Of(samples, metric.Origin))
            Add(label, mean);
        var free = Enumerable.Range(0, components).Except(chosen.Select(c => c.Component)).ToArray();
        foreach (var component in free)
            Add(component, chosen.Count == 0 ? Row(ByWeight()) : BestOf(Candidates()));
        return RealMatrix.Create(chosen.OrderBy(c => c.Component).Select(c => c.Center).ToArray());
    }

    public void Dispose() => workers.Dispose();

    private void Add(int component, RealVector center)
    {
        chosen.Add((component, center));
        if (chosen.Count == components)
            return;
        var relative = Relative(center);
        ForEachTile(1, (worker, start, _) =>
        {
            var distances = nearest.AsSpan(start, worker.Tile.Count);
            shares[start / tiling.TileRows] = worker.Lower(relative, metric.Scales, distances, distances);
        });
    }

    private RealVector[] Candidates()
    {
        double total = 0;
        foreach (var share in shares)
            total += share;
        var rows = new RealVector[2 + (int)Math.Log(components)];
        for (var c = 0; c < rows.Length; c++)
            rows[c] = Row(total > 0 ? ByShare(total * draws.Uniform(position++)) : ByWeight());
        return rows;
    }

    /// <summary>That which would leave the smallest Σ weight × squared distance.</summary>
    private RealVector BestOf(RealVector[] candidates)
    {
        var relative = candidates.Select(Relative).ToArray();
        var potentials = ForEachTile(candidates.Length, (worker, start, sums) =>
        {
            for (var c = 0; c < candidates.Length; c++)
                sums[c] += worker.Lower(relative[c], metric.Scales, nearest.AsSpan(start, worker.Tile.Count), worker.Lowered);
        });
        return candidates[Array.IndexOf(potentials, potentials.Min())];
    }

    private double[] ForEachTile(int length, Action<Worker, int, double[]> action) => FixedTree.Reduce(
        tiling.Leaves,
        FixedTree.Threads(threads, (long)samples.Count * length * (samples.Dimension + 4)),
        workers.Lend,
        (lent, leaf) =>
        {
            var worker = lent.Worker;
            var sums = new double[length];
            foreach (var (start, rows) in tiling.Tiles(leaf))
            {
                cancellationToken.ThrowIfCancellationRequested();
                worker.Tile.Load(samples, start, rows, metric.Origin.AsSpan());
                action(worker, start, sums);
            }

            return sums;
        },
        (a, b) =>
        {
            for (var i = 0; i < length; i++)
                a[i] += b[i];
            return a;
        });

    private int ByWeight() => samples.Weights is { } weights
        ? Find(weights.Span, [], samples.TotalWeight * draws.Uniform(position++))
        : draws.Index(position++, samples.Count);

    /// <summary>The row in which the running sum of weight × squared distance passes the target: the tile first, then the row in it.</summary>
    private int ByShare(double target)
    {
        var tile = Find(shares, [], target);
        for (var before = 0; before < tile; before++)
            target -= shares[before];
        var start = tile * tiling.TileRows;
        var rows = Math.Min(tiling.TileRows, samples.Count - start);
        return start + Find(nearest.AsSpan(start, rows), metric.Weights(start, rows), target);
    }

    /// <summary>The place at which the running sum of the shares (times the weights, if there are any) passes the target; the last positive one where it never does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Find(ReadOnlySpan<double> shares, ReadOnlySpan<double> weights, double target)
    {
        var last = 0;
        double sum = 0;
        for (var i = 0; i < shares.Length && sum <= target; i++)
        {
            var share = weights.IsEmpty ? shares[i] : weights[i] > 0 ? weights[i] * shares[i] : 0;
            if (share > 0)
                last = i;
            sum += share;
        }

        return last;
    }

    private RealVector Row(int index) => RealVector.Create(samples.Dimension, row => samples.CopyRow(index, row));

    private double[] Relative(RealVector center) => [.. center.Select((m, j) => m - metric.Origin[j])];

    /// <summary>What one thread needs.</summary>
    private sealed class Worker(int dimension, int rows) : IDisposable
    {
        private readonly AlignedBuffer<double> lowered = new(rows + 8);

        public Tile<double> Tile { get; } = new(dimension, rows);

        public Span<double> Lowered => lowered.Span;

        public double Lower(double[] center, double[] scales, ReadOnlySpan<double> before, Span<double> after) =>
            NearestKernels.Best.Lower(Tile.Values, Tile.Stride, Tile.Count, center, scales, Tile.Weights, before, after);

        public void Dispose()
        {
            Tile.Dispose();
            lowered.Dispose();
        }
    }
}

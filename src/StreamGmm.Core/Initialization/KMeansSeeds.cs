using System.Runtime.CompilerServices;
using StreamGmm.Kernels;

namespace StreamGmm;

/// <summary>Greedy k-means++: centre after centre, the best of a few candidates.</summary>
internal sealed class KMeansSeeds : IDisposable
{
    /// <summary>Where a row has so many axes for each candidate, writing a number is far less than reading the row again.</summary>
    private const int AxesWorthANumber = 4;

    private readonly Metric metric;
    private readonly Samples samples;
    private readonly int components;
    private readonly Draws draws;
    private readonly int threads;
    private readonly CancellationToken cancellationToken;
    private readonly Tiling tiling;
    private readonly Workers<Worker> workers;
    private readonly List<(int Component, RealVector Center)> chosen = [];

    private readonly int candidates;

    /// <summary>What each candidate would lower the distances to; none where finding them again costs less than keeping them.</summary>
    private readonly Distances[] kept;

    private Distances nearest;
    private long position;

    public KMeansSeeds(Metric metric, int components, Draws draws, int threads, CancellationToken cancellationToken)
    {
        (this.metric, this.components, this.draws, this.threads, this.cancellationToken) = (metric, components, draws, threads, cancellationToken);
        samples = metric.Samples;
        tiling = new Tiling(samples.Count, samples.Dimension, 1);
        workers = new Workers<Worker>(() => new Worker(samples.Dimension, Math.Min(tiling.TileRows, samples.Count)));
        nearest = new Distances(samples.Count, tiling.TileRows);
        Array.Fill(nearest.Squares, double.PositiveInfinity);
        candidates = 2 + (int)Math.Log(components);
        var isKeeping = components > 1 && candidates * AxesWorthANumber <= samples.Dimension;
        kept = [.. Enumerable.Range(0, isKeeping ? candidates : 0).Select(_ => new Distances(samples.Count, tiling.TileRows))];
    }

    /// <summary>K centres; those of labels first, at the place of their label, then samples.</summary>
    public RealMatrix Choose()
    {
        foreach (var (label, mean) in LabelMeans.Of(samples, metric.Origin))
            Add(label, mean);
        var free = Enumerable.Range(0, components).Except(chosen.Select(c => c.Component)).ToArray();
        foreach (var component in free)
        {
            if (chosen.Count == 0)
                Add(component, Row(ByWeight()));
            else
                AddBest(component, Candidates());
        }

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
            var squares = nearest.Squares.AsSpan(start, worker.Tile.Count);
            nearest.Shares[start / tiling.TileRows] = worker.Lower(relative, metric.Scales, squares, squares);
        });
    }

    private RealVector[] Candidates()
    {
        double total = 0;
        foreach (var share in nearest.Shares)
            total += share;
        var rows = new RealVector[candidates];
        for (var c = 0; c < rows.Length; c++)
            rows[c] = Row(total > 0 ? ByShare(total * draws.Uniform(position++)) : ByWeight());
        return rows;
    }

    /// <summary>Adds that which leaves the smallest Σ weight × squared distance.</summary>
    private void AddBest(int component, RealVector[] rows)
    {
        var relative = rows.Select(Relative).ToArray();
        var potentials = ForEachTile(rows.Length, (worker, start, sums) =>
        {
            var squares = nearest.Squares.AsSpan(start, worker.Tile.Count);
            for (var c = 0; c < rows.Length; c++)
            {
                var share = worker.Lower(relative[c], metric.Scales, squares, kept.Length == 0 ? worker.Lowered : kept[c].Squares.AsSpan(start, worker.Tile.Count));
                sums[c] += share;
                if (kept.Length > 0)
                    kept[c].Shares[start / tiling.TileRows] = share;
            }
        });
        var best = Array.IndexOf(potentials, potentials.Min());
        if (kept.Length == 0)
        {
            Add(component, rows[best]);
            return;
        }

        chosen.Add((component, rows[best]));
        (nearest, kept[best]) = (kept[best], nearest);
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
        var tile = Find(nearest.Shares, [], target);
        for (var before = 0; before < tile; before++)
            target -= nearest.Shares[before];
        var start = tile * tiling.TileRows;
        var rows = Math.Min(tiling.TileRows, samples.Count - start);
        return start + Find(nearest.Squares.AsSpan(start, rows), metric.Weights(start, rows), target);
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

    /// <summary>How far samples are from the centres.</summary>
    private sealed class Distances(int count, int tileRows)
    {
        /// <summary>The squared distance of each sample to the nearest, filled up to whole vectors.</summary>
        public double[] Squares { get; } = new double[(count + 7) & ~7];

        /// <summary>Σ weight × that, for each tile: where a candidate is drawn is found among these first.</summary>
        public double[] Shares { get; } = new double[(count + tileRows - 1) / tileRows];
    }

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

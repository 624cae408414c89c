using System.Runtime.CompilerServices;
using StreamGmm.Kernels;

namespace StreamGmm;

/// <summary>Samples parted among centres that move: who belongs where, and for how long that is certain.</summary>
/// <remarks>
/// A sample is looked at again when the centres have moved further, all in all, than it was nearer to its own than to any other (after Hamerly, 2010).
/// Only a sample that changes its centre changes the sums of a leaf, which are about pivots: the centres at the time when all samples were last added up.
/// </remarks>
internal sealed class Partition : IDisposable
{
    /// <summary>With fewer multiplications a sample, looking at it costs no more than telling whether to.</summary>
    private const int WorkWorthSkipping = 64;

    /// <summary>What sums and roots of moves may be off by, as a share of them.</summary>
    private const double Rounding = 1e-12;

    private readonly Metric metric;
    private readonly int components;
    private readonly int threads;
    private readonly CancellationToken cancellationToken;
    private readonly Tiling tiling;
    private readonly Workers<NearestCenters> workers;
    private readonly int[] labels;
    private readonly double[]? limits;
    private readonly double[] moved;
    private readonly double[][] leaves;
    private RealMatrix? pivots;
    private RealMatrix? before;

    public Partition(Metric metric, int components, int threads, CancellationToken cancellationToken)
    {
        (this.metric, this.components, this.cancellationToken) = (metric, components, cancellationToken);
        var (count, dimension) = (metric.Samples.Count, metric.Samples.Dimension);
        this.threads = FixedTree.Threads(threads, (long)count * components * (dimension + 4));
        tiling = new Tiling(count, dimension, components);
        workers = new Workers<NearestCenters>(() => new NearestCenters(dimension, Math.Min(tiling.TileRows, count)));
        labels = new int[count];
        limits = components * dimension >= WorkWorthSkipping ? new double[count] : null;
        moved = new double[components];
        leaves = new double[tiling.Leaves][];
    }

    /// <summary>The centre of each sample; 0 where its weight is 0.</summary>
    public int[] Labels => labels;

    /// <summary>Finds the nearest of the centres for each sample (for a labelled one its own), and the means of those that belong together.</summary>
    public PartitionStep Assign(RealMatrix centers)
    {
        var isFirst = before is null;
        if (!isFirst && limits is not null)
            Move(centers);
        before = centers;
        var isWhole = pivots is null || limits is null;
        if (isWhole)
            pivots = centers;
        if (metric.Samples.Count == 0)
            return new PartitionStep(centers, centers, metric.Scales, new double[PartitionStep.Length(components, centers.Columns)], areFresh: true);
        var scaled = new ScaledCenters(centers, metric.Origin, metric.Scales);
        var sums = FixedTree.Reduce(tiling.Leaves, threads, workers.Lend, (lent, leaf) => Sums(lent.Worker, leaf, scaled, isFirst, isWhole), Add);
        var step = new PartitionStep(centers, pivots!, metric.Scales, sums, areFresh: isWhole);
        if (step.NeedsFreshSums)
            pivots = null;
        return step;
    }

    public void Dispose() => workers.Dispose();

    private static double[] Add(double[] a, double[] b)
    {
        for (var i = 0; i < a.Length; i++)
            a[i] += b[i];
        return a;
    }

    /// <summary>How far each centre and the farthest of all others have moved since the start, added up.</summary>
    private void Move(RealMatrix centers)
    {
        var distances = new double[components];
        for (var k = 0; k < components; k++)
            distances[k] = Math.Sqrt(metric.SquaredDistance(centers.Row(k), before!.Row(k)));
        for (var k = 0; k < components; k++)
        {
            double others = 0;
            for (var other = 0; other < components; other++)
                others = Math.Max(others, other == k ? 0 : distances[other]);
            moved[k] += (distances[k] + others) * (1 + Rounding);
        }
    }

    /// <summary>Brings a leaf up to date. It keeps its sums; what is given away is a copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double[] Sums(NearestCenters worker, int leaf, ScaledCenters centers, bool isFirst, bool isWhole)
    {
        if (isWhole)
            leaves[leaf] = new double[PartitionStep.Length(components, centers.Centers.Columns)];
        var sums = leaves[leaf];
        sums[PartitionStep.ChangesAt] = 0;
        foreach (var (start, rows) in tiling.Tiles(leaf))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (isFirst || limits is null)
                sums[PartitionStep.ChangesAt] += UpdateAll(worker, start, rows, centers, isFirst);
            else
                sums[PartitionStep.ChangesAt] += Update(worker, start, rows, centers, isWhole ? null : sums);
            if (isWhole)
                AddRows(start, labels.AsSpan(start, rows), metric.Weights(start, rows), sums);
        }

        return [.. sums];
    }

    /// <summary>Looks at all samples of a tile; how many have changed their centre, at first all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int UpdateAll(NearestCenters worker, int start, int rows, ScaledCenters centers, bool isFirst)
    {
        worker.Find(metric.Samples, start, rows, metric.Origin.AsSpan(), centers);
        var nearest = worker.Nearest;
        var own = labels.AsSpan(start, nearest.Length);
        var given = Given(start, rows);
        var weights = metric.Weights(start, rows);
        var areAlike = given.IsEmpty && metric.Samples.Weights is null;
        var changes = 0;
        for (var i = 0; i < nearest.Length; i++)
        {
            var k = areAlike ? (int)nearest[i] : weights[i] == 0 ? own[i] : given.IsEmpty || given[i] < 0 ? (int)nearest[i] : given[i];
            changes += own[i] == k ? 0 : 1;
            own[i] = k;
        }

        var gaps = worker.Gaps;
        for (var i = 0; limits is not null && i < gaps.Length; i++)
            limits[start + i] = weights[i] == 0 ? double.PositiveInfinity : Limit(own[i], gaps[i]);
        return isFirst ? rows : changes;
    }

    /// <summary>Looks at those samples of a tile that may have changed their centre; how many have. Where there are sums it moves them from one to the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Update(NearestCenters worker, int start, int rows, ScaledCenters centers, double[]? sums)
    {
        Span<int> chosen = stackalloc int[rows];
        var count = Choose(start, chosen);
        if (count == 0)
            return 0;
        if (count > rows / 2)
        {
            // Rows side by side are read faster than some of them.
            worker.Find(metric.Samples, start, rows, metric.Origin.AsSpan(), centers);
        }
        else
        {
            worker.Find(metric.Samples, start, chosen[..count], metric.Origin.AsSpan(), centers);
        }

        var nearest = worker.Nearest;
        var gaps = worker.Gaps;
        var given = Given(start, rows);
        var changes = 0;
        for (var i = 0; i < count; i++)
        {
            var row = start + chosen[i];
            var at = nearest.Length == rows ? chosen[i] : i;
            var (old, k) = (labels[row], given.IsEmpty || given[chosen[i]] < 0 ? (int)nearest[at] : given[chosen[i]]);
            limits![row] = Limit(k, gaps[at]);
            if (old == k)
                continue;
            changes++;
            labels[row] = k;
            if (sums is not null)
                Change(row, old, k, sums);
        }

        return changes;
    }

    /// <summary>The labels of the rows of a tile; none where no row has one.</summary>
    private ReadOnlySpan<int> Given(int start, int rows) => metric.Samples.Labels is { } given ? given.Span.Slice(start, rows) : [];

    /// <summary>How far a centre and others may have moved before a sample has to be looked at again.</summary>
    private double Limit(int center, double gap) => (moved[center] * (1 - Rounding)) + (gap * (1 - Rounding));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Choose(int start, Span<int> chosen)
    {
        var (count, own, until) = (0, labels, limits!);
        for (var i = 0; i < chosen.Length; i++)
        {
            chosen[count] = i;
            count += moved[own[start + i]] >= until[start + i] ? 1 : 0;
        }

        return count;
    }

    private void Change(int row, int from, int to, double[] sums)
    {
        var weight = metric.Weights(row, 1)[0];
        AddRows(row, [from], [-weight], sums);
        AddRows(row, [to], [weight], sums);
    }

    private void AddRows(int start, ReadOnlySpan<int> own, ReadOnlySpan<double> weights, double[] sums)
    {
        var samples = metric.Samples;
        sums[PartitionStep.InertiaAt] += NearestKernels.Best.AddRows(
            samples.Features.Slice(start * samples.Dimension, own.Length * samples.Dimension).AsDoubles(),
            own,
            weights,
            pivots!.AsSpan(),
            metric.Scales,
            sums.AsSpan(PartitionStep.MassesAt, components),
            sums.AsSpan(PartitionStep.MassesAt + components));
    }
}

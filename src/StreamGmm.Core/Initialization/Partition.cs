using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using StreamGmm.Kernels;

namespace StreamGmm;

/// <summary>Samples parted among centres that move: who belongs where, and for how long that is certain.</summary>
/// <remarks>
/// A sample is looked at again when the centres have moved further, all in all, than it was nearer to its own than to any other (after Hamerly, 2010).
/// Only a sample that changes its centre changes the sums of a leaf, which are about pivots: the centres at the time when all samples were last added up.
/// Skipping gives the bits of looking at all samples. With d and e the distances to the own centre and any other when it was looked at, and t what both have moved since,
/// e − d ≥ e₀ − d₀ − t and d + e ≤ d₀ + e₀ + t; differences tell the nearest rightly where e² − d² > δ (d² + e²), so where e − d > δ (d + e), so where t (1 + δ) &lt; e₀ (1 − δ) − d₀ (1 + δ).
/// The right side is the gap that the kernel gives, and <see cref="Move"/> adds up no less than t (1 + δ): moves are those of the centres relative to the origin, as distances are taken of them.
/// </remarks>
internal sealed class Partition : IDisposable
{
    /// <summary>With fewer multiplications a sample, looking at it costs no more than telling whether to.</summary>
    private const int WorkWorthSkipping = 64;

    /// <summary>What sums and roots of moves may be off by, as a share of them; more where the rounding δ of so many axes is more.</summary>
    private const double SmallestRounding = 1e-12;

    private readonly Metric metric;
    private readonly int components;
    private readonly int threads;
    private readonly bool isSkipping;
    private readonly CancellationToken cancellationToken;
    private readonly double rounding;
    private readonly Tiling tiling;
    private readonly Workers<Worker> workers;
    private readonly int[] labels;
    private readonly double[]? limits;
    private readonly double[] moved;
    private readonly double[][] leaves;
    private RealMatrix? pivots;
    private ScaledCenters? before;

    /// <param name="metric">The samples and their distances.</param>
    /// <param name="components">K.</param>
    /// <param name="threads">How many threads at most.</param>
    /// <param name="cancellationToken">Looked at again and again.</param>
    /// <param name="isSkipping">False to look at all samples every time, which gives the same to the last bit.</param>
    public Partition(Metric metric, int components, int threads, CancellationToken cancellationToken, bool isSkipping = true)
    {
        (this.metric, this.components, this.cancellationToken, this.isSkipping) = (metric, components, cancellationToken, isSkipping);
        var (count, dimension) = (metric.Samples.Count, metric.Samples.Dimension);
        this.threads = FixedTree.Threads(threads, (long)count * components * (dimension + 4));
        tiling = new Tiling(count, dimension, components);
        rounding = Math.Max(SmallestRounding, 2 * NearestCenters.Rounding(dimension));
        labels = new int[count];
        limits = components * dimension >= WorkWorthSkipping ? new double[count] : null;
        if (limits is not null && metric.Samples.Weights is { } weights)
        {
            // Never looked at, whatever their values are.
            for (var i = 0; i < count; i++)
                limits[i] = weights.Span[i] == 0 ? double.PositiveInfinity : 0;
        }

        var rows = Math.Min(limits is null ? tiling.TileRows : tiling.SectionRows, count);
        workers = new Workers<Worker>(() => new Worker(dimension, rows));
        moved = new double[components];
        leaves = new double[tiling.Leaves][];
    }

    /// <summary>The centre of each sample; 0 where its weight is 0.</summary>
    public int[] Labels => labels;

    /// <summary>Finds the nearest of the centres for each sample (for a labelled one its own), and the means of those that belong together.</summary>
    public PartitionStep Assign(RealMatrix centers)
    {
        var isWhole = pivots is null || limits is null;
        if (isWhole)
            pivots = centers;
        if (metric.Samples.Count == 0)
            return new PartitionStep(centers, centers, metric.Scales, new double[PartitionStep.Length(components, centers.Columns)], areFresh: true);
        var scaled = new ScaledCenters(centers, metric.Origin, metric.Scales);
        var isFirst = before is null;
        if (!isFirst && limits is not null)
            Move(scaled);
        before = scaled;
        var sums = FixedTree.Reduce(tiling.Leaves, threads, workers.Lend, (lent, leaf) => Sums(lent.Worker, leaf, scaled, isFirst, isWhole), Add);
        var step = new PartitionStep(centers, pivots!, metric.Scales, sums, areFresh: isWhole);
        if (step.NeedsFreshSums)
            pivots = null;
        return step;
    }

    public void Dispose() => workers.Dispose();

    private static double[] Add(double[] a, double[] b)
    {
        TensorPrimitives.Add(a, b, a);
        return a;
    }

    /// <summary>How far each centre and the farthest of all others have moved since the start, added up; never less.</summary>
    private void Move(ScaledCenters centers)
    {
        var distances = new double[components];
        for (var k = 0; k < components; k++)
            distances[k] = Math.Sqrt(metric.SquaredDistance(centers.RelativeOf(k), before!.RelativeOf(k)));
        var (farthest, next) = (0.0, 0.0);
        foreach (var distance in distances)
            (farthest, next) = distance > farthest ? (distance, farthest) : (farthest, Math.Max(next, distance));
        for (var k = 0; k < components; k++)
        {
            var others = distances[k] == farthest ? next : farthest;
            moved[k] = Math.BitIncrement(moved[k] + ((distances[k] + others) * (1 + rounding)));
        }
    }

    /// <summary>Brings a leaf up to date. It keeps its sums; what is given away is a copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double[] Sums(Worker worker, int leaf, ScaledCenters centers, bool isFirst, bool isWhole)
    {
        if (isWhole)
            leaves[leaf] = new double[PartitionStep.Length(components, centers.Centers.Columns)];
        var sums = leaves[leaf];
        long changes = 0;
        foreach (var section in limits is null ? tiling.Tiles(leaf) : tiling.Sections(leaf))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (start, rows) = section;
            var changed = limits is null ? UpdateAll(worker, start, rows, centers) : Update(worker, start, rows, centers, isWhole ? null : sums);
            changes += isFirst ? rows : changed;
            foreach (var (first, count) in isWhole ? tiling.Tiles(section) : default)
                AddRows(worker, first, labels.AsSpan(first, count), metric.Weights(first, count), sums);
        }

        sums[PartitionStep.ChangesAt] = changes;
        return [.. sums];
    }

    /// <summary>Looks at all samples of a tile; how many have changed their centre.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int UpdateAll(Worker worker, int start, int rows, ScaledCenters centers)
    {
        worker.Centers.Find(metric.Samples, start, rows, metric.Origin.AsSpan(), centers);
        var nearest = worker.Centers.Nearest;
        var own = labels.AsSpan(start, rows);
        var given = Given(start, rows);
        var weights = metric.Weights(start, rows);
        var areAlike = given.IsEmpty && metric.Samples.Weights is null;
        var changes = 0;
        for (var i = 0; i < rows; i++)
        {
            var k = areAlike ? (int)nearest[i] : weights[i] == 0 ? own[i] : given.IsEmpty || given[i] < 0 ? (int)nearest[i] : given[i];
            changes += own[i] == k ? 0 : 1;
            own[i] = k;
        }

        return changes;
    }

    /// <summary>Looks at those samples of a section that may have changed their centre; how many have. Where there are sums it moves them from one to the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Update(Worker worker, int start, int rows, ScaledCenters centers, double[]? sums)
    {
        var chosen = Choose(start, worker.Chosen.AsSpan(0, rows));
        worker.Centers.Find(metric.Samples, chosen, metric.Origin.AsSpan(), centers);
        var nearest = worker.Centers.Nearest;
        var gaps = worker.Centers.Gaps;
        var given = Given(0, labels.Length);
        var changes = 0;
        for (var i = 0; i < chosen.Length; i++)
        {
            var row = chosen[i];
            var (old, k) = (labels[row], (int)nearest[i]);
            limits![row] = isSkipping ? (moved[k] + gaps[i]) * (1 - rounding) : 0;
            if (!given.IsEmpty && given[row] >= 0)
                (k, limits[row]) = (given[row], double.PositiveInfinity);
            if (old == k)
                continue;
            changes++;
            labels[row] = k;
            if (sums is not null)
                Change(worker, row, old, k, sums);
        }

        return changes;
    }

    /// <summary>The labels of rows; none where no row has one.</summary>
    private ReadOnlySpan<int> Given(int start, int rows) => metric.Samples.Labels is { } given ? given.Span.Slice(start, rows) : [];

    /// <summary>The rows of a section for which it is not certain that they stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Span<int> Choose(int start, Span<int> chosen)
    {
        var (count, own, until) = (0, labels, limits!);
        for (var i = start; i < start + chosen.Length; i++)
        {
            chosen[count] = i;
            count += moved[own[i]] >= until[i] ? 1 : 0;
        }

        return chosen[..count];
    }

    private void Change(Worker worker, int row, int from, int to, double[] sums)
    {
        var weight = metric.Weights(row, 1)[0];
        AddRows(worker, row, [from], [-weight], sums);
        AddRows(worker, row, [to], [weight], sums);
    }

    private void AddRows(Worker worker, int start, ReadOnlySpan<int> own, ReadOnlySpan<double> weights, double[] sums)
    {
        var samples = metric.Samples;
        sums[PartitionStep.InertiaAt] += NearestKernels.Best.AddRows(
            worker.Doubles(samples.Features.Slice(start * samples.Dimension, own.Length * samples.Dimension)),
            own,
            weights,
            pivots!.AsSpan(),
            metric.Scales,
            sums.AsSpan(PartitionStep.MassesAt, components),
            sums.AsSpan(PartitionStep.MassesAt + components));
    }

    /// <summary>What one thread needs.</summary>
    private sealed class Worker(int dimension, int rows) : IDisposable
    {
        private double[] copies = [];

        public NearestCenters Centers { get; } = new(dimension, rows);

        public int[] Chosen { get; } = new int[rows];

        /// <summary>The values as doubles: themselves, or copies of floats that last until the next ones.</summary>
        public ReadOnlySpan<double> Doubles(Features features)
        {
            if (!features.AreFloats)
                return features.Doubles;
            if (copies.Length < features.Length)
                copies = new double[features.Length];
            features.CopyTo(copies);
            return copies.AsSpan(0, features.Length);
        }

        public void Dispose() => Centers.Dispose();
    }
}

using System.Buffers;
using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>The expectation step: from a mixture and samples to the sufficient statistics of the samples under that mixture.</summary>
/// <remarks>Dempster, Laird and Rubin (1977). Responsibilities are folded into statistics tile by tile and never stored.</remarks>
public static class EStep
{
    /// <summary>A mean this many variances (squared deviations) from where its component was expected makes its scatter inexact: about 1e-14 of it is lost there.</summary>
    private const double FarInVariances = 45;

    /// <summary>No second look for a shift below 1e-10 of the standard deviation of all samples: nothing that small is told apart.</summary>
    private const double NearInTotalVariances = 1e-20;

    /// <summary>The statistics of the samples under the mixture: masses, means, scatters, and the log-likelihood of that very mixture.</summary>
    /// <param name="mixture">The mixture that responsibilities are computed with.</param>
    /// <param name="samples">n samples of the mixture's dimension. A labelled sample belongs to its component and counts with that component's score. One with missing values counts by what it has, and one without any value by its weight: its density is 1.</param>
    /// <param name="origin">The point that means are relative to: the same throughout a fit, and near the data.</param>
    /// <param name="threads">How many threads at most, 0 for all cores. The result is the same to the last bit.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <returns>Statistics in the mixture's shape; where values are missing, the expected ones. Where every density of a sample underflows, the log-likelihood is −∞ and the nearest component takes the sample.</returns>
    /// <exception cref="ArgumentException">The dimensions differ, or a label is no component of the mixture.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static SufficientStatistics Expect(GaussianMixture mixture, Samples samples, RealVector origin, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(origin);
        var layout = new StatisticsLayout(mixture.Shape, mixture.Components, mixture.Dimension);
        var statistics = GC.AllocateUninitializedArray<double>(layout.Length);
        Expect(mixture, samples, origin, statistics, default, looksTwice: true, threads, cancellationToken: cancellationToken);
        return new SufficientStatistics(layout, origin, statistics);
    }

    /// <summary>The same for a part of a stream: writes the numbers to memory of the caller.</summary>
    /// <param name="mixture">The mixture that responsibilities are computed with.</param>
    /// <param name="samples">n samples of the mixture's dimension.</param>
    /// <param name="origin">The point that means are relative to.</param>
    /// <param name="statistics">Where the statistics are written.</param>
    /// <param name="logDensities">Where to write ln p of each sample; nowhere if it is empty.</param>
    /// <param name="looksTwice">False where the statistics are to be added to others about nearly the same means: what a far pivot costs them in accuracy is lost in the sum.</param>
    /// <param name="threads">How many threads at most, 0 for all cores.</param>
    /// <param name="skipping">Whether components that cannot matter to a sample are left out.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    internal static void Expect(
        GaussianMixture mixture, Samples samples, RealVector origin, double[] statistics, Memory<double> logDensities, bool looksTwice, int threads, Skipping skipping = Skipping.WherePaid, CancellationToken cancellationToken = default)
    {
        RequireDimension(mixture, samples.Dimension);
        samples.RequireLabelsBelow(mixture.Components);
        if (origin.Length != mixture.Dimension)
            throw new ArgumentException($"The origin has {origin.Length} features, the mixture {mixture.Dimension}.", nameof(origin));

        var layout = new StatisticsLayout(mixture.Shape, mixture.Components, mixture.Dimension);
        var pivots = Pivots(mixture.Means, origin, samples);
        var plan = samples.HasMissing ? null : SkippingPlan.For(mixture, origin.AsSpan(), samples.Count, Threads(threads, samples.Count, mixture), skipping, samples.Features.AreFloats);
        Reduce(mixture, samples, origin, layout, pivots, statistics, logDensities, plan, threads, cancellationToken);
        if (looksTwice && Correct(new SufficientStatistics(layout, origin, statistics), pivots))
            Reduce(mixture, samples, origin, layout, pivots, statistics, default, plan, threads, cancellationToken);
    }

    internal static void RequireDimension(GaussianMixture mixture, int dimension)
    {
        if (dimension != mixture.Dimension)
            throw new ArgumentException($"The samples have {dimension} features, the mixture has {mixture.Dimension}: they must agree.");
    }

    /// <summary>The threads worth starting for n samples under a mixture.</summary>
    internal static int Threads(int threads, int count, GaussianMixture mixture) =>
        FixedTree.Threads(threads, (long)count * mixture.Components * (mixture.Factors.Length + mixture.Dimension + 10));

    private static void Reduce(
        GaussianMixture mixture, Samples samples, RealVector origin, StatisticsLayout layout, double[] pivots, Span<double> statistics, Memory<double> logDensities, SkippingPlan? plan, int threads, CancellationToken cancellationToken)
    {
        if (samples.Count == 0)
        {
            statistics[..layout.Length].Clear();
            return;
        }

        var range = FloatRange.Of(mixture, samples, origin, pivots);
        var parts = ObservedParts.Of(mixture, samples);
        var settled = parts is null ? [] : Settled(mixture, samples);
        var tiling = new Tiling(samples.Count, mixture.Dimension, mixture.Components, range is null ? sizeof(double) : sizeof(float), hasSections: plan is not null);
        var sum = FixedTree.Reduce(
            tiling.Leaves,
            Threads(threads, samples.Count, mixture),
            () => new LeafWorker(
                layout, pivots, Math.Min(tiling.TileRows, samples.Count), Math.Min(tiling.SectionRows, tiling.LeafRows), range, parts is null ? null : new IncompleteStatistics(layout, mixture, parts, settled)),
            Leaf,
            Add);
        sum.AsSpan(0, layout.Length).CopyTo(statistics);
        ArrayPool<double>.Shared.Return(sum);

        double[] Leaf(LeafWorker worker, int leaf)
        {
            worker.Clear();
            if (plan is not null)
                AddSections(worker, leaf, plan);
            else
                AddTiles(worker, tiling.Tiles(leaf));
            return worker.ToStatistics();
        }

        void AddTiles(LeafWorker worker, TileSequence tiles)
        {
            foreach (var (start, rows) in tiles)
            {
                cancellationToken.ThrowIfCancellationRequested();
                worker.Add(mixture, samples, start, rows, origin.AsSpan(), logDensities.IsEmpty ? default : logDensities.Span.Slice(start, rows));
            }
        }

        // The first rows of a leaf decide for it: a function of the data, whoever computes it.
        void AddSections(LeafWorker worker, int leaf, SkippingPlan plan)
        {
            var pays = plan.IsForced || worker.Pays(plan, mixture, samples, tiling.Sections(leaf).First, origin.AsSpan());
            foreach (var section in tiling.Sections(leaf))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (start, rows) = section;
                if (!pays || !worker.TryAddSection(plan, mixture, samples, start, rows, origin.AsSpan(), logDensities.IsEmpty ? default : logDensities.Span.Slice(start, rows)))
                    AddTiles(worker, tiling.Tiles(section));
            }
        }

        double[] Add(double[] a, double[] b)
        {
            layout.Add(a, b);
            ArrayPool<double>.Shared.Return(b);
            return a;
        }
    }

    /// <summary>The points that scatters are first taken about: the means of the mixture; on a constant axis the data themselves, so that "no scatter" is exact.</summary>
    private static double[] Pivots(RealMatrix means, RealVector origin, Samples samples)
    {
        var pivots = new double[means.Rows * means.Columns];
        for (var k = 0; k < means.Rows; k++)
            TensorPrimitives.Subtract(means.Row(k), origin.AsSpan(), pivots.AsSpan(k * means.Columns, means.Columns));
        if (!samples.ConstantAxes.Contains(true))
            return pivots;

        var (first, row) = (samples.FirstWeighted, samples.FirstValues());
        for (var i = 0; i < pivots.Length; i++)
        {
            var axis = i % means.Columns;
            if (samples.ConstantAxes[axis])
                pivots[i] = first < 0 ? 0 : row[axis] - origin[axis];
        }

        return pivots;
    }

    /// <summary>The constant axes that all components are right about: a value that is missing there is that very value, or "no scatter" would be lost.</summary>
    private static bool[] Settled(GaussianMixture mixture, Samples samples)
    {
        var (settled, first) = (samples.ConstantAxes.ToArray(), samples.FirstValues());
        for (var k = 0; k < mixture.Components; k++)
        {
            for (var j = 0; j < settled.Length && mixture.Weights[k] > 0; j++)
                settled[j] &= mixture.Means[k, j] == first[j];
        }

        return settled;
    }

    /// <summary>Moves the pivots to the means found where a component turned out to lie so far from its pivot that its scatter is inexact; true if any did.</summary>
    private static bool Correct(SufficientStatistics statistics, double[] pivots)
    {
        var total = statistics.TotalVariances();
        var found = false;
        for (var k = 0; k < statistics.Components; k++)
        {
            var mass = statistics.Layout.Scatter.IsShared ? statistics.TotalWeight : statistics.Mass(k);
            if (!(statistics.Mass(k) > SufficientStatistics.GoneMass * statistics.TotalWeight))
                continue;
            for (var j = 0; j < statistics.Dimension; j++)
            {
                ref var pivot = ref pivots[(k * statistics.Dimension) + j];
                var shift = statistics.RelativeMean(k)[j] - pivot;
                var variance = statistics.Layout.Scatter.Along(statistics.ScatterOf(k), j) / mass;
                found |= shift * shift > FarInVariances * variance && shift * shift > NearInTotalVariances * total[j];
                pivot = statistics.RelativeMean(k)[j];
            }
        }

        return found;
    }
}

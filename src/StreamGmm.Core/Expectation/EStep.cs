using System.Buffers;

namespace StreamGmm;

/// <summary>The expectation step: from a mixture and samples to the sufficient statistics of the samples under that mixture.</summary>
/// <remarks>Dempster, Laird and Rubin (1977). Responsibilities are folded into statistics tile by tile and never stored.</remarks>
public static class EStep
{
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
        var pivots = new Pivots(mixture, origin, samples);
        var range = FloatRange.Of(mixture, samples, origin, pivots.Values);
        var plan = samples.HasMissing ? null : SkippingPlan.For(mixture, origin.AsSpan(), samples.Count, Threads(threads, samples.Count, mixture), skipping, areFloats: range is not null);
        Reduce(mixture, samples, origin, layout, pivots, range, statistics, logDensities, plan, threads, cancellationToken);

        // The second look is in doubles: floats about pivots so far away tell nothing of a narrow scatter.
        if (looksTwice && pivots.Correct(new SufficientStatistics(layout, origin, statistics)))
            Reduce(mixture, samples, origin, layout, pivots, range: null, statistics, default, plan, threads, cancellationToken);
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
        GaussianMixture mixture, Samples samples, RealVector origin, StatisticsLayout layout, Pivots pivots, FloatRange? range, Span<double> statistics, Memory<double> logDensities, SkippingPlan? plan, int threads, CancellationToken cancellationToken)
    {
        if (samples.Count == 0)
        {
            statistics[..layout.Length].Clear();
            return;
        }

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
}

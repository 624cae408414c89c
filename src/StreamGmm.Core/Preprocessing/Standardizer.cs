using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>Brings every feature to mean 0 and variance 1. Immutable, equal by value.</summary>
/// <remarks>The variance is that of the samples, their squared deviations divided by their weight. A feature that never varies is only centred.</remarks>
public sealed record Standardizer : FeatureMap
{
    /// <summary>A standardizer that takes the means away and divides by the deviations, D of each.</summary>
    /// <exception cref="ArgumentException">Their numbers differ, or one is not finite, or a deviation is not positive.</exception>
    public Standardizer(RealVector means, RealVector deviations)
    {
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(deviations);
        if (means.Length == 0 || means.Length != deviations.Length)
            throw new ArgumentException($"There are {means.Length} means and {deviations.Length} deviations: one of each is needed for every feature.", nameof(deviations));
        for (var j = 0; j < means.Length; j++)
        {
            if (!(Math.Abs(means[j]) < Samples.Limit))
                throw new ArgumentException(FormattableString.Invariant($"The mean of feature {j} is {means[j]:R}: means are finite and below 1e150 in magnitude."), nameof(means));
            if (deviations[j] is not (> 0 and < double.PositiveInfinity))
                throw new ArgumentException(FormattableString.Invariant($"The deviation of feature {j} is {deviations[j]:R}: deviations are positive and finite. Give 1 for a feature that never varies."), nameof(deviations));
        }

        (Means, Deviations) = (means, deviations);
    }

    /// <summary>The mean of each feature, D values.</summary>
    public RealVector Means { get; }

    /// <summary>The standard deviation of each feature, D values; 1 for one that never varies.</summary>
    public RealVector Deviations { get; }

    /// <inheritdoc/>
    public override int InputDimension => Means.Length;

    /// <inheritdoc/>
    public override int OutputDimension => Means.Length;

    /// <summary>The standardizer of the samples. Weights count copies; labels play no part.</summary>
    /// <exception cref="ArgumentException">There is no sample of positive weight.</exception>
    public static Standardizer Fit(Samples samples, int threads = 0, CancellationToken cancellationToken = default) =>
        Fit(SampleStatistics.Of(samples, CovarianceShape.Diagonal, null, threads, cancellationToken));

    /// <summary>The standardizer of the samples that the statistics are of: those of <see cref="SampleStatistics"/>, or of a fit.</summary>
    /// <exception cref="ArgumentException">The statistics have no weight, or are spherical.</exception>
    public static Standardizer Fit(SufficientStatistics statistics) => new(
        statistics.Mean(),
        RealVector.Create([.. statistics.Variances().Select(variance => variance > SufficientStatistics.SmallestVariance ? Math.Sqrt(variance) : 1)]));

    /// <summary>The statistics of the same samples standardised, so that what comes next needs no second look at them.</summary>
    /// <param name="statistics">Full statistics, as <see cref="SampleStatistics"/> gives them.</param>
    /// <returns>Full statistics of one component about the origin 0.</returns>
    /// <exception cref="ArgumentException">The dimensions differ, or the statistics know variances only.</exception>
    public SufficientStatistics Transform(SufficientStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        if (statistics.Dimension != InputDimension)
            throw new ArgumentException($"The statistics have {statistics.Dimension} features: {InputDimension} were expected.", nameof(statistics));
        var (mean, covariance, mass) = (statistics.Mean(), statistics.Covariance(), statistics.TotalMass());
        var layout = new StatisticsLayout(CovarianceShape.Full, 1, InputDimension);
        var values = new double[layout.Length];
        StatisticsLayout.SetWeight(values, new NeumaierSum(mass, 0));
        layout.Masses(values.AsSpan())[0] = mass;
        for (var j = 0; j < InputDimension; j++)
        {
            layout.Mean(values.AsSpan(), 0)[j] = (mean[j] - Means[j]) / Deviations[j];
            for (var l = 0; l <= j; l++)
                layout.ScatterOf(values.AsSpan(), 0)[PackedTriangle.Row(j) + l] = mass * (covariance[j, l] / Deviations[j] / Deviations[l]);
        }

        return new SufficientStatistics(layout, RealVector.Create(new double[InputDimension]), values);
    }

    /// <summary>The size: "standardizer, D = 4".</summary>
    public override string ToString() => $"standardizer, D = {InputDimension}";

    internal override void Apply(Span<double> row, Span<double> result)
    {
        TensorPrimitives.Subtract(row, Means.AsSpan(), result);
        TensorPrimitives.Divide(result, Deviations.AsSpan(), result);
    }

    internal override void Revert(Span<double> row, Span<double> result)
    {
        TensorPrimitives.Multiply(row, Deviations.AsSpan(), result);
        TensorPrimitives.Add(result, Means.AsSpan(), result);
    }

    internal override double[] PullBack(ReadOnlySpan<double> direction)
    {
        var back = new double[InputDimension];
        TensorPrimitives.Divide(direction, Deviations.AsSpan(), back);
        return back;
    }
}

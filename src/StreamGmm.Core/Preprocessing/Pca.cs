using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>Principal component analysis: the few directions along which samples vary most. Immutable, equal by value.</summary>
/// <remarks>
/// Pearson (1901), Hotelling (1933). The element of a direction that is largest in magnitude is positive, as in scikit-learn from version 1.5 on; earlier versions decide by the samples.
/// Variances are squared deviations divided by the weight less 1, as scikit-learn has them.
/// </remarks>
public sealed record Pca : FeatureMap
{
    /// <summary>The directions that were orthonormal to the digits of whoever wrote them still are within this.</summary>
    private const double Orthonormal = 1e-6;

    /// <summary>2⁻⁵²: what doubles are rounded to.</summary>
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>An analysis of the given parts.</summary>
    /// <param name="mean">The mean, D values.</param>
    /// <param name="directions">The directions, q × D, orthonormal rows.</param>
    /// <param name="variances">The variance along each direction, q values, the largest first.</param>
    /// <param name="totalVariance">The variance along all directions there are.</param>
    /// <param name="whitens">Whether the new features are divided by their standard deviations.</param>
    /// <exception cref="ArgumentException">A size does not fit, a number is not finite, the directions are not orthonormal, or a variance is negative (or 0 where it is divided by).</exception>
    public Pca(RealVector mean, RealMatrix directions, RealVector variances, double totalVariance, bool whitens = false)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(directions);
        ArgumentNullException.ThrowIfNull(variances);
        if (directions.Rows < 1 || directions.Rows > mean.Length || directions.Columns != mean.Length || variances.Length != directions.Rows)
            throw new ArgumentException($"The directions are {directions.Rows} × {directions.Columns} for {mean.Length} features and {variances.Length} variances: a row of all features is needed for each variance.", nameof(directions));
        if (mean.Any(x => !(Math.Abs(x) < Samples.Limit)))
            throw new ArgumentException("The mean has a value that is not finite or too large: means are below 1e150 in magnitude.", nameof(mean));
        RequireOrthonormal(directions);
        RequireVariances(variances, totalVariance, whitens);
        (Mean, Directions, Variances, TotalVariance, Whitens) = (mean, directions, variances, totalVariance, whitens);
    }

    /// <summary>The mean of the samples, D values.</summary>
    public RealVector Mean { get; }

    /// <summary>The directions kept, q × D: orthonormal rows, the one of most variance first.</summary>
    public RealMatrix Directions { get; }

    /// <summary>The variance along each direction kept, q values; 0 where it cannot be told from rounding.</summary>
    public RealVector Variances { get; }

    /// <summary>The variance along all directions, kept or not.</summary>
    public double TotalVariance { get; }

    /// <summary>Whether the new features are divided by their standard deviations.</summary>
    public bool Whitens { get; }

    /// <summary>The share of the whole variance along each direction kept, q values; 0 where nothing varies.</summary>
    public RealVector Shares => RealVector.Create([.. Variances.Select(variance => TotalVariance > 0 ? variance / TotalVariance : 0)]);

    /// <inheritdoc/>
    public override int InputDimension => Directions.Columns;

    /// <inheritdoc/>
    public override int OutputDimension => Directions.Rows;

    /// <summary>The analysis of samples by a thin singular value decomposition of their deviations: small variances keep their digits. Weights count copies; labels play no part.</summary>
    /// <param name="samples">n samples, of weight above 1 together.</param>
    /// <param name="options">How many components to keep; null for all.</param>
    /// <param name="threads">How many threads at most for the mean, 0 for all cores. The result is the same to the last bit.</param>
    /// <param name="cancellationToken">Looked at every few rows.</param>
    /// <exception cref="ArgumentException">The weight is 1 or less, there are fewer features than components to keep, or a component to be whitened has no variance.</exception>
    public static Pca Fit(Samples samples, PcaOptions? options = null, int threads = 0, CancellationToken cancellationToken = default)
    {
        var statistics = SampleStatistics.Of(samples, CovarianceShape.Diagonal, null, threads, cancellationToken);
        var (mean, divisor) = (statistics.Mean(), Divisor(statistics));

        // Scaled by a power of two, so that squares stay in range.
        var scale = Eigenpairs.Scale([Math.Sqrt(statistics.Variances().Max())]);
        var triangle = new RowTriangle(mean.Length);
        var row = new double[mean.Length];
        for (var i = 0; i < samples.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var weight = samples.Weights is { } weights ? weights.Span[i] : 1;
            if (weight == 0)
                continue;
            samples.CopyRow(i, row);
            TensorPrimitives.Subtract(row, mean.AsSpan(), row);
            TensorPrimitives.Multiply(row, Math.Sqrt(weight) / scale, row);
            triangle.Add(row);
        }

        var found = triangle.Decompose();
        var rounding = Epsilon * Math.Max(samples.Count, mean.Length);
        return Keep(mean, found.Directions, [.. found.Values.Select(s => s > rounding * found.Values[0] ? s * s / divisor * scale * scale : 0)], options);
    }

    /// <summary>The analysis of the samples that the statistics are of, by the eigenvalues of their covariance: one look at the samples is enough, in blocks or as a stream.</summary>
    /// <param name="statistics">Full statistics of a weight above 1: those of <see cref="SampleStatistics"/>, or of a fit.</param>
    /// <param name="options">How many components to keep; null for all.</param>
    /// <exception cref="ArgumentException">The weight is 1 or less, the statistics know variances only, there are fewer features than components to keep, or a component to be whitened has no variance.</exception>
    public static Pca Fit(SufficientStatistics statistics, PcaOptions? options = null)
    {
        var (mean, found) = (statistics.Mean(), Eigenpairs.Of(statistics.Covariance()));
        var unbiased = statistics.TotalMass() / Divisor(statistics);
        var rounding = Epsilon * mean.Length * found.Values[0];
        return Keep(mean, found.Directions, [.. found.Values.Select(value => value > rounding ? value * unbiased : 0)], options);
    }

    /// <summary>The size: "PCA, D = 64 to 41, whitening".</summary>
    public override string ToString() => $"PCA, D = {InputDimension} to {OutputDimension}{(Whitens ? ", whitening" : "")}";

    internal override void Apply(Span<double> row, Span<double> result)
    {
        TensorPrimitives.Subtract(row, Mean.AsSpan(), row);
        for (var i = 0; i < result.Length; i++)
            result[i] = InnerProduct.Of(Directions.Row(i), row) / Deviation(i);
    }

    internal override void Revert(Span<double> row, Span<double> result)
    {
        result.Clear();
        for (var i = 0; i < row.Length; i++)
            TensorPrimitives.MultiplyAdd(Directions.Row(i), row[i] * Deviation(i), result, result);
        TensorPrimitives.Add(result, Mean.AsSpan(), result);
    }

    internal override double[] PullBack(ReadOnlySpan<double> direction)
    {
        var back = new double[InputDimension];
        for (var i = 0; i < direction.Length; i++)
            TensorPrimitives.MultiplyAdd(Directions.Row(i), direction[i] / Deviation(i), back, back);
        return back;
    }

    private static double Divisor(SufficientStatistics statistics) => statistics.TotalMass() - 1 is > 0 and var divisor
        ? divisor
        : throw new ArgumentException(FormattableString.Invariant($"The samples weigh {statistics.TotalMass():R} together: a variance needs more than one sample. Weights count samples; scale them so."));

    private static Pca Keep(RealVector mean, RealMatrix directions, double[] variances, PcaOptions? options)
    {
        options ??= new PcaOptions();
        var (total, varying) = (variances.Sum(), variances.Count(variance => variance > 0));
        var kept = options.Kept(variances, total);
        return options.Whiten && kept > varying
            ? throw new ArgumentException($"{kept} components are to be whitened, of which {varying} have any variance: keep at most so many, or give Share = 1.")
            : new Pca(mean, RealMatrix.Create(kept, mean.Length, directions.AsSpan()[..(kept * mean.Length)]), RealVector.Create(variances.AsSpan(0, kept)), total, options.Whiten);
    }

    private static void RequireOrthonormal(RealMatrix directions)
    {
        for (var i = 0; i < directions.Rows; i++)
        {
            for (var l = 0; l <= i; l++)
            {
                if (!(Math.Abs(InnerProduct.Of(directions.Row(i), directions.Row(l)) - (i == l ? 1 : 0)) <= Orthonormal))
                    throw new ArgumentException(i == l ? $"Direction {i} has not the length 1: directions are unit vectors." : $"Directions {l} and {i} are not at right angles: directions are orthonormal.", nameof(directions));
            }
        }
    }

    private static void RequireVariances(RealVector variances, double totalVariance, bool whitens)
    {
        for (var i = 0; i < variances.Length; i++)
        {
            if (variances[i] is not (>= 0 and < double.PositiveInfinity) || (whitens && variances[i] == 0))
                throw new ArgumentException(FormattableString.Invariant($"The variance along direction {i} is {variances[i]:R}: variances are finite and not negative, and positive where they are divided by."), nameof(variances));
            if (i > 0 && variances[i] > variances[i - 1])
                throw new ArgumentException($"The variance along direction {i} is larger than the one before: the largest comes first.", nameof(variances));
        }

        if (!(totalVariance >= variances.Sum() * (1 - Orthonormal)) || !double.IsFinite(totalVariance))
            throw new ArgumentException(FormattableString.Invariant($"The whole variance is {totalVariance:R}: it is finite, and not less than that along the directions kept."), nameof(totalVariance));
    }

    private double Deviation(int component) => Whitens ? Math.Sqrt(Variances[component]) : 1;
}

namespace StreamGmm;

/// <summary>A Gaussian mixture: K weights, means and covariances in D dimensions. An immutable value, checked once, equal by value.</summary>
/// <remarks>What one does with it (densities, responsibilities, samples) are extension methods.</remarks>
public sealed class GaussianMixture : IEquatable<GaussianMixture>
{
    /// <summary>Weights that were written with six digits still sum to 1 within this.</summary>
    private const double WeightTolerance = 1e-5;

    /// <summary>Two halves of a covariance matrix may differ by this share of the standard deviations: rounding of whoever computed it.</summary>
    private const double SymmetryTolerance = 1e-8;

    private WhitenedMeans? whitened;

    /// <summary>A mixture of the given weights (K, sum 1), means (K × D) and covariances.</summary>
    /// <remarks>Covariance matrices whose halves differ by rounding are made symmetric.</remarks>
    /// <exception cref="ArgumentException">A size does not fit, a number is not finite, a weight is outside [0, 1] or they do not sum to 1, or a covariance is not symmetric and positive definite.</exception>
    public GaussianMixture(RealVector weights, RealMatrix means, Covariances covariances) =>
        (Weights, Means, Factors, Covariances) = (weights, means, CheckedFactors(weights, means, ref covariances), covariances);

    private GaussianMixture(RealVector weights, RealMatrix means, Covariances covariances, PrecisionFactors factors) =>
        (Weights, Means, Covariances, Factors) = (weights, means, covariances, factors);

    /// <summary>π: K weights of 0 or more that sum to 1.</summary>
    public RealVector Weights { get; }

    /// <summary>μ: the means, K × D.</summary>
    public RealMatrix Means { get; }

    /// <summary>Σ: the covariances.</summary>
    public Covariances Covariances { get; }

    /// <summary>K, the number of components.</summary>
    public int Components => Weights.Length;

    /// <summary>D, the number of features.</summary>
    public int Dimension => Means.Columns;

    /// <summary>The shape of the covariances.</summary>
    public CovarianceShape Shape => Covariances.Shape;

    /// <summary>The number of free parameters: K − 1 weights, K D means and those of the covariances.</summary>
    public int ParameterCount => Components - 1 + (Components * Dimension) + Shape.ParameterCount(Components, Dimension);

    internal PrecisionFactors Factors { get; }

    /// <summary>The means where the covariance is the identity; null where components do not share one.</summary>
    internal WhitenedMeans? Whitened => Covariances is Covariances.Tied ? whitened ?? LazyInitializer.EnsureInitialized(ref whitened, () => new WhitenedMeans(this)) : null;

    /// <summary>The covariance matrix of a component, D × D, whatever the shape.</summary>
    public RealMatrix Covariance(int component)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(component);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(component, Components);
        return Covariances.Of(component, Dimension);
    }

    /// <inheritdoc/>
    public bool Equals(GaussianMixture? other) =>
        other is not null && Weights.Equals(other.Weights) && Means.Equals(other.Means) && Covariances.Equals(other.Covariances);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GaussianMixture);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Weights, Means, Covariances);

    /// <summary>The size and shape: "K = 5, D = 16, full".</summary>
    public override string ToString() => $"K = {Components}, D = {Dimension}, {Shape}";

    /// <summary>A mixture of numbers that are known to fit together; null, with the component and the axis, where a covariance is not safely positive definite.</summary>
    internal static GaussianMixture? TryCreate(RealVector weights, RealMatrix means, Covariances covariances, out (int Component, int Axis) fault) =>
        PrecisionFactors.TryCreate(weights, covariances, means.Columns, out fault) is { } factors
            ? new GaussianMixture(weights, means, covariances, factors)
            : null;

    private static PrecisionFactors CheckedFactors(RealVector weights, RealMatrix means, ref Covariances covariances)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(covariances);
        CheckWeights(weights);
        CheckMeans(means, weights.Length);
        covariances = CheckedCovariances(covariances, weights.Length, means.Columns);
        return PrecisionFactors.TryCreate(weights, covariances, means.Columns, out var fault)
            ?? throw new ArgumentException($"The covariance of component {fault.Component} is not positive definite at axis {fault.Axis}: give every direction a positive variance.", nameof(covariances));
    }

    private static void CheckWeights(RealVector weights)
    {
        if (weights.Length == 0)
            throw new ArgumentException("There is no weight: a mixture has at least one component.", nameof(weights));
        for (var k = 0; k < weights.Length; k++)
        {
            if (weights[k] is not (>= 0 and <= 1 + WeightTolerance))
                throw new ArgumentException(FormattableString.Invariant($"The weight of component {k} is {weights[k]:R}: weights lie between 0 and 1."), nameof(weights));
        }

        if (Math.Abs(weights.Sum() - 1) > WeightTolerance)
            throw new ArgumentException(FormattableString.Invariant($"The weights sum to {weights.Sum():R}: they must sum to 1."), nameof(weights));
    }

    private static void CheckMeans(RealMatrix means, int components)
    {
        if (means.Rows != components || means.Columns == 0)
            throw new ArgumentException($"The means are {means.Rows} × {means.Columns} for {components} weights: a row of at least one feature is needed for each component.", nameof(means));
        for (var k = 0; k < components; k++)
        {
            foreach (var x in means.Row(k))
            {
                if (!(Math.Abs(x) < Samples.Limit))
                    throw new ArgumentException(FormattableString.Invariant($"The mean of component {k} has the value {x:R}: means must be finite and below 1e150 in magnitude."), nameof(means));
            }
        }
    }

    private static Covariances CheckedCovariances(Covariances covariances, int components, int dimension)
    {
        if ((covariances.Components ?? components) != components || (covariances.Dimension ?? dimension) != dimension)
        {
            throw new ArgumentException(
                $"The {covariances.Shape} covariances are for K = {covariances.Components ?? components}, D = {covariances.Dimension ?? dimension}; weights and means are for K = {components}, D = {dimension}.",
                nameof(covariances));
        }

        return covariances switch
        {
            Covariances.Full full => new Covariances.Full(full.Matrices.Select((matrix, k) => CheckedMatrix(covariances, matrix, $"covariance of component {k}", dimension))),
            Covariances.Tied tied => new Covariances.Tied(CheckedMatrix(covariances, tied.Matrix, "tied covariance", dimension)),
            Covariances.LowRank lowRank => lowRank.Checked(),
            _ => covariances,
        };
    }

    private static RealMatrix CheckedMatrix(Covariances covariances, RealMatrix matrix, string what, int dimension)
    {
        if (matrix.Rows != dimension || matrix.Columns != dimension)
            throw new ArgumentException($"The {what} is {matrix.Rows} × {matrix.Columns}: it must be {dimension} × {dimension}.", nameof(covariances));
        var symmetric = true;
        for (var j = 0; j < dimension; j++)
        {
            for (var l = 0; l < j; l++)
            {
                var difference = matrix[j, l] - matrix[l, j];
                symmetric &= difference == 0;
                if (!double.IsFinite(difference))
                    throw new ArgumentException($"The {what} has no finite number at ({j}, {l}) or ({l}, {j}): covariances are finite.", nameof(covariances));
                if (!(Math.Abs(difference) <= SymmetryTolerance * Math.Sqrt(Math.Abs(matrix[j, j] * matrix[l, l]))))
                    throw new ArgumentException($"The {what} is not symmetric at ({j}, {l}): a covariance matrix equals its transpose.", nameof(covariances));
            }
        }

        return symmetric ? matrix : RealMatrix.Create(dimension, dimension, values =>
        {
            for (var j = 0; j < dimension; j++)
            {
                for (var l = 0; l < dimension; l++)
                    values[(j * dimension) + l] = (0.5 * matrix[j, l]) + (0.5 * matrix[l, j]);
            }
        });
    }
}

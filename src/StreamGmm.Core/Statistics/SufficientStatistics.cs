namespace StreamGmm;

/// <summary>What the M-step needs to know of some samples: for each component its mass, its mean relative to an origin and its scatter about that mean; and the log-likelihood and weight of the samples.</summary>
/// <remarks>
/// An immutable value that adds: the statistics of two sets of samples under one mixture add up to those of their union, so that threads, shards, batches and machines can be put together.
/// Addition commutes bit for bit and associates to rounding; <see cref="Zero"/> is its identity. Nothing is ever subtracted. Equal by value.
/// The update of mean and scatter is that of Chan, Golub and LeVeque (1979).
/// </remarks>
public sealed partial class SufficientStatistics : IEquatable<SufficientStatistics>
{
    /// <summary>A component with less than this share of the total weight, a few units of rounding, has no mass.</summary>
    internal const double GoneMass = 1e-15;

    /// <summary>A variance below this cannot be told from none: products with it leave the range of numbers.</summary>
    internal const double SmallestVariance = 1e-280;

    private readonly double[] values;

    internal SufficientStatistics(StatisticsLayout layout, RealVector origin, double[] values) =>
        (Layout, Origin, this.values) = (layout, origin, values);

    /// <summary>The shape of covariance these statistics can give.</summary>
    public CovarianceShape Shape => Layout.Shape;

    /// <summary>K, the number of components.</summary>
    public int Components => Layout.Components;

    /// <summary>D, the number of features.</summary>
    public int Dimension => Layout.Dimension;

    /// <summary>The point that means are relative to, D values. It is fixed once a fit and keeps data far from zero exact.</summary>
    public RealVector Origin { get; }

    /// <summary>The total weight of the samples.</summary>
    public double TotalWeight => StatisticsLayout.Weight(values).Value;

    /// <summary>The sum of weight × ln p over the samples, in nats, under the mixture they were seen with.</summary>
    public double LogLikelihood => StatisticsLayout.LogLikelihood(values).Value;

    /// <summary>The log-likelihood per unit of weight, in nats; 0 where there is no weight.</summary>
    public double MeanLogLikelihood => TotalWeight > 0 ? LogLikelihood / TotalWeight : 0;

    /// <summary>The number of doubles that <see cref="CopyTo"/> writes.</summary>
    public int Length => values.Length;

    internal StatisticsLayout Layout { get; }

    internal ReadOnlySpan<double> Values => values;

    /// <summary>The statistics of no samples.</summary>
    public static SufficientStatistics Zero(CovarianceShape shape, int components, RealVector origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        shape.Require(origin.Length);
        var layout = new StatisticsLayout(shape, components, origin.Length);
        return new SufficientStatistics(layout, origin, new double[layout.Length]);
    }

    /// <summary>The statistics that <see cref="CopyTo"/> wrote.</summary>
    /// <exception cref="ArgumentException">The number of values does not fit, or one is not finite where it must be.</exception>
    public static SufficientStatistics Read(CovarianceShape shape, int components, RealVector origin, ReadOnlySpan<double> source)
    {
        var zero = Zero(shape, components, origin);
        if (source.Length != zero.Length)
            throw new ArgumentException($"{source.Length} values cannot be {shape} statistics of K = {components}, D = {origin.Length}: those are {zero.Length}.", nameof(source));
        zero.Layout.Check(source);
        return new SufficientStatistics(zero.Layout, origin, source.ToArray());
    }

    /// <summary>The statistics of both sets of samples together.</summary>
    /// <exception cref="ArgumentException">They differ in shape, size or origin.</exception>
    public static SufficientStatistics operator +(SufficientStatistics left, SufficientStatistics right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        left.RequireSameKind(right);
        var sum = left.Copy();
        left.Layout.Add(sum.values, right.values);
        return sum;
    }

    /// <summary>The same as <c>left + right</c>.</summary>
    public static SufficientStatistics Add(SufficientStatistics left, SufficientStatistics right) => left + right;

    /// <summary>The statistics with every sample's weight multiplied by <paramref name="factor"/>: how the past is forgotten.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The factor is negative or not finite.</exception>
    public SufficientStatistics Decay(double factor)
    {
        if (factor is not (>= 0 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "A decay factor is finite and not negative.");
        if (factor == 0)
            return Zero(Shape, Components, Origin);
        var copy = Copy();
        Layout.Scale(copy.values, factor);
        return copy;
    }

    /// <summary>The same statistics with means relative to another origin.</summary>
    /// <exception cref="ArgumentException">The origin has another dimension.</exception>
    public SufficientStatistics About(RealVector origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        if (origin.Length != Dimension)
            throw new ArgumentException($"The origin has {origin.Length} features, the statistics have {Dimension}.", nameof(origin));
        var moved = new SufficientStatistics(Layout, origin, Copy().values);
        for (var k = 0; k < Components; k++)
        {
            if (Mass(k) == 0)
                continue;
            var mean = Layout.Mean(moved.values.AsSpan(), k);
            for (var j = 0; j < Dimension; j++)
                mean[j] += Origin[j] - origin[j];
        }

        return moved;
    }

    /// <summary>w: the mass of a component, the sum of weight × responsibility.</summary>
    public double Mass(int component) => Layout.Masses(Values)[Checked(component)];

    /// <summary>m: the mean of a component relative to the origin, D values.</summary>
    public ReadOnlySpan<double> RelativeMean(int component) => Layout.Mean(Values, Checked(component));

    /// <summary>C: the scatter of a component about its mean; full and low rank: the packed lower triangle, tied: the one of all components, diagonal: D sums of squares, spherical: their sum.</summary>
    public ReadOnlySpan<double> ScatterOf(int component) => Layout.ScatterOf(Values, Checked(component));

    /// <summary>Writes all the numbers: weight and log-likelihood with their compensations, masses, means, scatters.</summary>
    public void CopyTo(Span<double> destination) => values.CopyTo(destination);

    /// <inheritdoc/>
    public bool Equals(SufficientStatistics? other) =>
        other is not null && Shape == other.Shape && Components == other.Components && Origin.Equals(other.Origin) && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SufficientStatistics);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Shape, Components, Origin, RealVector.Hash(values));

    /// <summary>The size and shape: "K = 5, D = 16, full".</summary>
    public override string ToString() => $"K = {Components}, D = {Dimension}, {Shape}";

    private int Checked(int component) => (uint)component < (uint)Components
        ? component
        : throw new ArgumentOutOfRangeException(nameof(component), component, $"The {Components} components are numbered from 0.");

    private SufficientStatistics Copy() => new(Layout, Origin, values.AsSpan().ToArray());

    /// <summary>Throws where another does not add to this one.</summary>
    internal void RequireSameKind(SufficientStatistics right)
    {
        if (Shape != right.Shape || Components != right.Components || Dimension != right.Dimension)
            throw new ArgumentException($"Statistics of {this} and of {right} do not add: shape and sizes must be the same.", nameof(right));
        if (!Origin.Equals(right.Origin))
            throw new ArgumentException("Statistics about different origins do not add: move one with About first.", nameof(right));
    }
}

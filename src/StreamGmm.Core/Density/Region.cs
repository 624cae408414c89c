using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>A part of the space of features: a box along the axes, or an ellipsoid; equal by value.</summary>
public abstract record Region
{
    private Region()
    {
    }

    /// <summary>D, the number of features.</summary>
    public abstract int Dimension { get; }

    /// <summary>The points within so many standard deviations of a component: its Mahalanobis region.</summary>
    /// <exception cref="ArgumentException">There is no such component, or the radius is negative.</exception>
    public static Region Around(GaussianMixture mixture, int component, double radius)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        var covariance = mixture.Covariance(component);
        return new Ellipsoid(mixture.Means[component], covariance, radius);
    }

    /// <summary>Whether a point of D features lies inside; the border does.</summary>
    /// <exception cref="ArgumentException">The point has another dimension.</exception>
    public bool Contains(ReadOnlySpan<double> point) => point.Length == Dimension
        ? Holds(point)
        : throw new ArgumentException($"The point has {point.Length} features, the region {Dimension}: they must agree.", nameof(point));

    /// <inheritdoc cref="Contains(ReadOnlySpan{double})"/>
    public bool Contains(double[] point) => Contains(point.AsSpan());

    /// <summary>Whether a point of the right dimension lies inside.</summary>
    internal abstract bool Holds(ReadOnlySpan<double> point);

    /// <summary>From a lower to an upper limit on every axis.</summary>
    public sealed record Box : Region
    {
        /// <summary>The box of the given limits, which may be infinite.</summary>
        /// <exception cref="ArgumentException">There is no limit, their numbers differ, one is not a number, or a lower limit is above the upper one.</exception>
        public Box(RealVector lower, RealVector upper)
        {
            ArgumentNullException.ThrowIfNull(lower);
            ArgumentNullException.ThrowIfNull(upper);
            if (lower.Length == 0 || lower.Length != upper.Length)
                throw new ArgumentException($"There are {lower.Length} lower and {upper.Length} upper limits: a box has one of both for each feature.", nameof(upper));
            for (var j = 0; j < lower.Length; j++)
            {
                if (!(lower[j] <= upper[j]))
                    throw new ArgumentException(FormattableString.Invariant($"Axis {j} goes from {lower[j]:R} to {upper[j]:R}: the lower limit must not be above the upper one."), nameof(upper));
            }

            (Lower, Upper) = (lower, upper);
        }

        /// <summary>D lower limits.</summary>
        public RealVector Lower { get; }

        /// <summary>D upper limits.</summary>
        public RealVector Upper { get; }

        /// <inheritdoc/>
        public override int Dimension => Lower.Length;

        internal override bool Holds(ReadOnlySpan<double> point)
        {
            for (var j = 0; j < point.Length; j++)
            {
                if (!(point[j] >= Lower[j] && point[j] <= Upper[j]))
                    return false;
            }

            return true;
        }
    }

    /// <summary>The points with (x − c)ᵀ Σ⁻¹ (x − c) ≤ r² (Mahalanobis, 1936).</summary>
    public sealed record Ellipsoid : Region
    {
        // One component: what a matrix must be for this is what a covariance must be.
        private readonly GaussianMixture normal;

        /// <summary>The ellipsoid about <paramref name="center"/> (D), of the given covariance (D × D) and radius in standard deviations.</summary>
        /// <exception cref="ArgumentException">The sizes do not fit, a number is not finite, the matrix is not symmetric and positive definite, or the radius is negative.</exception>
        public Ellipsoid(RealVector center, RealMatrix covariance, double radius)
        {
            ArgumentNullException.ThrowIfNull(center);
            ArgumentNullException.ThrowIfNull(covariance);
            if (!(radius >= 0))
                throw new ArgumentException(FormattableString.Invariant($"The radius is {radius:R}: give a number of standard deviations, 0 or more."), nameof(radius));
            (normal, Radius) = (new GaussianMixture([1], [center], new Covariances.Full([covariance])), radius);
        }

        /// <summary>c, D values.</summary>
        public RealVector Center => RealVector.Create(normal.Means.Row(0));

        /// <summary>Σ, D × D.</summary>
        public RealMatrix Covariance => normal.Covariance(0);

        /// <summary>r, in standard deviations.</summary>
        public double Radius { get; }

        /// <inheritdoc/>
        public override int Dimension => normal.Dimension;

        internal override bool Holds(ReadOnlySpan<double> point)
        {
            Span<double> apart = new double[point.Length];
            TensorPrimitives.Subtract(point, normal.Means.Row(0), apart);
            var inverse = normal.Factors.Inverse(0);
            var squared = 0.0;
            for (var j = 0; j < apart.Length; j++)
            {
                var z = TensorPrimitives.Dot(inverse.Slice(PackedTriangle.Row(j), j + 1), apart[..(j + 1)]);
                squared += z * z;
            }

            return squared <= Radius * Radius;
        }
    }
}

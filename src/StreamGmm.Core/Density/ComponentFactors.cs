using System.Diagnostics;

namespace StreamGmm;

/// <summary>Variances and factors of a component, whatever the shape.</summary>
internal static class ComponentFactors
{
    /// <summary>Whether the axes of every component are independent: diagonal and spherical covariances, and any in one dimension.</summary>
    public static bool IsAxisAligned(this GaussianMixture mixture) =>
        mixture.Dimension == 1 || mixture.Covariances is Covariances.Diagonal or Covariances.Spherical;

    /// <summary>Σ_jj of a component.</summary>
    public static double Variance(this GaussianMixture mixture, int component, int axis) => mixture.Covariances.Variance(component, axis);

    /// <summary>ln det Σ of a component.</summary>
    public static double LogDeterminant(this GaussianMixture mixture, int component)
    {
        var inverse = mixture.Factors.Inverse(component);
        switch (mixture.Covariances)
        {
            case Covariances.Full or Covariances.Tied:
                return -Triangle.LogDeterminant(inverse, mixture.Dimension);

            case Covariances.Diagonal:
                var sum = 0.0;
                foreach (var x in inverse)
                    sum += Math.Log(x);
                return -2 * sum;

            case Covariances.Spherical:
                return -2 * mixture.Dimension * Math.Log(inverse[0]);

            case Covariances.LowRank lowRank:
                var along = 0.0;
                foreach (var variance in lowRank.Variances.Row(component))
                    along += Math.Log(variance);
                return along + ((mixture.Dimension - lowRank.Rank) * Math.Log(lowRank.Noise[component]));

            default:
                throw new UnreachableException();
        }
    }

    /// <summary>L of a component's covariance L Lᵀ, packed.</summary>
    public static double[] Lower(this GaussianMixture mixture, int component)
    {
        var packed = new double[PackedTriangle.Length(mixture.Dimension)];
        PackedTriangle.Pack(mixture.Covariance(component).AsSpan(), mixture.Dimension, packed);

        // The mixture was checked: the factor exists.
        Cholesky.TryFactor(packed, mixture.Dimension, out _);
        return packed;
    }

    /// <summary>L⁻¹ of a component's covariance L Lᵀ, packed.</summary>
    public static double[] InverseLower(this GaussianMixture mixture, int component)
    {
        var inverse = mixture.Factors.Inverse(component);
        if (mixture.Covariances is Covariances.Full or Covariances.Tied)
            return inverse.ToArray();
        if (mixture.Covariances is Covariances.LowRank)
            return Triangle.Inverse(mixture.Lower(component), mixture.Dimension);
        var packed = new double[PackedTriangle.Length(mixture.Dimension)];
        for (var j = 0; j < mixture.Dimension; j++)
            packed[PackedTriangle.Diagonal(j)] = inverse[mixture.Covariances is Covariances.Diagonal ? j : 0];
        return packed;
    }

    /// <summary>Throws where two mixtures are not over the same features.</summary>
    public static void RequireSameDimension(GaussianMixture mixture, GaussianMixture other)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentNullException.ThrowIfNull(other);
        if (mixture.Dimension != other.Dimension)
            throw new ArgumentException($"One mixture is {mixture}, the other {other}: they must be over the same features.", nameof(other));
    }
}

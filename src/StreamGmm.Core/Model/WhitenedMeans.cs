namespace StreamGmm;

/// <summary>The means of a mixture whose components share a covariance, in the space where that is the identity: L⁻¹ (μ_k − μ_0), K × D.</summary>
/// <remarks>There a squared Mahalanobis distance is a plain one: samples are turned once, not once for each component.</remarks>
internal sealed class WhitenedMeans
{
    /// <summary>Distances are differences of whitened points: they are exact to 1e-13 as long as the points lie within so many standard deviations.</summary>
    public const double Farthest = 1e3;

    private readonly double[] means;
    private readonly int dimension;
    private float[]? rounded;

    public WhitenedMeans(GaussianMixture mixture)
    {
        dimension = mixture.Dimension;
        means = new double[mixture.Components * dimension];
        var inverse = mixture.Factors.Inverse(0);
        var (first, apart) = (mixture.Means.Row(0).ToArray(), new double[dimension]);
        double farthest = 0;
        for (var k = 1; k < mixture.Components; k++)
        {
            for (var j = 0; j < dimension; j++)
                apart[j] = mixture.Means[k, j] - first[j];
            double norm = 0;
            for (var j = 0; j < dimension; j++)
            {
                double z = 0;
                for (var l = 0; l <= j; l++)
                    z += inverse[PackedTriangle.Row(j) + l] * apart[l];
                means[(k * dimension) + j] = z;
                norm += z * z;
            }

            farthest = Math.Max(farthest, double.IsNaN(norm) ? double.PositiveInfinity : norm);
        }

        Spread = Math.Sqrt(farthest);
    }

    /// <summary>The largest distance of a mean from the first, in standard deviations.</summary>
    public double Spread { get; }

    /// <summary>True where the components are near enough to each other for distances to be accurate.</summary>
    public bool AreAccurate => Spread <= Farthest;

    /// <summary>L⁻¹ (μ_k − μ_0), K × D.</summary>
    public ReadOnlySpan<T> All<T>()
        where T : unmanaged => Elements.Of<T>(means, ref rounded);
}

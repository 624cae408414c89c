namespace StreamGmm;

/// <summary>The moments of a mixture as a whole.</summary>
public static class MixtureMoments
{
    /// <summary>Σ π_k μ_k, D values.</summary>
    public static RealVector Mean(this GaussianMixture mixture)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        return RealVector.Create(mixture.Dimension, mean =>
        {
            // About the first component, so that a common offset costs nothing.
            var total = mixture.Weights.Sum();
            for (var j = 0; j < mean.Length; j++)
            {
                var shift = 0.0;
                for (var k = 1; k < mixture.Components; k++)
                    shift += mixture.Weights[k] / total * (mixture.Means[k, j] - mixture.Means[0, j]);
                mean[j] = mixture.Means[0, j] + shift;
            }
        });
    }

    /// <summary>Σ π_k (Σ_k + (μ_k − μ)(μ_k − μ)ᵀ) about the mean μ of the mixture: D × D, exactly symmetric. The spread within and between components.</summary>
    /// <remarks>The covariance of one component is <see cref="GaussianMixture.Covariance(int)"/>.</remarks>
    public static RealMatrix Covariance(this GaussianMixture mixture)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        var (mean, d, total) = (mixture.Mean(), mixture.Dimension, mixture.Weights.Sum());
        return RealMatrix.Create(d, d, covariance =>
        {
            for (var k = 0; k < mixture.Components; k++)
            {
                var (weight, within) = (mixture.Weights[k] / total, mixture.Covariance(k));
                var centre = mixture.Means.Row(k);
                for (var j = 0; j < d; j++)
                {
                    for (var l = 0; l <= j; l++)
                        covariance[(j * d) + l] += weight * (within[j, l] + ((centre[j] - mean[j]) * (centre[l] - mean[l])));
                }
            }

            for (var j = 0; j < d; j++)
            {
                for (var l = 0; l < j; l++)
                    covariance[(l * d) + j] = covariance[(j * d) + l];
            }
        });
    }
}

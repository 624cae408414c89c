namespace StreamGmm;

/// <summary>The principal axes of a mixture itself, where there are no samples.</summary>
internal static class MixtureAnalysis
{
    /// <summary>The first two principal axes of a mixture of two features or more; null of one.</summary>
    public static Pca? Of(GaussianMixture mixture)
    {
        var m = mixture.Dimension;
        if (m < 2)
            return null;
        var (mean, covariance) = (mixture.Mean(), mixture.Covariance());
        const int weight = 2;

        // Statistics of a weight of 2 with these moments: weight and log-likelihood with their compensations, mass, mean, scatter.
        double[] values =
        [
            weight, 0, 0, 0, weight,
            .. mean,
            .. Enumerable.Range(0, m).SelectMany(j => Enumerable.Range(0, j + 1).Select(l => weight * covariance[j, l])),
        ];
        return Pca.Fit(SufficientStatistics.Read(CovarianceShape.Full, 1, RealVector.Create(new double[m]), values), new PcaOptions { Components = 2 });
    }
}

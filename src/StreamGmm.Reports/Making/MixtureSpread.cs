namespace StreamGmm;

/// <summary>Mean and standard deviation of a whole mixture along its axes.</summary>
internal static class MixtureSpread
{
    /// <summary>Mean and standard deviation along each axis, within and between components; sums of squares are taken in the largest deviation, so that they stay in range.</summary>
    public static (double Mean, double Deviation)[] Of(GaussianMixture mixture)
    {
        var covariances = Enumerable.Range(0, mixture.Components).Select(mixture.Covariance).ToArray();
        return [.. Enumerable.Range(0, mixture.Dimension).Select(j =>
        {
            var mean = Enumerable.Range(0, mixture.Components).Sum(k => mixture.Weights[k] * mixture.Means[k, j]);
            var largest = Enumerable.Range(0, mixture.Components).Max(k => Math.Max(Math.Abs(mixture.Means[k, j] - mean), Math.Sqrt(covariances[k][j, j])));
            var variance = Enumerable.Range(0, mixture.Components).Sum(k =>
            {
                var (apart, own) = ((mixture.Means[k, j] - mean) / largest, Math.Sqrt(covariances[k][j, j]) / largest);
                return mixture.Weights[k] * ((apart * apart) + (own * own));
            });
            return (mean, Math.Sqrt(variance) * largest);
        })];
    }
}

using StreamGmm;

namespace Notebooks;

/// <summary>What figures of two draws from one density have in common.</summary>
internal static class Draws
{
    /// <summary>How far the mean log-likelihoods of two draws from one density may well lie apart: three standard errors.</summary>
    public static double Spread(GaussianMixture mixture, Samples samples)
    {
        var densities = mixture.LogDensity(samples);
        var mean = densities.Average();
        return 3 * Math.Sqrt(2 * densities.Average(x => (x - mean) * (x - mean)) / samples.Count);
    }
}

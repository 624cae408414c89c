namespace StreamGmm;

/// <summary>The entropy of mixtures.</summary>
public static class Uncertainty
{
    /// <summary>Bounds of −∫ p ln p, in nats (Huber, Bailey, Durrant-Whyte and Hanebeck, 2008). O(K² D³).</summary>
    /// <remarks>
    /// Below, by Jensen's inequality: −Σ_i π_i ln Σ_j π_j N(μ_i; μ_j, Σ_i + Σ_j). Above, as if it were told which component a sample came from: Σ_i π_i (−ln π_i + ½ ln det 2πe Σ_i),
    /// exact for components that do not overlap, and for one.
    /// </remarks>
    public static EntropyBounds EntropyBounds(this GaussianMixture mixture)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        var (lower, upper) = (0.0, 0.0);
        var scores = new double[mixture.Components];
        for (var i = 0; i < mixture.Components; i++)
        {
            if (mixture.Weights[i] == 0)
                continue;
            for (var j = 0; j < scores.Length; j++)
                scores[j] = mixture.Weights[j] == 0 ? double.NegativeInfinity : Math.Log(mixture.Weights[j]) + new ComponentPair(mixture, i, mixture, j).LogOverlap;
            lower -= mixture.Weights[i] * LogSum.Exp(scores);
            upper += mixture.Weights[i] * ((0.5 * ((mixture.Dimension * Math.Log(2 * Math.PI * Math.E)) + mixture.LogDeterminant(i))) - Math.Log(mixture.Weights[i]));
        }

        return new EntropyBounds(lower, upper);
    }
}

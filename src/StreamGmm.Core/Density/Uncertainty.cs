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
        var scores = Scores(mixture);
        for (var i = 0; i < mixture.Components; i++)
        {
            var weight = mixture.Weights[i];
            if (weight == 0)
                continue;
            lower -= weight * LogSum.Exp(scores.Row(i));
            upper += weight * ((0.5 * ((mixture.Dimension * Math.Log(2 * Math.PI * Math.E)) + mixture.LogDeterminant(i))) - Math.Log(weight));
        }

        return new EntropyBounds(lower, upper);
    }

    /// <summary>ln π_j + ln N(μ_i; μ_j, Σ_i + Σ_j), K × K.</summary>
    private static RealMatrix Scores(GaussianMixture mixture)
    {
        var count = mixture.Components;
        return RealMatrix.Create(count, count, scores =>
        {
            for (var i = 0; i < count; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    var overlap = new ComponentPair(mixture, i, mixture, j).LogOverlap;
                    scores[(i * count) + j] = Math.Log(mixture.Weights[j]) + overlap;
                    scores[(j * count) + i] = Math.Log(mixture.Weights[i]) + overlap;
                }
            }
        });
    }
}

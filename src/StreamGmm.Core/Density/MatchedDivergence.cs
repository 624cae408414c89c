namespace StreamGmm;

/// <summary>How far a mixture has moved from another with the same components: an upper bound of the Kullback–Leibler divergence, component against component.</summary>
/// <remarks>
/// Σ π (ln π/π′ + KL(N‖N′)), by the chain rule for the component and the sample together
/// (Goldberger, Gordon and Greenspan, 2003; Hershey and Olsen, 2007). 0 for equal mixtures, and of second order near them.
/// </remarks>
internal static class MatchedDivergence
{
    /// <summary>In nats a sample of <paramref name="mixture"/>; ∞ where it has a component that the <paramref name="reference"/> gives no weight.</summary>
    /// <exception cref="ArgumentException">The mixtures have not the same number of components and features.</exception>
    public static double From(GaussianMixture reference, GaussianMixture mixture)
    {
        if ((reference.Components, reference.Dimension) != (mixture.Components, mixture.Dimension))
            throw new ArgumentException($"One mixture is {reference}, the other {mixture}: components are matched one by one, so K and D must agree.");
        var sum = 0.0;
        for (var k = 0; k < mixture.Components; k++)
        {
            if (mixture.Weights[k] > 0)
                sum += mixture.Weights[k] * OfComponent(reference, mixture, k);
        }

        // Rounding alone is below 0.
        return Math.Max(0, sum);
    }

    /// <summary>ln π/π′ + ½ (ln det Σ′/det Σ + tr Σ′⁻¹Σ + (μ − μ′)ᵀ Σ′⁻¹ (μ − μ′) − D).</summary>
    private static double OfComponent(GaussianMixture reference, GaussianMixture mixture, int component)
    {
        var (dimension, covariance) = (mixture.Dimension, mixture.Covariance(component));
        Span<double> row = new double[dimension];
        var excess = 0.0;
        for (var j = 0; j < dimension; j++)
        {
            row.Clear();
            WriteWhitening(reference, component, j, row);
            var (shift, variance) = (0.0, 0.0);
            for (var l = 0; l < dimension; l++)
            {
                shift += row[l] * (mixture.Means[component, l] - reference.Means[component, l]);
                for (var m = 0; m < dimension; m++)
                    variance += row[l] * row[m] * covariance[l, m];
            }

            excess += (shift * shift) + (variance - 1);
        }

        var (now, then) = (mixture.Factors, reference.Factors);
        return now.Constant(component) - then.Constant(component) + (now.Common - then.Common) + (0.5 * excess);
    }

    /// <summary>Row j of L⁻¹, where Σ = L Lᵀ.</summary>
    private static void WriteWhitening(GaussianMixture mixture, int component, int axis, Span<double> row)
    {
        var inverse = mixture.Factors.Inverse(component);
        if (mixture.Covariances is Covariances.Full or Covariances.Tied)
            inverse.Slice(PackedTriangle.Row(axis), axis + 1).CopyTo(row);
        else
            row[axis] = inverse[mixture.Covariances is Covariances.Diagonal ? axis : 0];
    }
}

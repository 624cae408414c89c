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
                sum += mixture.Weights[k] * (Math.Log(mixture.Weights[k] / reference.Weights[k]) + ComponentPair.Divergence(mixture, k, reference, k));
        }

        // Rounding alone is below 0.
        return Math.Max(0, sum);
    }
}

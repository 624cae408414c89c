namespace StreamGmm;

/// <summary>Probabilities of regions.</summary>
public static class Probabilities
{
    private const int Block = 4096;

    /// <summary>The probability that a sample of the mixture lies inside a region.</summary>
    /// <remarks>
    /// Exact, with standard error 0, for boxes where the axes of every component are independent: diagonal, spherical, and one feature.
    /// Otherwise the share s of so many draws, with the standard error √(s′ (1 − s′)/n), s′ = (hits + 1)/(n + 2), which is not 0 where there is no hit (Laplace's rule of succession).
    /// </remarks>
    /// <param name="mixture">The mixture, of D features.</param>
    /// <param name="region">A region of D features.</param>
    /// <param name="draws">n, 1 or more.</param>
    /// <param name="seed">The same seed gives the same estimate.</param>
    /// <param name="cancellationToken">Looked at every few thousand draws.</param>
    /// <exception cref="ArgumentException">The dimensions differ, or there is no draw.</exception>
    public static Estimate ProbabilityInside(this GaussianMixture mixture, Region region, int draws = 100_000, int seed = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentNullException.ThrowIfNull(region);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        if (region.Dimension != mixture.Dimension)
            throw new ArgumentException($"The region has {region.Dimension} features, the mixture {mixture.Dimension}: they must agree.", nameof(region));
        if (region is Region.Box box && mixture.IsAxisAligned())
            return new Estimate(Inside(mixture, box), 0);

        long hits = 0;
        for (var first = 0; first < draws; first += Block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var samples = mixture.Sample(Math.Min(Block, draws - first), seed, first);
            for (var i = 0; i < samples.Count; i++)
                hits += region.Holds(samples.Features.Doubles.Slice(i * samples.Dimension, samples.Dimension)) ? 1 : 0;
        }

        var share = (hits + 1.0) / (draws + 2.0);
        return new Estimate((double)hits / draws, Math.Sqrt(share * (1 - share) / draws));
    }

    private static double Inside(GaussianMixture mixture, Region.Box box)
    {
        var (sum, total) = (0.0, 0.0);
        for (var k = 0; k < mixture.Components; k++)
        {
            var probability = mixture.Weights[k];
            total += probability;
            for (var j = 0; j < mixture.Dimension; j++)
            {
                var (mean, deviation) = (mixture.Means[k, j], Math.Sqrt(mixture.Variance(k, j)));
                probability *= StandardNormal.Between((box.Lower[j] - mean) / deviation, (box.Upper[j] - mean) / deviation);
            }

            sum += probability;
        }

        return Math.Min(1, sum / total);
    }
}

namespace StreamGmm;

/// <summary>The mixture that a fit starts from.</summary>
public static class InitialMixture
{
    /// <summary>Finds a start for K components of the given shape.</summary>
    /// <remarks>Where values are missing, centres are found on the complete rows if these are at least half of all and enough, else with the mean of its axis in place of each missing value; short runs of EM take the rows as they are.</remarks>
    /// <param name="samples">The samples to fit. Components that labels name start at their labelled samples.</param>
    /// <param name="components">K, 1 or more.</param>
    /// <param name="shape">The shape of the covariances.</param>
    /// <param name="seeding">How to find it; null for <see cref="Seeding.SmallEm"/>.</param>
    /// <param name="seed">The same seed gives the same start.</param>
    /// <param name="restart">Another restart draws other numbers.</param>
    /// <param name="threads">How many threads at most, 0 for all cores. The result is the same.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">There are fewer samples of positive weight than components, a label is no component, a feature is missing in every row, or the seeding does not suit the samples.</exception>
    public static GaussianMixture Create(
        Samples samples,
        int components,
        CovarianceShape shape = default,
        Seeding? seeding = null,
        int seed = 0,
        int restart = 0,
        int threads = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        samples.RequireAtLeast(components);
        samples.RequireLabelsBelow(components);
        samples.RequireEveryAxis();
        var problem = new SeedingProblem(samples, components, shape, new Draws(seed).Stream(restart), threads, cancellationToken);
        return (seeding ?? new Seeding.SmallEm()).Find(problem);
    }
}

namespace StreamGmm;

/// <summary>k-means clustering: greedy k-means++ (Arthur and Vassilvitskii, 2007) and Lloyd's algorithm (1957).</summary>
/// <remarks>Weights count; a labelled sample belongs to the centre of its label. The result is the same for any number of threads.</remarks>
public static class KMeans
{
    /// <summary>Enough for seeds and for a picture; it leaves out the last steps, which move next to nothing.</summary>
    private const double DefaultTolerance = 1e-4;

    /// <summary>Seeds by k-means++ and improves them by Lloyd's algorithm.</summary>
    /// <inheritdoc cref="Lloyd(Samples, RealMatrix, int, int, double, CancellationToken)"/>
    /// <exception cref="ArgumentException">There are fewer samples of positive weight than components.</exception>
    public static Clustering Fit(
        Samples samples, int components, int seed = 0, int maxIterations = 300, int threads = 0, double tolerance = DefaultTolerance, CancellationToken cancellationToken = default) =>
        Lloyd(samples, PlusPlus(samples, components, seed, threads, cancellationToken), maxIterations, threads, tolerance, cancellationToken);

    /// <summary>K of the samples, far from one another: each the best of 2 + ln K drawn by weight × squared distance to those before.</summary>
    /// <returns>K × D.</returns>
    /// <remarks>Takes memory for one number a sample; with many axes for as many more as there are drawn at a time, a quarter of the samples' own at most.</remarks>
    /// <exception cref="ArgumentException">There are fewer samples of positive weight than components.</exception>
    public static RealMatrix PlusPlus(Samples samples, int components, int seed = 0, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        samples.RequireAtLeast(components);
        samples.RequireLabelsBelow(components);
        samples.RequireComplete("k-means");
        using var seeds = new KMeansSeeds(new Metric(samples, [1]), components, new Draws(seed), threads, cancellationToken);
        return seeds.Choose();
    }

    /// <summary>Moves each centre to the mean of the samples nearest to it until nothing changes. A centre without samples stays.</summary>
    /// <param name="samples">What to cluster.</param>
    /// <param name="centers">Where to start, K × D.</param>
    /// <param name="maxIterations">The most iterations, 0 or more.</param>
    /// <param name="threads">How many threads at most, 0 for all cores. The result is the same.</param>
    /// <param name="tolerance">Ends earlier, when the squares of the moves of all centres add up to no more than this share of the variance of the samples, averaged over the axes; 0 does not.</param>
    /// <param name="cancellationToken">Looked at every few thousand samples.</param>
    /// <remarks>Takes memory for one number and a label a sample.</remarks>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static Clustering Lloyd(
        Samples samples, RealMatrix centers, int maxIterations = 300, int threads = 0, double tolerance = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(centers);
        RequireCenters(centers, samples);
        samples.RequireLabelsBelow(centers.Rows);
        samples.RequireComplete("k-means");
        ArgumentOutOfRangeException.ThrowIfNegative(maxIterations);
        if (tolerance is not (>= 0 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance is a finite number of 0 or more.");
        return Lloyd(new Metric(samples, [1]), centers, maxIterations, tolerance, threads, cancellationToken);
    }

    /// <summary>The same under a metric of its own.</summary>
    internal static Clustering Lloyd(Metric metric, RealMatrix centers, int maxIterations, double tolerance, int threads, CancellationToken cancellationToken)
    {
        using var partition = new Partition(metric, centers.Rows, threads, cancellationToken);
        var trace = new List<double>();
        var masses = RealVector.Create(centers.Rows, _ => { });
        var converged = false;
        double small = 0;
        while (!converged && trace.Count < maxIterations)
        {
            var step = partition.Assign(centers);
            if (trace.Count == 0 && tolerance > 0)
                small = tolerance * metric.MeanVariance(step);
            converged = step.Changes == 0 || step.SquaredMove <= small;
            trace.Add(step.Inertia);
            (centers, masses) = (step.Centers, step.Masses);
        }

        return new Clustering(centers, masses, RealVector.Create(trace.ToArray()), converged);
    }

    internal static void RequireCenters(RealMatrix centers, Samples samples)
    {
        if (centers.Columns != samples.Dimension || centers.Rows == 0)
            throw new ArgumentException($"The centres are {centers.Rows} × {centers.Columns}: at least one of the samples' {samples.Dimension} features is needed.", nameof(centers));
    }
}

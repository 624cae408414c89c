namespace StreamGmm;

/// <summary>k-means clustering: greedy k-means++ (Arthur and Vassilvitskii, 2007) and Lloyd's algorithm (1957).</summary>
/// <remarks>Weights count; a labelled sample belongs to the centre of its label. The result is the same for any number of threads.</remarks>
public static class KMeans
{
    /// <summary>Seeds by k-means++ and improves them by Lloyd's algorithm.</summary>
    /// <exception cref="ArgumentException">There are fewer samples of positive weight than components.</exception>
    public static Clustering Fit(Samples samples, int components, int seed = 0, int maxIterations = 300, int threads = 0, CancellationToken cancellationToken = default) =>
        Lloyd(samples, PlusPlus(samples, components, seed, threads, cancellationToken), maxIterations, threads, cancellationToken);

    /// <summary>K of the samples, far from one another: each the best of 2 + ln K drawn by weight × squared distance to those before.</summary>
    /// <returns>K × D.</returns>
    /// <remarks>Takes memory for one number a sample.</remarks>
    /// <exception cref="ArgumentException">There are fewer samples of positive weight than components.</exception>
    public static RealMatrix PlusPlus(Samples samples, int components, int seed = 0, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        samples.RequireAtLeast(components);
        samples.RequireLabelsBelow(components);
        return new KMeansSeeds(new Metric(samples, [1]), components, new Draws(seed), threads, cancellationToken).Choose();
    }

    /// <summary>Moves each centre to the mean of the samples nearest to it until nothing changes. A centre without samples stays.</summary>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static Clustering Lloyd(Samples samples, RealMatrix centers, int maxIterations = 300, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(centers);
        RequireCenters(centers, samples);
        samples.RequireLabelsBelow(centers.Rows);
        ArgumentOutOfRangeException.ThrowIfNegative(maxIterations);
        return Lloyd(new Metric(samples, [1]), centers, maxIterations, 0, threads, cancellationToken);
    }

    /// <summary>The same under a metric of its own, until the inertia falls by less than a share of itself.</summary>
    internal static Clustering Lloyd(Metric metric, RealMatrix centers, int maxIterations, double tolerance, int threads, CancellationToken cancellationToken)
    {
        var trace = new List<double>();
        var masses = RealVector.Create(centers.Rows, _ => { });
        var converged = false;
        while (!converged && trace.Count < maxIterations)
        {
            var step = metric.Assign(centers, threads, cancellationToken);
            converged = step.Centers.Equals(centers) || (trace.Count > 0 && trace[^1] - step.Inertia <= tolerance * step.Inertia && tolerance > 0);
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

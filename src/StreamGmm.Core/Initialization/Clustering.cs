namespace StreamGmm;

/// <summary>What k-means found: centres, and how far the samples are from them.</summary>
/// <remarks>Immutable, equal by value.</remarks>
public sealed record Clustering
{
    internal Clustering(RealMatrix centers, RealVector masses, RealVector trace, bool converged) =>
        (Centers, Masses, InertiaTrace, Converged) = (centers, masses, trace, converged);

    /// <summary>The centres, K × D.</summary>
    public RealMatrix Centers { get; }

    /// <summary>The weight of the samples nearest to each centre that entered the last iteration, K values.</summary>
    public RealVector Masses { get; }

    /// <summary>The inertia of the centres that entered each iteration; the last is <see cref="Inertia"/>.</summary>
    public RealVector InertiaTrace { get; }

    /// <summary>True where the last iteration changed nothing (or less than was asked for).</summary>
    public bool Converged { get; }

    /// <summary>The number of iterations done.</summary>
    public int Iterations => InertiaTrace.Length;

    /// <summary>Σ weight × squared distance to the nearest centre (of labelled samples, to their own), for the centres that entered the last iteration; NaN where there was none.</summary>
    /// <remarks>Of a converged clustering these are <see cref="Centers"/>; one that stopped at its limit is better than this.</remarks>
    public double Inertia => InertiaTrace.Length > 0 ? InertiaTrace[^1] : double.NaN;

    /// <summary>The nearest centre of each sample, n indices; the first of equals. Labels and weights play no part.</summary>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public int[] Assign(Samples samples, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        KMeans.RequireCenters(Centers, samples);
        samples.RequireComplete("k-means");
        using var partition = new Partition(new Metric(samples.WithoutLabels().WithoutWeights(), [1]), Centers.Rows, threads, cancellationToken);
        partition.Assign(Centers);
        return partition.Labels;
    }
}

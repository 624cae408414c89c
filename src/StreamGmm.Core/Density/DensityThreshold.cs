namespace StreamGmm;

/// <summary>How improbable a sample must be under a mixture to count as an outlier; equal by value.</summary>
public sealed record DensityThreshold
{
    /// <summary>Outliers are samples whose log density is below the one given, and those whose density is 0 even in logarithms.</summary>
    /// <exception cref="ArgumentException">The log density is not a number.</exception>
    public DensityThreshold(GaussianMixture mixture, double logDensity)
    {
        Mixture = mixture ?? throw new ArgumentNullException(nameof(mixture));
        LogDensity = !double.IsNaN(logDensity) ? logDensity : throw new ArgumentException("The threshold is not a number: give a log density in nats.", nameof(logDensity));
    }

    /// <summary>What samples are judged by.</summary>
    public GaussianMixture Mixture { get; }

    /// <summary>The threshold, in nats.</summary>
    public double LogDensity { get; }

    /// <summary>The threshold that the given share of the samples lies below.</summary>
    /// <remarks>
    /// The quantile of their log densities, linear between two neighbours (type 7 of Hyndman and Fan, 1996). Weights count copies: a sample of weight 3 counts thrice, one of weight 0 not at all.
    /// </remarks>
    /// <param name="mixture">What samples are judged by, often fitted to these very samples.</param>
    /// <param name="samples">Samples as they usually are, at least one of positive weight.</param>
    /// <param name="quantile">q, from 0 to 1: 0.04 for the most improbable 4 %.</param>
    /// <param name="threads">How many threads at most, 0 for all cores.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">The dimensions differ, there is no sample, or the quantile is outside its range.</exception>
    public static DensityThreshold FromQuantile(GaussianMixture mixture, Samples samples, double quantile, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (quantile is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(quantile), quantile, "A quantile lies from 0 to 1.");
        if (samples.WeightedCount == 0)
            throw new ArgumentException("There is no sample of positive weight: a quantile needs at least one.", nameof(samples));
        var densities = mixture.LogDensity(samples, threads, cancellationToken);
        var ordered = Enumerable.Range(0, samples.Count)
            .Select(i => (LogDensity: densities[i], Weight: samples.Weights is { } weights ? weights.Span[i] : 1))
            .Where(row => row.Weight > 0)
            .OrderBy(row => row.LogDensity)
            .ToArray();
        return new DensityThreshold(mixture, Quantile(ordered, quantile, samples.TotalWeight));
    }

    /// <summary>Whether a point is an outlier.</summary>
    /// <exception cref="ArgumentException">The point has another dimension, or a value is not finite or too large.</exception>
    public bool IsOutlier(ReadOnlySpan<double> point) => IsBelow(Mixture.LogDensity(point));

    /// <inheritdoc cref="IsOutlier(ReadOnlySpan{double})"/>
    public bool IsOutlier(double[] point) => IsOutlier(point.AsSpan());

    /// <summary>The rows that are outliers, ascending, numbered from 0.</summary>
    /// <param name="samples">Samples of the mixture's dimension; weights and labels play no part.</param>
    /// <param name="threads">How many threads at most, 0 for all cores.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public int[] Outliers(Samples samples, int threads = 0, CancellationToken cancellationToken = default)
    {
        var densities = Mixture.LogDensity(samples, threads, cancellationToken);
        return [.. Enumerable.Range(0, densities.Length).Where(i => IsBelow(densities[i]))];
    }

    private bool IsBelow(double logDensity) => logDensity < LogDensity || logDensity == double.NegativeInfinity;

    /// <summary>The value at place (W − 1) q of the copies in order, linear between two places.</summary>
    private static double Quantile((double Value, double Weight)[] ordered, double quantile, double total)
    {
        var place = Math.Max(0, total - 1) * quantile;
        var (below, above) = (At(ordered, Math.Floor(place)), At(ordered, Math.Floor(place) + 1));

        // What lies at −∞ is an outlier whatever the threshold is.
        return place == Math.Floor(place) ? below
            : below == double.NegativeInfinity ? above
            : below + ((place - Math.Floor(place)) * (above - below));
    }

    private static double At((double Value, double Weight)[] ordered, double place)
    {
        var before = 0.0;
        foreach (var (value, weight) in ordered)
        {
            before += weight;
            if (before > place)
                return value;
        }

        return ordered[^1].Value;
    }
}

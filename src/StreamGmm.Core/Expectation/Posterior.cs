namespace StreamGmm;

/// <summary>What a mixture says of samples: log density, responsibilities, most likely component. Weights and labels of the samples play no part.</summary>
/// <remarks>A sample with missing values is seen by the others alone: the marginal density of those, and 1 where there is none.</remarks>
public static class Posterior
{
    /// <summary>ln p(x) of one point, in nats; −∞ where it underflows even in logarithms.</summary>
    /// <exception cref="ArgumentException">The point has another dimension, or a value is not finite or too large.</exception>
    public static double LogDensity(this GaussianMixture mixture, ReadOnlySpan<double> point) => Evaluate(mixture, point).LogDensity[0];

    /// <summary>ln p(x) of each sample, n values in nats.</summary>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static RealVector LogDensity(this GaussianMixture mixture, Samples samples, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return RealVector.Create(samples.Count, values => mixture.LogDensity(samples, values, threads, cancellationToken));
    }

    /// <summary>Writes ln p(x) of each sample to <paramref name="destination"/>, n values.</summary>
    /// <exception cref="ArgumentException">The dimensions differ, or the destination has not the length n.</exception>
    public static unsafe void LogDensity(this GaussianMixture mixture, Samples samples, Span<double> destination, int threads = 0, CancellationToken cancellationToken = default)
    {
        Require(mixture, samples, destination.Length, 1);
        fixed (double* start = destination)
            ScoringPass.Run(mixture, samples, threads, static (tile, to, first, rows) => tile.LogDensity[..rows].CopyTo(new Span<double>((double*)to + first, rows)), (nint)start, cancellationToken);
    }

    /// <summary>The probability of each component for one point, K values that sum to 1.</summary>
    /// <exception cref="ArgumentException">The point has another dimension, or a value is not finite or too large.</exception>
    public static RealVector Responsibilities(this GaussianMixture mixture, ReadOnlySpan<double> point)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        var row = new double[mixture.Components];
        mixture.Responsibilities(point, row);
        return RealVector.Create(row);
    }

    /// <summary>Writes the probability of each component for one point to <paramref name="destination"/>, K values.</summary>
    /// <exception cref="ArgumentException">The point has another dimension, a value is not finite or too large, or the destination has not the length K.</exception>
    public static void Responsibilities(this GaussianMixture mixture, ReadOnlySpan<double> point, Span<double> destination)
    {
        var tile = Evaluate(mixture, point);
        RequireLength(destination.Length, mixture.Components);
        for (var k = 0; k < destination.Length; k++)
            destination[k] = tile.Responsibilities(k)[0];
    }

    /// <summary>The probability of each component for each sample, n × K; rows sum to 1.</summary>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static RealMatrix Responsibilities(this GaussianMixture mixture, Samples samples, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentNullException.ThrowIfNull(samples);
        return RealMatrix.Create(samples.Count, mixture.Components, values => mixture.Responsibilities(samples, values, threads, cancellationToken));
    }

    /// <summary>Writes the probability of each component for each sample to <paramref name="destination"/>, n × K, row after row.</summary>
    /// <exception cref="ArgumentException">The dimensions differ, or the destination has not the length n × K.</exception>
    public static unsafe void Responsibilities(this GaussianMixture mixture, Samples samples, Span<double> destination, int threads = 0, CancellationToken cancellationToken = default)
    {
        Require(mixture, samples, destination.Length, mixture?.Components ?? 0);
        fixed (double* start = destination)
            ScoringPass.Run(mixture!, samples, threads, static (tile, to, first, rows) => WriteRows(tile, (double*)to + ((long)first * tile.Components), rows), (nint)start, cancellationToken);
    }

    /// <summary>The most likely component of one point; the first of equals.</summary>
    /// <exception cref="ArgumentException">The point has another dimension, or a value is not finite or too large.</exception>
    public static int Assign(this GaussianMixture mixture, ReadOnlySpan<double> point) => MostLikely(Evaluate(mixture, point), 0);

    /// <summary>The most likely component of each sample, n indices; the first of equals.</summary>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static int[] Assign(this GaussianMixture mixture, Samples samples, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var labels = new int[samples.Count];
        mixture.Assign(samples, labels, threads, cancellationToken);
        return labels;
    }

    /// <summary>Writes the most likely component of each sample to <paramref name="destination"/>, n indices.</summary>
    /// <exception cref="ArgumentException">The dimensions differ, or the destination has not the length n.</exception>
    public static unsafe void Assign(this GaussianMixture mixture, Samples samples, Span<int> destination, int threads = 0, CancellationToken cancellationToken = default)
    {
        Require(mixture, samples, destination.Length, 1);
        fixed (int* start = destination)
            ScoringPass.Run(mixture, samples, threads, static (tile, to, first, rows) => WriteMostLikely(tile, new Span<int>((int*)to + first, rows)), (nint)start, cancellationToken);
    }

    /// <summary>The most likely component of one point, its probability, and ln p(x), evaluated once.</summary>
    internal static (int Component, double Probability, double LogDensity) Describe(this GaussianMixture mixture, ReadOnlySpan<double> point)
    {
        var tile = Evaluate(mixture, point);
        var component = MostLikely(tile, 0);
        return (component, tile.Responsibilities(component)[0], tile.LogDensity[0]);
    }

    private static int MostLikely(TileExpectation<double> tile, int row)
    {
        var best = 0;
        for (var k = 1; k < tile.Components; k++)
        {
            if (tile.Responsibilities(k)[row] > tile.Responsibilities(best)[row])
                best = k;
        }

        return best;
    }

    private static unsafe void WriteRows(TileExpectation<double> tile, double* destination, int rows) =>
        ResponsibilityRows.Write(tile.AllResponsibilities, tile.Tile.Stride, rows, new Span<double>(destination, rows * tile.Components));

    private static void WriteMostLikely(TileExpectation<double> tile, Span<int> labels)
    {
        for (var i = 0; i < labels.Length; i++)
            labels[i] = MostLikely(tile, i);
    }

    private static TileExpectation<double> Evaluate(GaussianMixture mixture, ReadOnlySpan<double> point)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        EStep.RequireDimension(mixture, point.Length);
        var samples = KeptExpectation.Point(point);
        var expectation = KeptExpectation.For(mixture, 1);
        expectation.Evaluate(mixture, samples, 0, 1, KeptExpectation.Zero(mixture.Dimension), withLabels: false);
        return expectation;
    }

    private static void Require(GaussianMixture? mixture, Samples samples, int length, int width)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentNullException.ThrowIfNull(samples);
        EStep.RequireDimension(mixture, samples.Dimension);
        RequireLength(length, (long)samples.Count * width);
    }

    private static void RequireLength(long actual, long expected)
    {
        if (actual != expected)
            throw new ArgumentException($"The destination holds {actual} values: {expected} are written.");
    }
}

namespace StreamGmm;

/// <summary>What a mixture says of samples: log density, responsibilities, most likely component. Weights and labels of the samples play no part.</summary>
public static class Posterior
{
    [ThreadStatic]
    private static TileExpectation<double>? onePoint;

    private delegate void Write(TileExpectation<double> tile, int start, int rows);

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
        {
            var to = start;
            ForEachTile(mixture, samples, threads, (tile, first, rows) => tile.LogDensity[..rows].CopyTo(new Span<double>(to + first, rows)), cancellationToken);
        }
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
        {
            var to = start;
            ForEachTile(
                mixture!,
                samples,
                threads,
                (tile, first, rows) =>
                {
                    var width = tile.Components;
                    var block = new Span<double>(to + ((long)first * width), rows * width);
                    for (var k = 0; k < width; k++)
                    {
                        var column = tile.Responsibilities(k);
                        for (var i = 0; i < rows; i++)
                            block[(i * width) + k] = column[i];
                    }
                },
                cancellationToken);
        }
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
        {
            var to = start;
            ForEachTile(
                mixture,
                samples,
                threads,
                (tile, first, rows) =>
                {
                    for (var i = 0; i < rows; i++)
                        to[first + i] = MostLikely(tile, i);
                },
                cancellationToken);
        }
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

    private static TileExpectation<double> Evaluate(GaussianMixture mixture, ReadOnlySpan<double> point)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        EStep.RequireDimension(mixture, point.Length);
        if (onePoint is not { } tile || tile.Components != mixture.Components || tile.Tile.Dimension != mixture.Dimension)
        {
            onePoint?.Dispose();
            onePoint = null;
            onePoint = tile = new TileExpectation<double>(mixture.Dimension, mixture.Components, 1);
        }

        tile.Evaluate(mixture, Samples.From(point.ToArray(), point.Length), 0, 1, Zero(mixture), withLabels: false);
        return tile;
    }

    /// <summary>No origin: x − μ is then rounded once, however far apart the components are.</summary>
    private static double[] Zero(GaussianMixture mixture) => new double[mixture.Dimension];

    private static void ForEachTile(GaussianMixture mixture, Samples samples, int threads, Write write, CancellationToken cancellationToken)
    {
        if (samples.Count == 0)
            return;
        var plain = samples.WithoutWeights();
        var origin = Zero(mixture);
        var tiling = new Tiling(samples.Count, mixture.Dimension, mixture.Components);
        var next = -1;
        FixedTree.ForEachThread(Math.Min(EStep.Threads(threads, samples.Count, mixture), tiling.Leaves), () =>
        {
            using var worker = new TileExpectation<double>(mixture.Dimension, mixture.Components, Math.Min(tiling.TileRows, samples.Count));
            for (int leaf; (leaf = Interlocked.Increment(ref next)) < tiling.Leaves;)
            {
                foreach (var (start, rows) in tiling.Tiles(leaf))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    worker.Evaluate(mixture, plain, start, rows, origin, withLabels: false);
                    write(worker, start, rows);
                }
            }
        });
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

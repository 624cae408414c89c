namespace StreamGmm;

/// <summary>Assignments of samples to components other than to the most likely one.</summary>
public static class Assignments
{
    private const int Block = 4096;

    /// <summary>Before all positions that samples are drawn at, so that both are independent under one seed.</summary>
    private const long Position = -1;

    /// <summary>A component for each sample, n indices, drawn with the probabilities that the sample came from each.</summary>
    /// <param name="mixture">The mixture.</param>
    /// <param name="samples">n samples; weights and labels play no part.</param>
    /// <param name="seed">The same seed gives the same draws.</param>
    /// <param name="first">The number of the first draw: so many samples can be drawn for block by block.</param>
    /// <param name="threads">How many threads at most, 0 for all cores.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static int[] DrawAssignments(this GaussianMixture mixture, Samples samples, int seed = 0, long first = 0, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        var drawn = new int[samples?.Count ?? 0];
        ForEachRow(mixture, samples!, threads, (i, row) => drawn[i] = Draw(row, seed, first + i), cancellationToken);
        return drawn;
    }

    /// <summary>A component for one point, drawn with the probabilities that it came from each.</summary>
    /// <param name="mixture">The mixture.</param>
    /// <param name="point">D values.</param>
    /// <param name="seed">The same seed and number give the same draw.</param>
    /// <param name="number">The number of the draw, 0 or more.</param>
    /// <exception cref="ArgumentException">The point has another dimension, or a value is not finite or too large.</exception>
    public static int DrawAssignment(this GaussianMixture mixture, ReadOnlySpan<double> point, int seed = 0, long number = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return Draw(mixture.Responsibilities(point).AsSpan(), seed, number);
    }

    /// <inheritdoc cref="DrawAssignment(GaussianMixture, ReadOnlySpan{double}, int, long)"/>
    public static int DrawAssignment(this GaussianMixture mixture, double[] point, int seed = 0, long number = 0) =>
        mixture.DrawAssignment(point.AsSpan(), seed, number);

    /// <summary>The m most likely components of each sample, the most likely first and of equals the first: n lists of m.</summary>
    /// <param name="mixture">The mixture, of K components.</param>
    /// <param name="samples">n samples; weights and labels play no part.</param>
    /// <param name="count">m, from 1 to K.</param>
    /// <param name="threads">How many threads at most, 0 for all cores.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">The dimensions differ, or m is outside its range.</exception>
    public static IReadOnlyList<IReadOnlyList<ComponentProbability>> TopComponents(
        this GaussianMixture mixture, Samples samples, int count, int threads = 0, CancellationToken cancellationToken = default)
    {
        RequireCount(mixture, count);
        var top = new IReadOnlyList<ComponentProbability>[samples?.Count ?? 0];
        ForEachRow(mixture, samples!, threads, (i, row) => top[i] = Top(row, count), cancellationToken);
        return top;
    }

    /// <summary>The m most likely components of one point, the most likely first and of equals the first.</summary>
    /// <param name="mixture">The mixture, of K components.</param>
    /// <param name="point">D values.</param>
    /// <param name="count">m, from 1 to K.</param>
    /// <exception cref="ArgumentException">The point has another dimension, a value is not finite or too large, or m is outside its range.</exception>
    public static IReadOnlyList<ComponentProbability> TopComponents(this GaussianMixture mixture, ReadOnlySpan<double> point, int count)
    {
        RequireCount(mixture, count);
        return Top(mixture.Responsibilities(point).AsSpan(), count);
    }

    private static void RequireCount(GaussianMixture mixture, int count)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        if (count < 1 || count > mixture.Components)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"Of {mixture.Components} components, from 1 to {mixture.Components} can be told.");
    }

    private static ComponentProbability[] Top(ReadOnlySpan<double> row, int count)
    {
        var all = new ComponentProbability[row.Length];
        for (var k = 0; k < all.Length; k++)
            all[k] = new ComponentProbability(k, row[k]);
        return [.. all.OrderByDescending(one => one.Probability).Take(count)];
    }

    private static int Draw(ReadOnlySpan<double> row, int seed, long number) => Pick(row, new Draws(seed).Stream(number).Uniform(Position));

    /// <summary>The component that a number in [0, 1) falls to, each taking its probability of it.</summary>
    internal static int Pick(ReadOnlySpan<double> row, double share)
    {
        var last = 0;
        for (var k = 0; k < row.Length; k++)
        {
            if (row[k] == 0)
                continue;
            last = k;
            if (share < row[k])
                return k;
            share -= row[k];
        }

        return last;
    }

    private static void ForEachRow(GaussianMixture mixture, Samples samples, int threads, Action<int, ReadOnlySpan<double>> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentNullException.ThrowIfNull(samples);
        EStep.RequireDimension(mixture, samples.Dimension);
        for (var start = 0; start < samples.Count; start += Block)
        {
            var rows = mixture.Responsibilities(samples.Slice(start, Math.Min(Block, samples.Count - start)), threads, cancellationToken);
            for (var i = 0; i < rows.Rows; i++)
                read(start + i, rows.Row(i));
        }
    }
}

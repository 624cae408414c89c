using System.Runtime.CompilerServices;

namespace StreamGmm;

/// <summary>Samples seen through a Euclidean metric with a scale for each axis.</summary>
internal sealed class Metric
{
    private readonly double[] ones;

    /// <param name="samples">The samples.</param>
    /// <param name="scales">What each axis is multiplied by before distances are taken; one number for all axes, or D.</param>
    public Metric(Samples samples, double[] scales)
    {
        Samples = samples;
        Scales = scales.Length == samples.Dimension ? scales : [.. Enumerable.Repeat(scales[0], samples.Dimension)];
        Origin = samples.Origin();
        // No tile is twice the largest: rows are shared out evenly.
        ones = samples.Weights is null ? new double[Math.Min(samples.Count, 2 * Tiling.LargestTile)] : [];
        Array.Fill(ones, 1);
    }

    public Samples Samples { get; }

    /// <summary>The point that tiles are relative to.</summary>
    public RealVector Origin { get; }

    /// <summary>D numbers.</summary>
    public double[] Scales { get; }

    /// <summary>The weights of the rows of a tile.</summary>
    public ReadOnlySpan<double> Weights(int start, int rows) => Samples.Weights is { } weights ? weights.Span.Slice(start, rows) : ones.AsSpan(0, rows);

    /// <summary>‖s (a − b)‖².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double square = 0;
        for (var j = 0; j < a.Length; j++)
        {
            var z = (a[j] - b[j]) * Scales[j];
            square += z * z;
        }

        return square;
    }

    /// <summary>The variance of all samples along the scaled axes, their average, when they are parted so.</summary>
    public double MeanVariance(PartitionStep step)
    {
        var mass = step.Masses.Sum();
        var middle = new double[Samples.Dimension];
        for (var k = 0; k < step.Centers.Rows; k++)
        {
            for (var j = 0; j < middle.Length; j++)
                middle[j] += step.Masses[k] / mass * (step.Centers[k, j] - Origin[j]);
        }

        for (var j = 0; j < middle.Length; j++)
            middle[j] += Origin[j];
        var scatter = step.InertiaAfter;
        for (var k = 0; k < step.Centers.Rows; k++)
            scatter += step.Masses[k] * SquaredDistance(step.Centers.Row(k), middle);
        return mass > 0 ? scatter / (mass * middle.Length) : 0;
    }
}

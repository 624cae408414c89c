using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>What one look at all samples tells: the rows to draw, the limits of every axis, the number of complete rows and their weight.</summary>
internal sealed record SampleSurvey
{
    private SampleSurvey(CompleteRows rows, double[] lowest, double[] highest) => (Rows, Lowest, Highest) = (rows, lowest, highest);

    public CompleteRows Rows { get; }

    /// <summary>The smallest value of each of the D axes.</summary>
    public double[] Lowest { get; }

    /// <summary>The largest value of each of the D axes.</summary>
    public double[] Highest { get; }

    /// <summary>The numbers of the rows drawn, ascending.</summary>
    public required int[] Drawn { get; init; }

    /// <summary>The number of rows of positive weight without a missing value.</summary>
    public required int Complete { get; init; }

    /// <summary>The number of rows of positive weight that miss a value.</summary>
    public required int Incomplete { get; init; }

    /// <summary>The weight of the complete rows.</summary>
    public required double Weight { get; init; }

    /// <summary>The survey of samples; null where no row is complete and has weight.</summary>
    public static SampleSurvey? Of(Samples samples, int seed, int most)
    {
        var (rows, draw, row) = (new CompleteRows(samples), new RowThinning(seed, most), new double[samples.Dimension]);
        var (lowest, highest) = (new double[samples.Dimension], new double[samples.Dimension]);
        Array.Fill(lowest, double.PositiveInfinity);
        Array.Fill(highest, double.NegativeInfinity);
        var (complete, incomplete, total) = (0, 0, 0.0);
        for (var i = 0; i < samples.Count; i++)
        {
            if (!rows.TryRead(i, row, out var weight))
            {
                incomplete += weight > 0 ? 1 : 0;
                continue;
            }

            complete++;
            total += weight;
            draw.Offer(i);
            TensorPrimitives.Min(lowest, row, lowest);
            TensorPrimitives.Max(highest, row, highest);
        }

        return complete == 0 ? null : new SampleSurvey(rows, lowest, highest) { Drawn = draw.Rows(), Complete = complete, Incomplete = incomplete, Weight = total };
    }
}

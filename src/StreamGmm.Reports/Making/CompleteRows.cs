using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>The rows of positive weight without a missing value: those that can be drawn and counted.</summary>
internal sealed class CompleteRows(Samples samples)
{
    /// <summary>Rows that are copied at once where statistics are made of them.</summary>
    private const int Block = 8192;

    private readonly bool hasMissing = samples.HasMissing;

    public Samples Samples => samples;

    /// <summary>Copies a row of D values; false where it has no weight or a value is missing.</summary>
    public bool TryRead(int index, Span<double> row, out double weight)
    {
        weight = samples.Weights is { } weights ? weights.Span[index] : 1;
        if (!(weight > 0))
            return false;
        samples.CopyRow(index, row);
        return !hasMissing || !double.IsNaN(TensorPrimitives.Sum<double>(row));
    }

    /// <summary>All rows in blocks, each row made another by <paramref name="change"/>, which reads D values and writes <paramref name="width"/>; weights by <paramref name="reweigh"/>.</summary>
    public IEnumerable<Samples> Blocks(int width, Func<double, double> reweigh, RowChange change)
    {
        for (var start = 0; start < samples.Count; start += Block)
        {
            if (ReadBlock(start, Math.Min(samples.Count - start, Block), width, reweigh, change) is { } block)
                yield return block;
        }
    }

    private Samples? ReadBlock(int start, int rows, int width, Func<double, double> reweigh, RowChange change)
    {
        var (values, weights, row, count) = (new double[rows * width], new double[rows], new double[samples.Dimension], 0);
        for (var i = start; i < start + rows; i++)
        {
            if (!TryRead(i, row, out var weight))
                continue;
            change(row, values.AsSpan(count * width, width));
            weights[count++] = reweigh(weight);
        }

        return count == 0 ? null : Samples.From(values.AsMemory(0, count * width), width).WithWeights(weights.AsMemory(0, count));
    }
}

/// <summary>Makes one row of another.</summary>
internal delegate void RowChange(ReadOnlySpan<double> row, Span<double> changed);

namespace StreamGmm;

/// <summary>A block of samples turned column-major, relative to an origin: the values of an axis stand side by side.</summary>
/// <remarks>Padded to a multiple of 8 with rows of weight 0. Rows of weight 0 lie on the origin, whatever their values are.</remarks>
internal sealed class Tile : IDisposable
{
    private readonly AlignedBuffer values;
    private readonly AlignedBuffer weights;

    public Tile(int dimension, int rows)
    {
        Dimension = dimension;
        // Not a power of two, so that the rows do not all fall in one set of the cache.
        Stride = rows + 8;
        values = new AlignedBuffer(dimension * Stride);
        weights = new AlignedBuffer(Stride);
    }

    public int Dimension { get; }

    /// <summary>The distance from an axis to the next.</summary>
    public int Stride { get; }

    /// <summary>The rows loaded.</summary>
    public int Rows { get; private set; }

    /// <summary>The rows loaded and the padding: a multiple of 8.</summary>
    public int Count => (Rows + 7) & ~7;

    /// <summary>x − origin, D × stride.</summary>
    public ReadOnlySpan<double> Values => values.Span;

    /// <summary>v: the weight of each row, 0 for the padding.</summary>
    public ReadOnlySpan<double> Weights => weights.Span[..Count];

    /// <summary>The label of each row, or none at all.</summary>
    public ReadOnlyMemory<int>? Labels { get; private set; }

    public void Load(Samples samples, int start, int rows, ReadOnlySpan<double> origin)
    {
        Rows = rows;
        Labels = samples.Labels?.Slice(start, rows);
        Transpose(samples.Values.Slice(start * Dimension, rows * Dimension), rows, origin);
        var v = weights.Span[..Count];
        v[rows..].Clear();
        if (samples.Weights is not { } given)
        {
            v[..rows].Fill(1);
            return;
        }

        given.Span.Slice(start, rows).CopyTo(v);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; v[i] == 0 && j < Dimension; j++)
                values.Span[(j * Stride) + i] = 0;
        }
    }

    public void Dispose()
    {
        values.Dispose();
        weights.Dispose();
    }

    private void Transpose(ReadOnlySpan<double> source, int rows, ReadOnlySpan<double> origin)
    {
        for (var j = 0; j < Dimension; j++)
        {
            var axis = values.Span.Slice(j * Stride, Count);
            var o = origin[j];
            for (int i = 0, from = j; i < rows; i++, from += Dimension)
                axis[i] = source[from] - o;
            axis[rows..].Clear();
        }
    }
}

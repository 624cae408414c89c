using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

    /// <summary>The most rows it takes.</summary>
    public int MostRows => Stride - 8;

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

    /// <summary>Eight rows at a time: eight lines of the source, and one line of each axis.</summary>
    private void Transpose(ReadOnlySpan<double> source, int rows, ReadOnlySpan<double> origin)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(values.Span);
        nint d = Dimension;
        nint i = 0;
        for (; i + 8 <= rows; i += 8)
        {
            for (nint j = 0; j < d; j++)
            {
                var o = origin[(int)j];
                ref var x = ref Unsafe.Add(ref from, (i * d) + j);
                ref var y = ref Unsafe.Add(ref to, (j * Stride) + i);
                y = x - o;
                Unsafe.Add(ref y, 1) = Unsafe.Add(ref x, d) - o;
                Unsafe.Add(ref y, 2) = Unsafe.Add(ref x, 2 * d) - o;
                Unsafe.Add(ref y, 3) = Unsafe.Add(ref x, 3 * d) - o;
                Unsafe.Add(ref y, 4) = Unsafe.Add(ref x, 4 * d) - o;
                Unsafe.Add(ref y, 5) = Unsafe.Add(ref x, 5 * d) - o;
                Unsafe.Add(ref y, 6) = Unsafe.Add(ref x, 6 * d) - o;
                Unsafe.Add(ref y, 7) = Unsafe.Add(ref x, 7 * d) - o;
            }
        }

        for (; i < Count; i++)
        {
            for (nint j = 0; j < d; j++)
                Unsafe.Add(ref to, (j * Stride) + i) = i < rows ? Unsafe.Add(ref from, (i * d) + j) - origin[(int)j] : 0;
        }
    }
}

using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace StreamGmm;

/// <summary>A block of samples turned column-major, relative to an origin: the values of an axis stand side by side.</summary>
/// <remarks>Padded to whole registers with rows of weight 0. Rows of weight 0 lie on the origin, whatever their values are; rows with a missing value have weight 0.</remarks>
internal sealed class Tile<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rows of the widest register: 64 bytes.</summary>
    private static readonly int Register = 64 / Unsafe.SizeOf<T>();

    private readonly AlignedBuffer<T> values;
    private readonly AlignedBuffer<T> weights;
    private readonly T[] shift;

    public Tile(int dimension, int rows)
    {
        Dimension = dimension;
        // Not a power of two, so that the rows do not all fall in one set of the cache.
        Stride = rows + Register;
        values = new AlignedBuffer<T>(dimension * Stride);
        weights = new AlignedBuffer<T>(Stride);
        shift = new T[Math.Max(dimension, Transposition.Size)];
    }

    public int Dimension { get; }

    /// <summary>The most rows it takes.</summary>
    public int MostRows => Stride - Register;

    /// <summary>The distance from an axis to the next.</summary>
    public int Stride { get; }

    /// <summary>The rows loaded.</summary>
    public int Rows { get; private set; }

    /// <summary>The rows loaded and the padding: a multiple of 8 doubles or 16 floats.</summary>
    public int Count => (Rows + Register - 1) & ~(Register - 1);

    /// <summary>x − origin, D × stride.</summary>
    public ReadOnlySpan<T> Values => values.Span;

    /// <summary>v: the weight of each row, 0 for the padding and for incomplete rows.</summary>
    public ReadOnlySpan<T> Weights => weights.Span[..Count];

    /// <summary>The label of each row, or none at all.</summary>
    public ReadOnlyMemory<int>? Labels { get; private set; }

    /// <summary>The address of the rows after those loaded, for asking the memory for them; 0 where there are none.</summary>
    public nint NextRows { get; private set; }

    public void Load(Samples samples, int start, int rows, ReadOnlySpan<double> origin)
    {
        Rows = rows;
        Labels = samples.Labels?.Slice(start, rows);
        var features = samples.Features.Slice(start * Dimension, rows * Dimension);
        TensorPrimitives.ConvertTruncating(origin, shift);
        if (features.AreFloats)
            Transpose(features.Floats, rows);
        else
            Transpose(features.Doubles, rows);
        NextRows = start + rows == samples.Count ? 0 : features.AreFloats ? End(features.Floats) : End(features.Doubles);
        var v = weights.Span[..Count];
        v[rows..].Clear();
        if (samples.Weights is { } given)
            TensorPrimitives.ConvertTruncating(given.Span.Slice(start, rows), v);
        else
            v[..rows].Fill(T.One);
        if (samples.Patterns is { } patterns)
        {
            for (var i = 0; i < rows; i++)
                v[i] = patterns.OfRow(start + i) == MissingPatterns.Complete ? v[i] : T.Zero;
        }
        else if (samples.Weights is null)
        {
            return;
        }

        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; v[i] == T.Zero && j < Dimension; j++)
                values.Span[(j * Stride) + i] = T.Zero;
        }
    }

    public void Dispose()
    {
        values.Dispose();
        weights.Dispose();
    }

    /// <summary>Eight rows at a time: eight lines of the source, and one line of each axis.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transpose<TFrom>(ReadOnlySpan<TFrom> source, int rows)
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(values.Span);
        nint d = Dimension;
        var i = typeof(TFrom) == typeof(T) && Transposition.Supports<T>() && d > 1 ? TransposeBlocks(MemoryMarshal.Cast<TFrom, T>(source), rows) : 0;
        for (; i + 8 <= rows; i += 8)
        {
            for (nint j = 0; j < d; j++)
            {
                var o = shift[j];
                ref var x = ref Unsafe.Add(ref from, (i * d) + j);
                ref var y = ref Unsafe.Add(ref to, (j * Stride) + i);
                y = T.CreateTruncating(x) - o;
                Unsafe.Add(ref y, 1) = T.CreateTruncating(Unsafe.Add(ref x, d)) - o;
                Unsafe.Add(ref y, 2) = T.CreateTruncating(Unsafe.Add(ref x, 2 * d)) - o;
                Unsafe.Add(ref y, 3) = T.CreateTruncating(Unsafe.Add(ref x, 3 * d)) - o;
                Unsafe.Add(ref y, 4) = T.CreateTruncating(Unsafe.Add(ref x, 4 * d)) - o;
                Unsafe.Add(ref y, 5) = T.CreateTruncating(Unsafe.Add(ref x, 5 * d)) - o;
                Unsafe.Add(ref y, 6) = T.CreateTruncating(Unsafe.Add(ref x, 6 * d)) - o;
                Unsafe.Add(ref y, 7) = T.CreateTruncating(Unsafe.Add(ref x, 7 * d)) - o;
            }
        }

        for (; i < Count; i++)
        {
            for (nint j = 0; j < d; j++)
                Unsafe.Add(ref to, (j * Stride) + i) = i < rows ? T.CreateTruncating(Unsafe.Add(ref from, (i * d) + j)) - shift[j] : T.Zero;
        }
    }

    /// <summary>The rows that whole blocks of eight cover; gives their number. The last block of a row reaches back where D is no multiple of 8, and on into the next row where D is less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private nint TransposeBlocks(ReadOnlySpan<T> source, int rows)
    {
        const int size = Transposition.Size;
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(values.Span);
        ref var origin = ref MemoryMarshal.GetArrayDataReference(shift);
        nint d = Dimension;
        nint i = 0;
        if (d < size)
        {
            for (; i + size <= rows && ((i + size - 1) * d) + size <= source.Length; i += size)
            {
                PrefetchNext(ref from, (i * d) + source.Length, size * d);
                Transposition.Turn(ref Unsafe.Add(ref from, i * d), d, ref origin, ref Unsafe.Add(ref to, i), Stride, d);
            }

            return i;
        }

        for (; i + size <= rows; i += size)
        {
            for (nint j = 0; ; j = Math.Min(j + size, d - size))
            {
                Transposition.Turn(ref Unsafe.Add(ref from, (i * d) + j), d, ref Unsafe.Add(ref origin, j), ref Unsafe.Add(ref to, (j * Stride) + i), Stride, size);
                if (j + size == d)
                    break;
            }
        }

        return i;
    }

    /// <summary>Asks for the rows of the next tile while this one is used. Longer rows make tiles of many pages, which the machine's own prefetching finds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void PrefetchNext(ref T from, nint offset, nint length)
    {
        var next = (T*)Unsafe.AsPointer(ref from) + offset;
        for (nint l = 0; l < length; l += Register)
            Sse.Prefetch1(next + l);
    }

    private static unsafe nint End<TFrom>(ReadOnlySpan<TFrom> source)
        where TFrom : unmanaged =>
        (nint)Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetReference(source), source.Length));
}

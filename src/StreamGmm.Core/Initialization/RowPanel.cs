using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StreamGmm;

/// <summary>A few rows from anywhere, turned column-major and relative to an origin; and the addresses of those that come next.</summary>
internal sealed class RowPanel : IDisposable
{
    /// <summary>The rows that the widest kernels look at together.</summary>
    public const int MostRows = 32;

    /// <summary>The distance from an axis to the next: no power of two, so that the rows do not all fall in one set of the cache.</summary>
    public const int Stride = MostRows + Register;

    private const int Register = 8;
    private const int CacheLine = 64;

    private readonly AlignedBuffer<double> values;
    private readonly nint[] ahead = new nint[MostRows];
    private int aheadCount;

    public RowPanel(int dimension)
    {
        Dimension = dimension;
        values = new AlignedBuffer<double>(dimension * Stride);
    }

    public int Dimension { get; }

    /// <summary>The rows loaded, and copies of the last: 8 or 32.</summary>
    public int Count { get; private set; }

    /// <summary>x − origin, D × stride.</summary>
    public ReadOnlySpan<double> Values => values.Span;

    /// <summary>Where the rows begin that come next.</summary>
    public ReadOnlySpan<nint> Coming => ahead.AsSpan(0, aheadCount);

    /// <summary>The lines of the cache that a row is on.</summary>
    public int Lines { get; private set; }

    /// <summary>Takes rows, 1 to 32 in ascending order, and finds out where the next ones are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(Features features, ReadOnlySpan<int> rows, ReadOnlySpan<int> next, ReadOnlySpan<double> origin)
    {
        Span<int> filled = stackalloc int[MostRows];
        rows.CopyTo(filled);
        // Three registers are looked at one by one in no less time than four together.
        Count = rows.Length > Register ? MostRows : Register;
        filled[rows.Length..Count].Fill(rows[^1]);
        next = next.Length > MostRows ? next[..MostRows] : next;
        if (features.AreFloats)
            Load(features.Floats, filled[..Count], next, origin);
        else
            Load(features.Doubles, filled[..Count], next, origin);
    }

    public void Dispose() => values.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Load<T>(ReadOnlySpan<T> features, ReadOnlySpan<int> rows, ReadOnlySpan<int> next, ReadOnlySpan<double> origin)
        where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < rows.Length; i += Register)
        {
            var group = rows.Slice(i, Register);
            if (Transposition.Supports<double>() && Dimension > 1 && ((nint)group[^1] * Dimension) + Register <= features.Length)
                Turn(features, group, origin, values.Span[i..]);
            else
                Copy(features, group, origin, values.Span[i..]);
        }

        Note(features, next);
    }

    /// <summary>Eight rows in blocks of eight axes; the last block reaches back where D is no multiple of 8, and on into the next row where D is less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turn<T>(ReadOnlySpan<T> features, ReadOnlySpan<int> rows, ReadOnlySpan<double> origin, Span<double> columns)
        where T : unmanaged
    {
        nint d = origin.Length;
        ref var from = ref MemoryMarshal.GetReference(features);
        ref var a = ref Unsafe.Add(ref from, rows[0] * d);
        ref var b = ref Unsafe.Add(ref from, rows[1] * d);
        ref var c = ref Unsafe.Add(ref from, rows[2] * d);
        ref var e = ref Unsafe.Add(ref from, rows[3] * d);
        ref var f = ref Unsafe.Add(ref from, rows[4] * d);
        ref var g = ref Unsafe.Add(ref from, rows[5] * d);
        ref var h = ref Unsafe.Add(ref from, rows[6] * d);
        ref var l = ref Unsafe.Add(ref from, rows[7] * d);
        ref var to = ref MemoryMarshal.GetReference(columns);
        Span<double> few = stackalloc double[Register];
        origin[..Math.Min(origin.Length, Register)].CopyTo(few);
        ref var o = ref d < Register ? ref MemoryMarshal.GetReference(few) : ref MemoryMarshal.GetReference(origin);

        for (nint j = 0; ; j = Math.Min(j + Register, d - Register))
        {
            var middle = Vector512.LoadUnsafe(ref Unsafe.Add(ref o, j));
            Transposition.Turn(
                Read(ref a, j) - middle,
                Read(ref b, j) - middle,
                Read(ref c, j) - middle,
                Read(ref e, j) - middle,
                Read(ref f, j) - middle,
                Read(ref g, j) - middle,
                Read(ref h, j) - middle,
                Read(ref l, j) - middle,
                ref Unsafe.Add(ref to, j * Stride),
                Stride,
                Math.Min(d, Register));
            if (j + Register >= d)
                break;
        }
    }

    private static void Copy<T>(ReadOnlySpan<T> features, ReadOnlySpan<int> rows, ReadOnlySpan<double> origin, Span<double> columns)
        where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var row = features.Slice(rows[i] * origin.Length, origin.Length);
            for (var j = 0; j < row.Length; j++)
                columns[(j * Stride) + i] = double.CreateTruncating(row[j]) - origin[j];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Read<T>(ref T from, nint offset)
        where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Avx512F.ConvertToVector512Double(Vector256.LoadUnsafe(ref Unsafe.As<T, float>(ref from), (nuint)offset))
            : Vector512.LoadUnsafe(ref Unsafe.As<T, double>(ref from), (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Note<T>(ReadOnlySpan<T> features, ReadOnlySpan<int> next)
        where T : unmanaged
    {
        ref var from = ref MemoryMarshal.GetReference(features);
        for (var i = 0; i < next.Length; i++)
            ahead[i] = (nint)Unsafe.AsPointer(ref Unsafe.Add(ref from, (nint)next[i] * Dimension));
        aheadCount = next.Length;
        Lines = (Dimension * sizeof(T) / CacheLine) + 1;
    }
}

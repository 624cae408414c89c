using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StreamGmm;

/// <summary>Turns eight rows of eight numbers at once, in registers.</summary>
internal static class Transposition
{
    /// <summary>The rows and columns of a block.</summary>
    public const int Size = 8;

    /// <summary>True where the machine has the registers for doubles, or for floats.</summary>
    public static bool Supports<T>() => typeof(T) == typeof(double) ? Avx512F.IsSupported : typeof(T) == typeof(float) && Avx.IsSupported;

    /// <summary>Writes eight rows, less an origin, as columns; of columns only the first so many.</summary>
    /// <param name="from">The first of 8 numbers of each row, all of them readable.</param>
    /// <param name="length">The distance from a row to the next.</param>
    /// <param name="origin">The first of 8 numbers to subtract from each row.</param>
    /// <param name="to">The first of 8 numbers of each column.</param>
    /// <param name="stride">The distance from a column to the next.</param>
    /// <param name="columns">How many columns to write, 2 to 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn<T>(ref T from, nint length, ref T origin, ref T to, nint stride, nint columns)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            Turn(ref Unsafe.As<T, float>(ref from), length, Vector256.LoadUnsafe(ref Unsafe.As<T, float>(ref origin)), ref Unsafe.As<T, float>(ref to), stride, columns);
        else
            Turn(ref Unsafe.As<T, double>(ref from), length, Vector512.LoadUnsafe(ref Unsafe.As<T, double>(ref origin)), ref Unsafe.As<T, double>(ref to), stride, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(ref double from, nint length, Vector512<double> origin, ref double to, nint stride, nint columns) => Turn(
        Vector512.LoadUnsafe(ref from) - origin,
        Vector512.LoadUnsafe(ref Unsafe.Add(ref from, length)) - origin,
        Vector512.LoadUnsafe(ref Unsafe.Add(ref from, 2 * length)) - origin,
        Vector512.LoadUnsafe(ref Unsafe.Add(ref from, 3 * length)) - origin,
        Vector512.LoadUnsafe(ref Unsafe.Add(ref from, 4 * length)) - origin,
        Vector512.LoadUnsafe(ref Unsafe.Add(ref from, 5 * length)) - origin,
        Vector512.LoadUnsafe(ref Unsafe.Add(ref from, 6 * length)) - origin,
        Vector512.LoadUnsafe(ref Unsafe.Add(ref from, 7 * length)) - origin,
        ref to,
        stride,
        columns);

    /// <summary>Writes eight rows of eight doubles as columns; of columns only the first so many, 2 to 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn(
        Vector512<double> r0,
        Vector512<double> r1,
        Vector512<double> r2,
        Vector512<double> r3,
        Vector512<double> r4,
        Vector512<double> r5,
        Vector512<double> r6,
        Vector512<double> r7,
        ref double to,
        nint stride,
        nint columns)
    {
        // Two rows woven: columns 0, 2, 4, 6 in the low ones, 1, 3, 5, 7 in the high ones.
        var (low01, high01) = (Avx512F.UnpackLow(r0, r1), Avx512F.UnpackHigh(r0, r1));
        var (low23, high23) = (Avx512F.UnpackLow(r2, r3), Avx512F.UnpackHigh(r2, r3));
        var (low45, high45) = (Avx512F.UnpackLow(r4, r5), Avx512F.UnpackHigh(r4, r5));
        var (low67, high67) = (Avx512F.UnpackLow(r6, r7), Avx512F.UnpackHigh(r6, r7));

        // Four rows of two columns.
        var (top04, top26) = (Avx512F.Shuffle4x128(low01, low23, 0x88), Avx512F.Shuffle4x128(low01, low23, 0xDD));
        var (top15, top37) = (Avx512F.Shuffle4x128(high01, high23, 0x88), Avx512F.Shuffle4x128(high01, high23, 0xDD));
        var (end04, end26) = (Avx512F.Shuffle4x128(low45, low67, 0x88), Avx512F.Shuffle4x128(low45, low67, 0xDD));
        var (end15, end37) = (Avx512F.Shuffle4x128(high45, high67, 0x88), Avx512F.Shuffle4x128(high45, high67, 0xDD));

        Avx512F.Shuffle4x128(top04, end04, 0x88).StoreUnsafe(ref to);
        Avx512F.Shuffle4x128(top15, end15, 0x88).StoreUnsafe(ref Unsafe.Add(ref to, stride));
        if (columns > 2)
            Avx512F.Shuffle4x128(top26, end26, 0x88).StoreUnsafe(ref Unsafe.Add(ref to, 2 * stride));
        if (columns > 3)
            Avx512F.Shuffle4x128(top37, end37, 0x88).StoreUnsafe(ref Unsafe.Add(ref to, 3 * stride));
        if (columns > 4)
            Avx512F.Shuffle4x128(top04, end04, 0xDD).StoreUnsafe(ref Unsafe.Add(ref to, 4 * stride));
        if (columns > 5)
            Avx512F.Shuffle4x128(top15, end15, 0xDD).StoreUnsafe(ref Unsafe.Add(ref to, 5 * stride));
        if (columns > 6)
            Avx512F.Shuffle4x128(top26, end26, 0xDD).StoreUnsafe(ref Unsafe.Add(ref to, 6 * stride));
        if (columns > 7)
            Avx512F.Shuffle4x128(top37, end37, 0xDD).StoreUnsafe(ref Unsafe.Add(ref to, 7 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(ref float from, nint length, Vector256<float> origin, ref float to, nint stride, nint columns)
    {
        var r0 = Vector256.LoadUnsafe(ref from) - origin;
        var r1 = Vector256.LoadUnsafe(ref Unsafe.Add(ref from, length)) - origin;
        var r2 = Vector256.LoadUnsafe(ref Unsafe.Add(ref from, 2 * length)) - origin;
        var r3 = Vector256.LoadUnsafe(ref Unsafe.Add(ref from, 3 * length)) - origin;
        var r4 = Vector256.LoadUnsafe(ref Unsafe.Add(ref from, 4 * length)) - origin;
        var r5 = Vector256.LoadUnsafe(ref Unsafe.Add(ref from, 5 * length)) - origin;
        var r6 = Vector256.LoadUnsafe(ref Unsafe.Add(ref from, 6 * length)) - origin;
        var r7 = Vector256.LoadUnsafe(ref Unsafe.Add(ref from, 7 * length)) - origin;

        // Two rows woven: columns 0, 1, 4, 5 in the low ones, 2, 3, 6, 7 in the high ones.
        var (low01, high01) = (Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1));
        var (low23, high23) = (Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
        var (low45, high45) = (Avx.UnpackLow(r4, r5), Avx.UnpackHigh(r4, r5));
        var (low67, high67) = (Avx.UnpackLow(r6, r7), Avx.UnpackHigh(r6, r7));

        // Four rows of two columns.
        var (top04, end04) = (Avx.Shuffle(low01, low23, 0x44), Avx.Shuffle(low45, low67, 0x44));
        var (top15, end15) = (Avx.Shuffle(low01, low23, 0xEE), Avx.Shuffle(low45, low67, 0xEE));
        var (top26, end26) = (Avx.Shuffle(high01, high23, 0x44), Avx.Shuffle(high45, high67, 0x44));
        var (top37, end37) = (Avx.Shuffle(high01, high23, 0xEE), Avx.Shuffle(high45, high67, 0xEE));

        Avx.Permute2x128(top04, end04, 0x20).StoreUnsafe(ref to);
        Avx.Permute2x128(top15, end15, 0x20).StoreUnsafe(ref Unsafe.Add(ref to, stride));
        if (columns > 2)
            Avx.Permute2x128(top26, end26, 0x20).StoreUnsafe(ref Unsafe.Add(ref to, 2 * stride));
        if (columns > 3)
            Avx.Permute2x128(top37, end37, 0x20).StoreUnsafe(ref Unsafe.Add(ref to, 3 * stride));
        if (columns > 4)
            Avx.Permute2x128(top04, end04, 0x31).StoreUnsafe(ref Unsafe.Add(ref to, 4 * stride));
        if (columns > 5)
            Avx.Permute2x128(top15, end15, 0x31).StoreUnsafe(ref Unsafe.Add(ref to, 5 * stride));
        if (columns > 6)
            Avx.Permute2x128(top26, end26, 0x31).StoreUnsafe(ref Unsafe.Add(ref to, 6 * stride));
        if (columns > 7)
            Avx.Permute2x128(top37, end37, 0x31).StoreUnsafe(ref Unsafe.Add(ref to, 7 * stride));
    }
}

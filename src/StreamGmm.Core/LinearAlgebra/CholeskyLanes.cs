using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StreamGmm;

/// <summary>The inverse Cholesky factors of up to eight matrices at once: element by element they stand side by side in a vector.</summary>
/// <remarks>Small matrices are too short for vectors along their rows.</remarks>
internal static class CholeskyLanes
{
    /// <summary>The matrices that are worked on at once.</summary>
    public const int Count = 8;

    /// <summary>The doubles of scratch that <see cref="TryInvert"/> needs.</summary>
    public static int ScratchLength(int dimension) => PackedTriangle.Length(dimension) * Count;

    /// <summary>Replaces each packed matrix by L⁻¹ and gives the determinants of L; false where a pivot of one of them is not safely positive, the matrices then being spoilt.</summary>
    /// <param name="matrices">At most eight symmetric matrices, one after another, each packed.</param>
    /// <param name="dimension">D.</param>
    /// <param name="determinants">Where to write the determinant of each L.</param>
    /// <param name="scratch">Memory of <see cref="ScratchLength"/>, best at the beginning of a cache line.</param>
    public static bool TryInvert(Span<double> matrices, int dimension, Span<ScaledProduct> determinants, Span<double> scratch)
    {
        var length = PackedTriangle.Length(dimension);
        var count = matrices.Length / length;
        ref var first = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<double, Vector512<double>>(scratch[..(length * Count)]));
        ref var lanes = ref MemoryMarshal.GetReference(scratch);
        Interleave(matrices, length, count, ref lanes);
        if (!TryFactor(ref first, dimension))
            return false;
        Multiply(ref first, dimension, determinants[..count]);
        Invert(ref first, dimension);
        for (var m = 0; m < count; m++)
        {
            ref var matrix = ref matrices[m * length];
            for (nint e = 0; e < length; e++)
                Unsafe.Add(ref matrix, e) = Unsafe.Add(ref lanes, (e * Count) + m);
        }

        return true;
    }

    /// <summary>Element e of matrix m goes to 8 e + m. Lanes without a matrix take the last again.</summary>
    private static void Interleave(ReadOnlySpan<double> matrices, int length, int count, ref double lanes)
    {
        for (var m = 0; m < Count; m++)
        {
            ref var matrix = ref Unsafe.AsRef(in matrices[Math.Min(m, count - 1) * length]);
            for (nint e = 0; e < length; e++)
                Unsafe.Add(ref lanes, (e * Count) + m) = Unsafe.Add(ref matrix, e);
        }
    }

    /// <summary>L_il = (A_il − Σ_{a&lt;l} L_ia L_la) / L_ll, column by column, four rows at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryFactor(ref Vector512<double> first, nint dimension)
    {
        var least = Vector512.Create(Cholesky.SmallestPivot);
        var largest = Vector512.Create(double.MaxValue);
        for (nint l = 0; l < dimension; l++)
        {
            ref var row = ref Unsafe.Add(ref first, l * (l + 1) / 2);
            var whole = Unsafe.Add(ref row, l);
            var pivot = whole;
            for (nint a = 0; a < l; a++)
                pivot = Subtract(Unsafe.Add(ref row, a), Unsafe.Add(ref row, a), pivot);
            if (!Vector512.GreaterThanAll(pivot, least * whole) || !Vector512.LessThanOrEqualAll(pivot, largest))
                return false;
            var root = Vector512.Sqrt(pivot);
            var inverse = Vector512<double>.One / root;
            Unsafe.Add(ref row, l) = root;

            var i = l + 1;
            for (; i + 4 <= dimension; i += 4)
            {
                ref var row0 = ref Unsafe.Add(ref first, i * (i + 1) / 2);
                ref var row1 = ref Unsafe.Add(ref row0, i + 1);
                ref var row2 = ref Unsafe.Add(ref row1, i + 2);
                ref var row3 = ref Unsafe.Add(ref row2, i + 3);
                var (sum0, sum1, sum2, sum3) = (Unsafe.Add(ref row0, l), Unsafe.Add(ref row1, l), Unsafe.Add(ref row2, l), Unsafe.Add(ref row3, l));
                for (nint a = 0; a < l; a++)
                {
                    var left = Unsafe.Add(ref row, a);
                    sum0 = Subtract(left, Unsafe.Add(ref row0, a), sum0);
                    sum1 = Subtract(left, Unsafe.Add(ref row1, a), sum1);
                    sum2 = Subtract(left, Unsafe.Add(ref row2, a), sum2);
                    sum3 = Subtract(left, Unsafe.Add(ref row3, a), sum3);
                }

                Unsafe.Add(ref row0, l) = sum0 * inverse;
                Unsafe.Add(ref row1, l) = sum1 * inverse;
                Unsafe.Add(ref row2, l) = sum2 * inverse;
                Unsafe.Add(ref row3, l) = sum3 * inverse;
            }

            for (; i < dimension; i++)
            {
                ref var below = ref Unsafe.Add(ref first, i * (i + 1) / 2);
                var sum = Unsafe.Add(ref below, l);
                for (nint a = 0; a < l; a++)
                    sum = Subtract(Unsafe.Add(ref row, a), Unsafe.Add(ref below, a), sum);
                Unsafe.Add(ref below, l) = sum * inverse;
            }
        }

        return true;
    }

    /// <summary>The products of the diagonals, as powers of two and rests.</summary>
    private static void Multiply(ref Vector512<double> first, nint dimension, Span<ScaledProduct> products)
    {
        var (twos, rest) = (Vector512<long>.Zero, Vector512<double>.One);
        for (nint j = 0; j < dimension; j++)
        {
            // A root is far from the smallest and from the largest of numbers: its product with a rest is normal.
            var bits = (rest * Unsafe.Add(ref first, (j * (j + 1) / 2) + j)).AsInt64();
            twos += Vector512.ShiftRightLogical(bits, 52) - Vector512.Create(1023L);
            rest = ((bits & Vector512.Create(ScaledProduct.Fraction)) | Vector512.Create(ScaledProduct.Exponent)).AsDouble();
        }

        for (var m = 0; m < products.Length; m++)
            products[m] = new ScaledProduct(twos[m], rest[m]);
    }

    /// <summary>Row i of L⁻¹ = −(Σ_{l&lt;i} L_il · row l of L⁻¹) / L_ii, four columns at a time; rows above are inverted already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Invert(ref Vector512<double> first, nint dimension)
    {
        for (nint i = 0; i < dimension; i++)
        {
            ref var row = ref Unsafe.Add(ref first, i * (i + 1) / 2);
            var inverse = Vector512<double>.One / Unsafe.Add(ref row, i);
            nint c = 0;
            for (; c + 4 <= i; c += 4)
            {
                var (sum0, sum1, sum2, sum3) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
                for (var l = c; l < i; l++)
                {
                    // In its first three rows the block is not yet inside the triangle.
                    var left = Unsafe.Add(ref row, l);
                    ref var above = ref Unsafe.Add(ref first, (l * (l + 1) / 2) + c);
                    sum0 = Subtract(left, above, sum0);
                    if (l > c)
                        sum1 = Subtract(left, Unsafe.Add(ref above, 1), sum1);
                    if (l > c + 1)
                        sum2 = Subtract(left, Unsafe.Add(ref above, 2), sum2);
                    if (l > c + 2)
                        sum3 = Subtract(left, Unsafe.Add(ref above, 3), sum3);
                }

                Unsafe.Add(ref row, c) = sum0 * inverse;
                Unsafe.Add(ref row, c + 1) = sum1 * inverse;
                Unsafe.Add(ref row, c + 2) = sum2 * inverse;
                Unsafe.Add(ref row, c + 3) = sum3 * inverse;
            }

            for (; c < i; c++)
            {
                var sum = Vector512<double>.Zero;
                for (var l = c; l < i; l++)
                    sum = Subtract(Unsafe.Add(ref row, l), Unsafe.Add(ref first, (l * (l + 1) / 2) + c), sum);
                Unsafe.Add(ref row, c) = sum * inverse;
            }

            Unsafe.Add(ref row, i) = inverse;
        }
    }

    /// <summary>c − a b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Subtract(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Vector512.MultiplyAddEstimate(-a, b, c);
}

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
    public static int ScratchLength(int dimension) => (PackedTriangle.Length(dimension) + dimension) * Count;

    /// <summary>Replaces each packed matrix by L⁻¹ and gives the determinants of L; false where a pivot of one of them is not safely positive, the matrices then being spoilt.</summary>
    /// <param name="matrices">At most eight symmetric matrices, one after another, each packed.</param>
    /// <param name="dimension">D.</param>
    /// <param name="determinants">Where to multiply each determinant of L to.</param>
    /// <param name="scratch">Memory of <see cref="ScratchLength"/>, best at the beginning of a cache line.</param>
    public static bool TryInvert(Span<double> matrices, int dimension, Span<ScaledProduct> determinants, Span<double> scratch)
    {
        var length = PackedTriangle.Length(dimension);
        var count = matrices.Length / length;
        var vectors = MemoryMarshal.Cast<double, Vector512<double>>(scratch);
        var elements = vectors[..length];
        var row = vectors[length..];
        Interleave(matrices, length, count, elements);
        if (!TryFactor(elements, dimension, count))
            return false;
        for (var m = 0; m < count; m++)
        {
            var product = determinants[m];
            for (var j = 0; j < dimension; j++)
                product *= Unsafe.Add(ref Unsafe.As<Vector512<double>, double>(ref elements[PackedTriangle.Diagonal(j)]), m);
            determinants[m] = product;
        }

        Invert(elements, dimension, row);
        for (var m = 0; m < count; m++)
        {
            var matrix = matrices.Slice(m * length, length);
            for (var e = 0; e < length; e++)
                matrix[e] = Unsafe.Add(ref Unsafe.As<Vector512<double>, double>(ref elements[e]), m);
        }

        return true;
    }

    /// <summary>Lanes without a matrix hold the identity.</summary>
    private static void Interleave(ReadOnlySpan<double> matrices, int length, int count, Span<Vector512<double>> elements)
    {
        elements.Clear();
        for (var j = 0; PackedTriangle.Diagonal(j) < length; j++)
            elements[PackedTriangle.Diagonal(j)] = Vector512<double>.One;
        for (var m = 0; m < count; m++)
        {
            var matrix = matrices.Slice(m * length, length);
            for (var e = 0; e < length; e++)
                Unsafe.Add(ref Unsafe.As<Vector512<double>, double>(ref elements[e]), m) = matrix[e];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryFactor(Span<Vector512<double>> matrix, int dimension, int count)
    {
        var least = Vector512.Create(Cholesky.SmallestPivot);
        var largest = Vector512.Create(double.MaxValue);
        for (var a = 0; a < dimension; a++)
        {
            // What was taken from the diagonal so far is Σ L²: together with what is left it is the element of the matrix.
            var pivots = matrix.Slice(PackedTriangle.Row(a), a + 1);
            var pivot = pivots[a];
            var whole = pivot;
            for (var l = 0; l < a; l++)
                whole += pivots[l] * pivots[l];
            if (!Vector512.GreaterThanAll(pivot, least * whole) || !Vector512.LessThanOrEqualAll(pivot, largest))
                return false;
            var root = Vector512.Sqrt(pivot);
            var inverse = Vector512<double>.One / root;
            pivots[a] = root;
            for (var i = a + 1; i < dimension; i++)
                matrix[PackedTriangle.Row(i) + a] *= inverse;
            // Column by column of what is left, each element once.
            ref var first = ref MemoryMarshal.GetReference(matrix);
            for (nint i = a + 1; i < dimension; i++)
            {
                ref var below = ref Unsafe.Add(ref first, i * (i + 1) / 2);
                var left = -Unsafe.Add(ref below, a);
                for (nint l = a + 1, column = (l * (l + 1) / 2) + a; l <= i; column += ++l)
                    Unsafe.Add(ref below, l) = Vector512.MultiplyAddEstimate(left, Unsafe.Add(ref first, column), Unsafe.Add(ref below, l));
            }
        }

        return count > 0;
    }

    /// <summary>Row i of L⁻¹ = −(Σ_{l&lt;i} L_il · row l of L⁻¹) / L_ii; rows above are inverted already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Invert(Span<Vector512<double>> factor, int dimension, Span<Vector512<double>> sum)
    {
        for (var i = 0; i < dimension; i++)
        {
            var row = factor.Slice(PackedTriangle.Row(i), i + 1);
            sum.Clear();
            for (var l = 0; l < i; l++)
            {
                var left = row[l];
                var above = factor.Slice(PackedTriangle.Row(l), l + 1);
                var sums = sum[..above.Length];
                for (var c = 0; c < above.Length; c++)
                    sums[c] = Vector512.MultiplyAddEstimate(left, above[c], sums[c]);
            }

            var inverse = Vector512<double>.One / row[i];
            for (var c = 0; c < i; c++)
                row[c] = -(sum[c] * inverse);
            row[i] = inverse;
        }
    }
}

using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>The Cholesky factor L of a symmetric positive definite matrix, A = L Lᵀ.</summary>
internal static class Cholesky
{
    /// <summary>A pivot under this share of its diagonal element is rounding, not variance.</summary>
    public const double SmallestPivot = 1e-12;

    /// <summary>Replaces the packed <paramref name="matrix"/> by L; false, with the axis, at the first pivot that is not safely positive.</summary>
    public static bool TryFactor(Span<double> matrix, int dimension, out int axis)
    {
        // By columns of Lᵀ kept as rows of scratch, so that every update is one contiguous multiply-add.
        Span<double> upper = new double[PackedTriangle.Length(dimension)];
        for (var j = 0; j < dimension; j++)
        {
            for (var i = j; i < dimension; i++)
                upper[Place(j, i, dimension)] = matrix[PackedTriangle.Row(i) + j];
        }

        for (axis = 0; axis < dimension; axis++)
        {
            var column = upper.Slice(Place(axis, axis, dimension), dimension - axis);
            var pivot = column[0];
            if (!(pivot > SmallestPivot * matrix[PackedTriangle.Diagonal(axis)]) || !double.IsFinite(pivot))
                return false;
            TensorPrimitives.Divide(column, Math.Sqrt(pivot), column);
            for (var l = axis + 1; l < dimension; l++)
            {
                var below = upper.Slice(Place(l, l, dimension), dimension - l);
                TensorPrimitives.MultiplyAdd(column[(l - axis)..], -column[l - axis], below, below);
            }
        }

        for (var j = 0; j < dimension; j++)
        {
            for (var i = j; i < dimension; i++)
                matrix[PackedTriangle.Row(i) + j] = upper[Place(j, i, dimension)];
        }

        return true;
    }

    private static int Place(int row, int column, int dimension) => (row * dimension) - (row * (row - 1) / 2) + column - row;
}

using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>What is done with a packed lower triangle L.</summary>
internal static class Triangle
{
    /// <summary>x ← L⁻¹ x, where x is known to be 0 before an axis.</summary>
    public static void Solve(ReadOnlySpan<double> lower, Span<double> x, int first = 0)
    {
        for (var j = first; j < x.Length; j++)
        {
            var row = lower.Slice(PackedTriangle.Row(j), j + 1);
            x[j] = (x[j] - TensorPrimitives.Dot(row[first..j], x[first..j])) / row[j];
        }
    }

    /// <summary>x ← L⁻ᵀ x.</summary>
    public static void SolveTransposed(ReadOnlySpan<double> lower, Span<double> x)
    {
        for (var j = x.Length - 1; j >= 0; j--)
        {
            var row = lower.Slice(PackedTriangle.Row(j), j + 1);
            x[j] /= row[j];
            TensorPrimitives.MultiplyAdd(row[..j], -x[j], x[..j], x[..j]);
        }
    }

    /// <summary>The columns of L⁻¹, whole, as rows: D × D.</summary>
    public static RealMatrix InverseColumns(ReadOnlySpan<double> lower, int dimension)
    {
        var packed = lower.ToArray();
        return RealMatrix.Create(dimension, dimension, columns =>
        {
            for (var m = 0; m < dimension; m++)
            {
                var column = columns.Slice(m * dimension, dimension);
                column[m] = 1;
                Solve(packed, column, m);
            }
        });
    }

    /// <summary>L⁻¹, packed.</summary>
    public static double[] Inverse(ReadOnlySpan<double> lower, int dimension)
    {
        var (columns, packed) = (InverseColumns(lower, dimension), new double[lower.Length]);
        for (var j = 0; j < dimension; j++)
        {
            for (var l = 0; l <= j; l++)
                packed[PackedTriangle.Row(j) + l] = columns[l, j];
        }

        return packed;
    }

    /// <summary>The columns of L from the diagonal down, one after another.</summary>
    public static double[] Columns(ReadOnlySpan<double> lower, int dimension)
    {
        var (columns, place) = (new double[lower.Length], 0);
        for (var m = 0; m < dimension; m++)
        {
            for (var j = m; j < dimension; j++)
                columns[place++] = lower[PackedTriangle.Row(j) + m];
        }

        return columns;
    }

    /// <summary>2 Σ ln L_jj, the logarithm of det L Lᵀ.</summary>
    public static double LogDeterminant(ReadOnlySpan<double> lower, int dimension)
    {
        var sum = 0.0;
        for (var j = 0; j < dimension; j++)
            sum += Math.Log(lower[PackedTriangle.Diagonal(j)]);
        return 2 * sum;
    }

    /// <summary>R Rᵀ of rows of any length, exactly symmetric.</summary>
    public static RealMatrix Gram(RealMatrix rows) => RealMatrix.Create(rows.Rows, rows.Rows, product =>
    {
        for (var j = 0; j < rows.Rows; j++)
        {
            for (var l = 0; l <= j; l++)
                product[(j * rows.Rows) + l] = product[(l * rows.Rows) + j] = TensorPrimitives.Dot(rows.Row(j), rows.Row(l));
        }
    });
}

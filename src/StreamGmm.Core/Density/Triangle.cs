namespace StreamGmm;

/// <summary>What is done with a packed lower triangle L.</summary>
internal static class Triangle
{
    /// <summary>x ← L⁻¹ x.</summary>
    public static void Solve(ReadOnlySpan<double> lower, Span<double> x)
    {
        for (var j = 0; j < x.Length; j++)
        {
            var row = lower.Slice(PackedTriangle.Row(j), j + 1);
            var sum = x[j];
            for (var l = 0; l < j; l++)
                sum -= row[l] * x[l];
            x[j] = sum / row[j];
        }
    }

    /// <summary>x ← L⁻ᵀ x.</summary>
    public static void SolveTransposed(ReadOnlySpan<double> lower, Span<double> x)
    {
        for (var j = x.Length - 1; j >= 0; j--)
        {
            var row = lower.Slice(PackedTriangle.Row(j), j + 1);
            x[j] /= row[j];
            for (var l = 0; l < j; l++)
                x[l] -= row[l] * x[j];
        }
    }

    /// <summary>L⁻¹, packed.</summary>
    public static double[] Inverse(ReadOnlySpan<double> lower, int dimension)
    {
        var inverse = new double[lower.Length];
        var column = new double[dimension];
        for (var m = 0; m < dimension; m++)
        {
            Array.Clear(column);
            column[m] = 1;
            Solve(lower, column);
            for (var j = m; j < dimension; j++)
                inverse[PackedTriangle.Row(j) + m] = column[j];
        }

        return inverse;
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
                product[(j * rows.Rows) + l] = product[(l * rows.Rows) + j] = System.Numerics.Tensors.TensorPrimitives.Dot(rows.Row(j), rows.Row(l));
        }
    });
}

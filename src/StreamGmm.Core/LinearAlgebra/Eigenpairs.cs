using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace StreamGmm;

/// <summary>Values and directions along which a symmetric matrix does nothing but scale, the largest value first; directions are rows of length 1.</summary>
/// <remarks>The element of a direction that is largest in magnitude is positive, the first of several that are equal but for rounding: so directions do not turn with how they were computed.</remarks>
internal sealed record Eigenpairs(RealVector Values, RealMatrix Directions)
{
    /// <summary>Two elements of a direction count as equal to this share.</summary>
    private const double Tie = 1e-6;

    /// <summary>All pairs of a symmetric D × D matrix.</summary>
    public static Eigenpairs Of(RealMatrix symmetric)
    {
        // Scaled by a power of two, so that products stay in range and nothing is rounded.
        var scale = Scale(symmetric.AsSpan());
        var scaled = new double[symmetric.AsSpan().Length];
        TensorPrimitives.Multiply(symmetric.AsSpan(), 1 / scale, scaled);
        var found = Matrix<double>.Build.Dense(symmetric.Rows, symmetric.Rows, scaled).Evd(Symmetricity.Symmetric);
        return Ordered([.. found.EigenValues.Select(value => value.Real * scale)], i => found.EigenVectors.Column(i).ToArray());
    }

    /// <summary>Pairs in any order, put in theirs.</summary>
    public static Eigenpairs Ordered(double[] values, Func<int, double[]> direction)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderByDescending(i => values[i])];
        return new Eigenpairs(
            RealVector.Create([.. order.Select(i => values[i])]),
            RealMatrix.Create([.. order.Select(i => RealVector.Create(Oriented(direction(i))))]));
    }

    /// <summary>The power of two below the largest magnitude; 1 where all are 0.</summary>
    public static double Scale(ReadOnlySpan<double> values) =>
        values.IsEmpty || TensorPrimitives.MaxMagnitude(values) == 0 ? 1 : Math.ScaleB(1, Math.ILogB(TensorPrimitives.MaxMagnitude(values)));

    /// <summary>The direction, or its opposite.</summary>
    public static double[] Oriented(double[] direction)
    {
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude(direction)) * (1 - Tie);
        if (direction.First(x => Math.Abs(x) >= largest) < 0)
            TensorPrimitives.Negate(direction, direction);
        return direction;
    }
}

using MathNet.Numerics.LinearAlgebra.Double;

namespace StreamGmm.Core.Tests.LinearAlgebra;

public class CholeskyTests
{
    public static TheoryData<int> Dimensions => [1, 2, 3, 4, 5, 7, 8, 13, 16, 31, 60];

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void The_factor_is_that_of_Math_NET(int dimension)
    {
        var matrix = new Draw(dimension).Covariance(dimension);
        var expected = DenseMatrix.Create(dimension, dimension, (j, l) => matrix[j, l]).Cholesky().Factor;
        var factor = Factor(matrix);
        for (var j = 0; j < dimension; j++)
        {
            for (var l = 0; l <= j; l++)
                Close.Absolutely(1e-13 * Math.Sqrt(matrix[j, j]), expected[j, l], factor[PackedTriangle.Row(j) + l], $"L({j}, {l})");
        }
    }

    [Theory]
    [InlineData(0, -1, 0, 1)]
    [InlineData(0, double.NaN, 0, 1)]
    [InlineData(0, double.PositiveInfinity, 0, 1)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 1, 2, 1)]
    [InlineData(1, 1, 1, 1 + 1e-13)]
    [InlineData(1, 1, 0, 0)]
    public void A_matrix_that_is_not_safely_positive_definite_is_told_with_its_axis(int axis, double a, double b, double c)
    {
        Assert.False(Cholesky.TryFactor([a, b, c], 2, out var found));
        Assert.Equal(axis, found);
    }

    [Fact]
    public void Scales_do_not_decide_what_is_safe()
    {
        double[] matrix = [1e-200, 0, 1e200];
        Assert.True(Cholesky.TryFactor(matrix, 2, out _));
        Close.Elementwise(i => 1e-15 * matrix[i], [1e-100, 0, 1e100], matrix);
    }

    private static double[] Factor(RealMatrix matrix)
    {
        var packed = new double[PackedTriangle.Length(matrix.Rows)];
        PackedTriangle.Pack(matrix.AsSpan(), matrix.Rows, packed);
        Assert.True(Cholesky.TryFactor(packed, matrix.Rows, out _));
        return packed;
    }
}

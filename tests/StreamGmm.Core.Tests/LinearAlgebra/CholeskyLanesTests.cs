namespace StreamGmm.Core.Tests.LinearAlgebra;

public class CholeskyLanesTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 8)]
    [InlineData(2, 3)]
    [InlineData(7, 8)]
    [InlineData(16, 5)]
    [InlineData(31, 2)]
    [InlineData(60, 8)]
    public void Each_factor_times_its_inverse_is_the_identity(int dimension, int count)
    {
        var draw = new Draw(dimension);
        var matrices = Enumerable.Range(0, count).Select(_ => Packed(draw.Covariance(dimension))).ToArray();
        double[] inverses = [.. matrices.SelectMany(m => m)];
        var determinants = new ScaledProduct[count];
        Array.Fill(determinants, ScaledProduct.One);
        Assert.True(CholeskyLanes.TryInvert(inverses, dimension, determinants, new double[CholeskyLanes.ScratchLength(dimension)]));
        for (var m = 0; m < count; m++)
        {
            var (factor, inverse) = (matrices[m], inverses.AsSpan(m * matrices[m].Length, matrices[m].Length).ToArray());
            Assert.True(Cholesky.TryFactor(factor, dimension, out _));
            for (var j = 0; j < dimension; j++)
            {
                for (var l = 0; l <= j; l++)
                {
                    var product = Enumerable.Range(l, j - l + 1).Sum(i => factor[PackedTriangle.Row(j) + i] * inverse[PackedTriangle.Row(i) + l]);
                    Close.Absolutely(1e-12, j == l ? 1 : 0, product, $"L L⁻¹ of matrix {m} at ({j}, {l})");
                }
            }

            Close.Relatively(1e-13, Enumerable.Range(0, dimension).Sum(j => Math.Log(factor[PackedTriangle.Diagonal(j)])), determinants[m].LogBeyond(ScaledProduct.One));
        }
    }

    [Theory]
    [InlineData(-1, 0, 1)]
    [InlineData(double.NaN, 0, 1)]
    [InlineData(double.PositiveInfinity, 0, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(1, 1, 1 + 1e-13)]
    [InlineData(1, 0, 0)]
    public void One_matrix_that_is_not_safely_positive_definite_is_enough_to_refuse_all(double a, double b, double c)
    {
        double[] good = [4, 2, 3];
        for (var place = 0; place < 8; place++)
        {
            double[] matrices = [.. Enumerable.Range(0, 8).SelectMany(m => m == place ? [a, b, c] : good)];
            Assert.False(CholeskyLanes.TryInvert(matrices, 2, new ScaledProduct[8], new double[CholeskyLanes.ScratchLength(2)]));
        }
    }

    [Fact]
    public void Scales_do_not_decide_what_is_safe()
    {
        double[] matrices = [1e-200, 0, 1e200, 1, 0, 1];
        Assert.True(CholeskyLanes.TryInvert(matrices, 2, new ScaledProduct[2], new double[CholeskyLanes.ScratchLength(2)]));
        double[] expected = [1e100, 0, 1e-100, 1, 0, 1];
        Close.Elementwise(i => 1e-15 * expected[i], expected, matrices);
    }

    private static double[] Packed(RealMatrix matrix)
    {
        var packed = new double[PackedTriangle.Length(matrix.Rows)];
        PackedTriangle.Pack(matrix.AsSpan(), matrix.Rows, packed);
        return packed;
    }
}

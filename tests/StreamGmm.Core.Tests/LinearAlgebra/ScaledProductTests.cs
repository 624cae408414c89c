namespace StreamGmm.Core.Tests.LinearAlgebra;

public class ScaledProductTests
{
    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(6, 2, 1.5)]
    [InlineData(0.75, -1, 1.5)]
    [InlineData(1e-310, -1030, 1.1505236063118787)]
    [InlineData(double.Epsilon, -1074, 1)]
    [InlineData(double.MaxValue, 1023, 1.9999999999999998)]
    public void A_number_is_a_power_of_two_and_a_rest(double number, long twos, double significand)
    {
        var product = ScaledProduct.One * number;
        Assert.Equal(twos, product.Twos);
        Close.Absolutely(1e-15, significand, product.Significand);
    }

    [Fact]
    public void Powers_of_two_change_nothing_but_the_count_of_twos()
    {
        var draw = new Draw(1);
        for (var c = 0; c < 100; c++)
        {
            double[] factors = [.. draw.Normals(20).Select(Math.Exp)];
            int[] powers = [.. factors.Select(_ => draw.Integer(600) - 300)];
            var (plain, scaled) = (ScaledProduct.One, ScaledProduct.One);
            for (var i = 0; i < factors.Length; i++)
                (plain, scaled) = (plain * factors[i], scaled * Math.ScaleB(factors[i], powers[i]));
            Assert.Equal(plain with { Twos = plain.Twos + powers.Sum() }, scaled);
        }
    }

    [Fact]
    public void Its_logarithm_is_the_sum_of_logarithms_far_beyond_the_range_of_doubles()
    {
        var product = Enumerable.Repeat(1e300, 1_000).Aggregate(ScaledProduct.One, (p, x) => p * x);
        Close.Relatively(1e-14, 300_000 * Math.Log(10), product.LogBeyond(ScaledProduct.One));
        Assert.Equal(0, product.LogBeyond(product));
    }
}

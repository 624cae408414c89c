namespace StreamGmm.Core.Tests.Density;

public class UnivariateDistributionTests
{
    private static readonly GaussianMixture Standard = new([1], [[0]], new Covariances.Spherical([1]));

    [Theory]
    [InlineData(-1.959963984540054, 0.025)]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.8413447460685429)]
    [InlineData(-10, 7.61985302416052e-24)]
    public void Of_the_standard_normal_distribution_both_are_the_tables(double z, double probability)
    {
        Close.Absolutely(1e-13 * probability, probability, Standard.Cdf(z));
        Close.Absolutely(1e-13, z, Standard.Quantile(probability));
    }

    [Fact]
    public void Quantiles_reach_into_both_tails()
    {
        Close.Relatively(1e-12, -37.0471, Math.Round(Standard.Quantile(1e-300), 4));
        Assert.InRange(Standard.Quantile(double.Epsilon), -39, -38);
        Close.Relatively(1e-12, 8.209536151601386, Standard.Quantile(1 - Math.ScaleB(1, -53)));
        Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (Standard.Quantile(0), Standard.Quantile(1)));
        Assert.Equal((0, 1), (Standard.Cdf(double.NegativeInfinity), Standard.Cdf(double.PositiveInfinity)));
    }

    [Fact]
    public void Narrow_components_far_apart_are_found()
    {
        var mixture = new GaussianMixture([0.3, 0, 0.7], [[-1e9], [0], [1e9]], new Covariances.Diagonal([[1e-4], [1], [1e-4]]));
        Close.Absolutely(1e-6, -1e9, mixture.Quantile(0.15));
        Close.Absolutely(1e-6, 1e9, mixture.Quantile(0.65));
        Close.Absolutely(1e-15, 0.3, mixture.Cdf(0));
    }

    [Fact]
    public void Weights_written_with_few_digits_end_at_1_all_the_same() =>
        Assert.Equal(1, new GaussianMixture([0.333333, 0.333333, 0.333333], [[0], [1], [2]], new Covariances.Tied([[1]])).Cdf(100));

    [Fact]
    public void More_features_and_what_is_no_number_are_refused()
    {
        Assert.Equal("The mixture is K = 2, D = 2, full: a distribution function needs one feature. Take Marginal(axis) first.", Refusal.Of(() => Some.Pair(CovarianceShape.Full).Cdf(0)));
        Assert.Equal("x is not a number: the probability of being below it has no value. Give a number, or an infinity.", Refusal.Of(() => Standard.Cdf(double.NaN)));
        foreach (var p in new[] { -0.1, 1.1, double.NaN })
            Assert.StartsWith("A probability lies from 0 to 1.", Refusal.Of<ArgumentOutOfRangeException>(() => Standard.Quantile(p)), StringComparison.Ordinal);
    }
}

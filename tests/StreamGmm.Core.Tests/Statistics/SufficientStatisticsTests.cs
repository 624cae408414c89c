namespace StreamGmm.Core.Tests.Statistics;

public class SufficientStatisticsTests
{
    private static readonly SufficientStatistics Zero = SufficientStatistics.Zero(CovarianceShape.Full, 2, [0, 0]);

    [Fact]
    public void Masses_means_and_scatters_of_certain_samples_are_those_of_the_textbook()
    {
        // Labels make the responsibilities 0 and 1.
        var samples = Samples.From([[0, 0], [2, 4], [10, 10], [12, 11], [14, 15]]).WithLabels(new[] { 0, 0, 1, 1, 1 });
        var statistics = EStep.Expect(Some.Pair(CovarianceShape.Full), samples, [10, 10]);
        Assert.Equal((2, 3, 5.0), (statistics.Mass(0), statistics.Mass(1), statistics.TotalWeight));
        Close.Absolutely(1e-14, [-9, -8], statistics.RelativeMean(0));
        Close.Absolutely(1e-14, [2, 2], statistics.RelativeMean(1));
        Close.Absolutely(1e-13, [2, 4, 8], statistics.ScatterOf(0));
        Close.Absolutely(1e-13, [8, 10, 14], statistics.ScatterOf(1));
    }

    [Fact]
    public void The_statistics_of_nothing_are_nothing()
    {
        Assert.Equal((0.0, 0.0, 0.0), (Zero.TotalWeight, Zero.LogLikelihood, Zero.MeanLogLikelihood));
        Assert.Equal(Zero, EStep.Expect(Some.Pair(CovarianceShape.Full), Samples.From(Array.Empty<double>(), 2), [0, 0]));
        Assert.Equal(Zero, EStep.Expect(Some.Pair(CovarianceShape.Full), Samples.From([[1, 2]]), [0, 0]).Decay(0));
        Assert.Equal("K = 2, D = 2, full", Zero.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => SufficientStatistics.Zero(CovarianceShape.Full, 0, [0]));
    }

    [Fact]
    public void Statistics_that_do_not_fit_together_do_not_add()
    {
        Assert.Equal(
            "Statistics of K = 2, D = 2, full and of K = 2, D = 2, tied do not add: shape and sizes must be the same.",
            Refusal.Of(() => _ = Zero + SufficientStatistics.Zero(CovarianceShape.Tied, 2, [0, 0])));
        Assert.Equal(
            "Statistics of K = 2, D = 2, full and of K = 3, D = 2, full do not add: shape and sizes must be the same.",
            Refusal.Of(() => _ = Zero + SufficientStatistics.Zero(CovarianceShape.Full, 3, [0, 0])));
        Assert.Equal(
            "Statistics about different origins do not add: move one with About first.",
            Refusal.Of(() => _ = Zero + SufficientStatistics.Zero(CovarianceShape.Full, 2, [0, 1])));
        Assert.Equal("The origin has 1 features, the statistics have 2.", Refusal.Of(() => Zero.About([0])));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_decay_factor_is_finite_and_not_negative(double factor) => Assert.StartsWith(
        "A decay factor is finite and not negative.",
        Refusal.Of<ArgumentOutOfRangeException>(() => Zero.Decay(factor)),
        StringComparison.Ordinal);

    [Fact]
    public void Only_numbers_that_fit_are_read()
    {
        Assert.Equal(
            "3 values cannot be full statistics of K = 2, D = 2: those are 16.",
            Refusal.Of(() => SufficientStatistics.Read(CovarianceShape.Full, 2, [0, 0], new double[3])));
        var values = new double[Zero.Length];
        values[5] = -2;
        Assert.Equal("The mass of component 1 is -2: masses are not negative.", Refusal.Of(() => SufficientStatistics.Read(CovarianceShape.Full, 2, [0, 0], values)));
        values[5] = 2;
        values[7] = double.NaN;
        Assert.Equal("Value 7 is NaN: statistics are finite numbers.", Refusal.Of(() => SufficientStatistics.Read(CovarianceShape.Full, 2, [0, 0], values)));
        values[7] = 0;
        values[12] = -1;
        Assert.Equal("The scatter of component 0 along axis 1 is negative: it is a sum of squares.", Refusal.Of(() => SufficientStatistics.Read(CovarianceShape.Full, 2, [0, 0], values)));
        values[12] = 1;
        values[2] = double.NegativeInfinity;
        Assert.Equal(double.NegativeInfinity, SufficientStatistics.Read(CovarianceShape.Full, 2, [0, 0], values).LogLikelihood);
        Assert.Throws<ArgumentException>(() => Zero.CopyTo(new double[3]));
    }

    [Fact]
    public void Of_an_impossible_past_that_is_forgotten_nothing_is_left()
    {
        var values = new double[Zero.Length];
        (values[0], values[2]) = (1, double.NegativeInfinity);
        var impossible = SufficientStatistics.Read(CovarianceShape.Full, 2, [0, 0], values);
        (values[0], values[2]) = (3, -5);
        Assert.Equal((3, -5), (impossible.Blend(0, values, 1).TotalWeight, impossible.Blend(0, values, 1).LogLikelihood));
        Assert.Equal((3.5, double.NegativeInfinity), (impossible.Blend(0.5, values, 1).TotalWeight, impossible.Blend(0.5, values, 1).LogLikelihood));
    }

    [Fact]
    public void Components_are_numbered_from_0()
    {
        foreach (var component in new[] { -1, 2 })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => Zero.Mass(component));
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = Zero.RelativeMean(component); });
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = Zero.ScatterOf(component); });
        }
    }

    [Theory]
    [InlineData("full", 16)]
    [InlineData("tied", 13)]
    [InlineData("diagonal", 14)]
    [InlineData("spherical", 12)]
    public void Length_is_what_the_shape_needs(string shape, int expected) =>
        Assert.Equal(expected, SufficientStatistics.Zero(CovarianceShape.Parse(shape), 2, [0, 0]).Length);
}

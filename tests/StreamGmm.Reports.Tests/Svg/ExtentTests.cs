namespace StreamGmm.Reports.Tests.Svg;

public sealed class ExtentTests
{
    [Fact]
    public void It_passes_over_what_is_not_finite()
    {
        var extent = Extent.Of([double.NaN, 3, double.PositiveInfinity, -1, double.NegativeInfinity]);
        Assert.Equal((-1, 3), (extent.Low, extent.High));
    }

    [Fact]
    public void Of_nothing_it_is_empty_and_padded_a_unit_around_0()
    {
        var extent = Extent.Of([double.NaN]);
        Assert.True(extent.IsEmpty);
        Assert.Equal((-0.5, 0.5), (extent.Padded(0.1).Low, extent.Padded(0.1).High));
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(1e12, 1e12)]
    [InlineData(-1e300, -1e300)]
    [InlineData(1e8, 1e8 + 1.5e-8)]
    [InlineData(1e-300, 3e-300)]
    [InlineData(-5, 1e200)]
    public void Padded_it_is_wide_enough_for_ticks(double low, double high)
    {
        var padded = default(Extent).With(low).With(high).Padded(0.05);
        Assert.True(padded.Low < low && padded.High > high);
        Assert.InRange(Ticks.Of(padded.Low, padded.High, 5).All.Count, 1, 6);
    }
}

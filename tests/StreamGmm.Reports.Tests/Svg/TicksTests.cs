namespace StreamGmm.Reports.Tests.Svg;

public sealed class TicksTests
{
    [Theory]
    [InlineData(0.1, 1.1, 5, "0.2 0.4 0.6 0.8 1.0", "")]
    [InlineData(-7, 12, 4, "−5 0 5 10", "")]
    [InlineData(0, 23_000, 5, "0 5000 10,000 15,000 20,000", "")]
    [InlineData(0, 2.3e6, 5, "0.0 0.5 1.0 1.5 2.0", "(×10⁶)")]
    [InlineData(0, 2.3e-7, 5, "0 50 100 150 200", "(×10⁻⁹)")]
    [InlineData(100_000_000.5, 100_000_004.2, 4, "1 2 3 4", "− 10⁸")]
    [InlineData(-100_000_004.2, -100_000_000.5, 4, "−4 −3 −2 −1", "+ 10⁸")]
    [InlineData(99_999_998.5, 100_000_003.2, 5, "−1 0 1 2 3", "− 10⁸")]
    [InlineData(123_456_785.5, 123_456_787.2, 2, "6 7", "− 123,456,780")]
    [InlineData(1234567.25, 1234567.75, 3, "0.4 0.6", "− 1,234,567")]
    [InlineData(1e8 + 1e-4, 1e8 + 4e-4, 4, "0.0001 0.0002 0.0003 0.0004", "− 10⁸")]
    [InlineData(1e8 + 1e-6, 1e8 + 1.1e-5, 3, "5 10", "− 10⁸ (×10⁻⁶)")]
    public void Round_numbers_are_marked(double low, double high, int most, string labels, string note)
    {
        var ticks = Ticks.Of(low, high, most);
        Assert.Equal((labels, note), (string.Join(' ', ticks.All.Select(tick => tick.Label)), ticks.Note));
    }

    [Fact]
    public void What_is_counted_is_marked_at_whole_numbers() =>
        Assert.Equal(["1", "2"], Ticks.Of(0.9, 2.1, 8, isWhole: true).All.Select(tick => tick.Label));

    [Fact]
    public void A_range_between_whole_numbers_has_no_tick_where_only_they_are_marked() =>
        Assert.Empty(Ticks.Of(0.2, 0.8, 8, isWhole: true).All);
}

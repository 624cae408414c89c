namespace StreamGmm.Reports.Tests.Svg;

public sealed class TicksLaws
{
    [Fact]
    public void Ticks_lie_inside_the_range_and_ascend() => Law.Holds(Ranges.All, range =>
    {
        Assert.All(range.Ticks.All, tick => Assert.InRange(tick.Value, range.Low, range.High));
        Assert.All(range.Ticks.All.Zip(range.Ticks.All.Skip(1)), pair => Assert.True(pair.First.Value < pair.Second.Value));
    }, 500);

    [Fact]
    public void There_are_about_as_many_as_were_asked_for() => Law.Holds(Ranges.All, range =>
        Assert.InRange(range.Ticks.All.Count, (range.Most - 1) / 3, range.Most + 1), 500);

    [Fact]
    public void Steps_are_1_2_or_5_times_a_power_of_ten() => Law.Holds(Ranges.All, range =>
    {
        foreach (var (from, to) in range.Ticks.All.Zip(range.Ticks.All.Skip(1)))
        {
            var step = to.Value - from.Value;
            var mantissa = step / Math.Pow(10, Math.Floor(Math.Log10(step * (1 + 1e-3))));
            var blur = 1e-9 + (4e-16 * Math.Max(Math.Abs(from.Value), Math.Abs(to.Value)) / step);
            Assert.True(blur < 0.05, $"The doubles at {from.Value:R} are too coarse for a step of {step:R}.");
            Assert.Contains(new[] { 1.0, 2, 5 }, round => Math.Abs((mantissa / round) - 1) <= 2 * blur);
        }
    }, 500);

    [Fact]
    public void A_label_says_the_value() => Law.Holds(Ranges.All, range =>
    {
        var ticks = range.Ticks;
        Assert.All(ticks.All, tick => Assert.Equal(tick.Value, TickText.Value(tick.Label, ticks.Note), (1e-6 * (range.High - range.Low)) + (1e-15 * Math.Abs(tick.Value))));
    }, 500);

    [Fact]
    public void Labels_are_short_and_differ() => Law.Holds(Ranges.All, range =>
    {
        var ticks = range.Ticks.All;
        Assert.Equal(ticks.Count, ticks.Select(tick => tick.Label).Distinct().Count());
        Assert.All(ticks, tick => Assert.InRange(tick.Label.Length, 1, 12));
    }, 500);
}

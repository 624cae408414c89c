namespace StreamGmm.Reports.Tests.Svg;

public sealed class PathDataTests
{
    [Fact]
    public void A_line_is_written_short() =>
        Assert.Equal("M10 20l.5-.25 1 0 10.25 2", new PathData().Line([(10, 20), (10.5, 19.75), (11.5, 19.75), (21.75, 21.75)]).ToString());

    [Fact]
    public void Points_that_round_to_one_are_one() =>
        Assert.Equal("M1 2l1 0", new PathData().Line([(1, 2), (1.001, 2.004), (2, 2)]).ToString());

    [Fact]
    public void A_point_alone_is_a_dot() => Assert.Equal("M1 2h0M3 4h0", new PathData().Line([(1, 2), (1, 2), (1, double.NaN), (3, 4)]).ToString());

    [Fact]
    public void A_gap_starts_anew() =>
        Assert.Equal("M1 1l1 1M3 3l1 1", new PathData().Line([(1, 1), (2, 2), (double.NaN, 0), (3, 3), (4, 4)]).ToString());

    [Fact]
    public void A_ring_closes() => Assert.Equal("M0 0l1 0 0 1z", new PathData().Line([(0, 0), (1, 0), (1, 1)], isClosed: true).ToString());

    [Fact]
    public void Dots_are_written_once_each_in_order() =>
        Assert.Equal("M1 2h0m0 1h0m1.5-2h0", new PathData().Dots([(2.5, 1), (1, 3.01), (1, 2), (1.02, 2.98)]).ToString());

    [Fact]
    public void Nothing_is_empty() => Assert.True(new PathData().Line([(double.NaN, 1)]).Dots([]).IsEmpty);

    [Theory]
    [InlineData(0.004, "0")]
    [InlineData(-0.004, "0")]
    [InlineData(12.345678, "12.35")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(1e300, "100000")]
    public void Numbers_have_two_decimals_at_most(double value, string text) => Assert.Equal(text, PathData.Number(value));
}

namespace StreamGmm.Reports.Tests.Svg;

public sealed class MarchingSquaresTests
{
    [Fact]
    public void A_peak_has_a_ring()
    {
        var line = Assert.Single(MarchingSquares.Lines([0, 0, 0, 0, 4, 0, 0, 0, 0], 3, 1));
        Assert.True(line.IsClosed);
        Assert.Equal([(0.25, 1.0), (1, 0.25), (1, 1.75), (1.75, 1)], line.Points.Order());
    }

    [Fact]
    public void A_slope_has_a_line_from_border_to_border()
    {
        var line = Assert.Single(MarchingSquares.Lines([0, 1, 0, 1, 0, 1], 2, 0.25));
        Assert.False(line.IsClosed);
        Assert.Equal([(0.25, 0.0), (0.25, 1), (0.25, 2)], line.Points.Order());
    }

    [Theory]
    [InlineData(5, "right-top bottom-left")]
    [InlineData(1.5, "left-top bottom-right")]
    public void A_saddle_is_joined_where_its_middle_is_high(double high, string joined)
    {
        var lines = MarchingSquares.Lines([high, 0, 0, high], 2, 1);
        Assert.Equal(joined.Split(' ').Order(), lines.Select(line => string.Join('-', line.Points.Select(Side).Order())).Order());

        static string Side((double X, double Y) p) => p.Y == 0 ? "top" : p.Y == 1 ? "bottom" : p.X == 0 ? "left" : "right";
    }

    [Fact]
    public void Flat_ground_has_no_line() => Assert.Empty(MarchingSquares.Lines([1, 1, 1, 1], 2, 1));

    [Fact]
    public void A_density_of_0_is_only_lower()
    {
        var line = Assert.Single(MarchingSquares.Lines([double.NegativeInfinity, 0, double.NegativeInfinity, 0], 2, -1));
        Assert.All(line.Points, p => Assert.InRange(p.X, 0, 1));
    }
}

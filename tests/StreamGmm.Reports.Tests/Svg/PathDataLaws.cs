using FsCheck;
using FsCheck.Fluent;

namespace StreamGmm.Reports.Tests.Svg;

public sealed class PathDataLaws
{
    private static Arbitrary<(double X, double Y)[]> Points => Arb.From(
        Gen.Choose(-99_999, 99_999).Select(hundredths => hundredths / 137.0).ArrayOf(2).Select(pair => (pair[0], pair[1])).ArrayOf());

    [Fact]
    public void A_line_is_read_back_within_rounding_however_long() => Law.Holds(Points, points =>
    {
        var read = PathText.Lines(new PathData().Line(points).ToString()).SelectMany(line => line).ToArray();
        Assert.All(points, p => Assert.Contains(read, q => Math.Abs(p.X - q.X) < 0.0051 && Math.Abs(p.Y - q.Y) < 0.0051));
        Assert.InRange(read.Length, 0, Math.Max(2, points.Length));
    }, 100);

    [Fact]
    public void Dots_are_read_back_within_rounding() => Law.Holds(Points, points =>
    {
        var read = PathText.Lines(new PathData().Dots(points).ToString()).Select(line => line[0]).ToArray();
        Assert.All(points, p => Assert.Contains(read, q => Math.Abs(p.X - q.X) < 0.051 && Math.Abs(p.Y - q.Y) < 0.051));
    }, 100);

    [Fact]
    public void A_line_without_some_points_stays_near_them() => Law.Holds(Points, points =>
    {
        if (points.Length == 0)
            return;
        var kept = new ContourLine(points, IsClosed: false).Without(5).Points;
        Assert.Equal((points[0], points[^1]), (kept[0], kept[^1]));
        Assert.All(points, p => Assert.Contains(kept.Zip(kept.Skip(1).Append(kept[^1])), pair => Distance(p, pair.First, pair.Second) <= 5.001));
    }, 100);

    private static double Distance((double X, double Y) p, (double X, double Y) from, (double X, double Y) to)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var square = (dx * dx) + (dy * dy);
        var share = square == 0 ? 0 : Math.Clamp((((p.X - from.X) * dx) + ((p.Y - from.Y) * dy)) / square, 0, 1);
        return double.Hypot(p.X - from.X - (share * dx), p.Y - from.Y - (share * dy));
    }
}

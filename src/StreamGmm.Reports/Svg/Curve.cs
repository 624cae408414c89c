namespace StreamGmm;

/// <summary>A line through points, with no more of them than can be seen.</summary>
internal static class Curve
{
    /// <summary>Pixels that the line may leave out of its way.</summary>
    private const double Slack = 0.1;

    /// <summary>The line through points whose first numbers ascend; broken where a second one is not finite.</summary>
    public static PathData Of(IEnumerable<(double X, double Y)> points, PlotAxis x, PlotAxis y)
    {
        var (path, run) = (new PathData(), new List<(double X, double Y)>());
        foreach ((double X, double Y) point in Thinned([.. points.Select(p => (x.Pixel(p.X), y.Pixel(p.Y)))]).Append((double.NaN, double.NaN)))
        {
            if (double.IsFinite(point.Y))
            {
                run.Add(point);
                continue;
            }

            if (run.Count > 0)
                path.Line(new ContourLine(run, IsClosed: false).Without(Slack).Points);
            run.Clear();
        }

        return path;
    }

    /// <summary>Of the points within a pixel the first, the lowest, the highest and the last, and what breaks the line (M4 of Jugel et al., 2014).</summary>
    private static IEnumerable<(double X, double Y)> Thinned((double X, double Y)[] points)
    {
        for (var (from, to) = (0, 0); from < points.Length; from = to)
        {
            while (to < points.Length && Math.Floor(points[to].X) == Math.Floor(points[from].X) && double.IsFinite(points[to].Y) == double.IsFinite(points[from].Y))
                to++;
            var within = Enumerable.Range(from, Math.Max(1, to - from)).ToArray();
            to = Math.Max(to, from + 1);
            foreach (var i in new[] { from, within.MinBy(i => points[i].Y), within.MaxBy(i => points[i].Y), to - 1 }.Distinct().Order())
                yield return points[i];
        }
    }
}

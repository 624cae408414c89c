using System.Xml.Linq;

namespace StreamGmm;

/// <summary>The log-likelihood against the iteration, a line for each restart; the best one stands out.</summary>
internal static class TracePicture
{
    public static Picture Of(ReportContent content, FitTrace trace)
    {
        var restarts = Enumerable.Range(0, trace.X.Length).GroupBy(i => trace.Restarts[i]).OrderBy(restart => restart.Key).Select(restart => new Restart(trace, [.. restart])).ToArray();
        var best = restarts.FirstOrDefault(restart => restart.Rows.Any(i => trace.Restarts[i] == trace.Best)) ?? restarts.MaxBy(restart => restart.End);
        var entries = restarts.Length > 1 ? Legend(restarts.Length, best!).ToArray() : [];
        var (room, height) = (Picture.Room, LegendEntry.RowsHeight(entries, Picture.Room.Left, Picture.Room.Right));
        var panel = Panel.In(
            room with { Bottom = room.Bottom - height },
            new PlotAxis(trace.XLabel, Extent.Of(trace.X.Select(x => (double)x)).Padded(0.02)) { IsWhole = true },
            new PlotAxis("mean log-likelihood, nats per sample", Extent.Of(trace.Y).Padded(0.06)));
        return new Picture(
            content.Title,
            string.Join(", ", new[] { Words.Counts(content), restarts.Length > 1 ? Words.Count(restarts.Length, "restart") : "" }.Where(text => text.Length > 0)),
            Describe(trace, restarts, best),
            [
                .. panel.Draw(restarts.OrderBy(restart => restart == best).Select(restart => restart.Draw(panel, restart == best))),
                .. LegendEntry.Row(entries, room.Left, room.Bottom - height + 12, room.Right),
            ]);
    }

    private static IEnumerable<LegendEntry> Legend(int count, Restart best) =>
    [
        new($"restart {best.Number + 1}, the best", Shape.Line(-10, 0, 10, 0, ("stroke", Ink.Color(0)), ("stroke-width", 2.2))),
        new(count == 2 ? "the other" : $"the {count - 1} others", Shape.Line(-10, 0, 10, 0, ("stroke", Ink.Axis), ("stroke-width", 1.2))),
    ];

    private static string Describe(FitTrace trace, Restart[] restarts, Restart? best) => best is null ? "No iteration was done." :
        $"The mean log-likelihood against the {trace.XLabel}"
        + (restarts.Length > 1 ? $", {restarts.Length} restarts. Restart {best.Number + 1} is the best: it" : ". It")
        + $" goes from {Words.Value(trace.Y[best.Rows[0]])} at {trace.X[best.Rows[0]]} to {Words.Value(best.End, Math.Abs(best.End) / 100)} at {trace.X[best.Rows[^1]]}.";

    /// <summary>The states of one restart.</summary>
    private sealed record Restart(FitTrace Trace, int[] Rows)
    {
        public int Number => Trace.Restarts[Rows[0]];

        public double End => Trace.Y[Rows[^1]];

        public XElement? Draw(Panel panel, bool isBest)
        {
            var color = isBest ? Ink.Color(0) : Ink.Axis;
            var end = Rows.Where(i => double.IsFinite(Trace.Y[i])).Select(i => (int?)i).LastOrDefault();
            return Shape.Group(
                [
                    Shape.Path(Curve.Of(Rows.Select(i => ((double)Trace.X[i], Trace.Y[i])), panel.X, panel.Y), ("fill", "none"), ("stroke", color), ("stroke-width", isBest ? 2.2 : 1.2), ("stroke-linejoin", "round"), ("stroke-linecap", "round")),
                    end is { } last ? Shape.Circle(panel.X.Pixel(Trace.X[last]), panel.Y.Pixel(Trace.Y[last]), isBest ? 4 : 2.5, ("fill", color)) : null,
                ],
                ("data-restart", Number));
        }
    }
}

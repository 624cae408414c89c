using System.Xml.Linq;

namespace StreamGmm;

/// <summary>Score and memory of a stream against the position, with its drift alarms and what became of components.</summary>
internal static class StreamPicture
{
    public static Picture Of(ReportContent content, StreamCourse stream)
    {
        var entries = Legend(stream).ToArray();
        var room = Picture.Room;
        var bottom = room.Bottom - LegendEntry.RowsHeight(entries, room.Left, room.Right);
        var middle = room.Top + (0.55 * (bottom - room.Top));
        var (upper, lower) = (room with { Bottom = middle }, room with { Top = middle, Bottom = bottom });
        var x = new PlotAxis("position", Extent.Of(stream.Position.Concat(stream.Alarms).Select(position => (double)position)).Padded(0.02)) { IsWhole = true };
        var score = new PlotAxis("score: mean log-likelihood of each batch, nats", Extent.Of(stream.Score).Padded(0.06));
        var memory = new PlotAxis("memory: weight of the samples remembered", Extent.Of(stream.Memory).With(0).Padded(0.04));
        var margin = Math.Max(Panel.Margin(upper, score, hasXTicks: false), Panel.Margin(lower, memory));
        var scores = Panel.In(upper, x, score, margin, hasXTicks: false);
        var memories = Panel.In(lower, x, memory, margin);
        return new Picture(
            content.Title,
            Counts(stream),
            Describe(stream),
            [
                .. scores.Draw([Alarms(stream, scores), Line(stream, stream.Score, scores, "score", 0), Events(stream, scores)]),
                .. memories.Draw([Alarms(stream, memories), Line(stream, stream.Memory, memories, "memory", 2)]),
                .. LegendEntry.Row(entries, room.Left, bottom + 12, room.Right),
            ]);
    }

    private static XElement? Line(StreamCourse stream, RealVector values, Panel panel, string name, int color) => Shape.Path(
        Curve.Of(stream.Position.Select((position, i) => ((double)position, values[i])), panel.X, panel.Y),
        ("class", name), ("fill", "none"), ("stroke", Ink.Color(color)), ("stroke-width", 1.3), ("stroke-linejoin", "round"), ("stroke-linecap", "round"));

    private static XElement? Alarms(StreamCourse stream, Panel panel)
    {
        var lines = new PathData();
        foreach (var position in stream.Alarms)
            lines.Line([(panel.X.Pixel(position), panel.Plot.Top), (panel.X.Pixel(position), panel.Plot.Bottom)]);
        return Shape.Path(lines, ("class", "alarms"), ("fill", "none"), ("stroke", Ink.Alarm), ("stroke-width", 1.2), ("stroke-dasharray", "4 3"));
    }

    /// <summary>A triangle at the bottom for each position where something became of components.</summary>
    private static XElement? Events(StreamCourse stream, Panel panel) => Shape.Path(
        stream.Events.Select(e => e.Position).Distinct().Aggregate(new PathData(), (path, position) => Triangle(path, panel.X.Pixel(position), panel.Plot.Bottom - 7)),
        ("class", "events"), ("fill", Ink.Quiet));

    private static PathData Triangle(PathData path, double x, double top) => path.Line([(x, top), (x + 4, top + 7), (x - 4, top + 7)], isClosed: true);

    private static IEnumerable<LegendEntry> Legend(StreamCourse stream)
    {
        if (stream.Alarms.Length > 0)
            yield return new LegendEntry("drift alarm", Shape.Line(-10, 0, 10, 0, ("stroke", Ink.Alarm), ("stroke-width", 1.2), ("stroke-dasharray", "4 3")));
        if (stream.Events.Length > 0)
            yield return new LegendEntry("components changed", Shape.Path(Triangle(new PathData(), 0, -3.5), ("fill", Ink.Quiet)));
    }

    private static string Counts(StreamCourse stream) => stream.Position.IsEmpty ? "" :
        $"up to position {Words.Number(stream.Position[^1])}, {Words.Count(stream.Alarms.Length, "drift alarm")}";

    private static string Describe(StreamCourse stream)
    {
        if (stream.Position.IsEmpty)
            return "Nothing of the stream has been seen.";
        var scores = Extent.Of(stream.Score);
        var alarms = stream.Alarms.Length == 0 ? "" : $" at {string.Join(", ", stream.Alarms.Take(20).Select(Words.Number))}{(stream.Alarms.Length > 20 ? " and later" : "")}";
        return $"The mean log-likelihood of each batch of a stream up to position {Words.Number(stream.Position[^1])}, between {Words.Value(scores.Low)} and {Words.Value(scores.High)}, and the weight remembered, at last {Words.Value(stream.Memory[^1])}. {Words.Count(stream.Alarms.Length, "drift alarm")}{alarms}.";
    }
}

using System.Globalization;
using System.Xml.Linq;

namespace StreamGmm;

/// <summary>Two axes with their grid, ticks and names, and what is drawn between them, clipped.</summary>
internal sealed record Panel
{
    private const double NameHeight = 22;
    private const double TicksHeight = 42;
    private const double BareHeight = 10;

    private readonly Box plot;
    private readonly double margin;

    private Panel(PlotAxis x, PlotAxis y, Box plot, double margin) => (X, Y, this.plot, this.margin) = (x, y, plot, margin);

    public PlotAxis X { get; }

    public PlotAxis Y { get; }

    /// <summary>Where data are drawn.</summary>
    public Box Plot => plot;

    /// <summary>Axes in a box, with room for the names and the numbers written at them.</summary>
    /// <param name="box">All the room there is.</param>
    /// <param name="x">The axis to the right; its pixels are set here.</param>
    /// <param name="y">The axis up; its pixels are set here.</param>
    /// <param name="margin">The room for the numbers at the left; null for as much as they need.</param>
    /// <param name="hasXTicks">Whether the x axis is written; a panel above another with the same axis shares what is written there.</param>
    public static Panel In(Box box, PlotAxis x, PlotAxis y, double? margin = null, bool hasXTicks = true)
    {
        var up = Up(y, box, hasXTicks);
        var room = margin ?? Margin(up.Ticks);
        var right = Spaced(x with { First = box.Left + room, Last = box.Right });
        return new Panel(right, up, new Box(right.First, up.Last, right.Last, up.First), room) { HasXTicks = hasXTicks };
    }

    /// <summary>The room that the numbers at an axis need to its left, for panels above one another to share.</summary>
    public static double Margin(Box box, PlotAxis y, bool hasXTicks = true) => Margin(Up(y, box, hasXTicks).Ticks);

    /// <summary>Whether the numbers at the left are written; a panel to the right of another with the same axis shares them.</summary>
    public bool HasYTicks { get; init; } = true;

    private bool HasXTicks { get; init; }

    /// <summary>The panel with what is drawn in it: below (the grid shows through) the axes, clipped to them.</summary>
    public IEnumerable<XElement?> Draw(params IEnumerable<XElement?> data)
    {
        // The name says where the rectangle is: pictures that share a page may share it as well.
        var clip = string.Create(CultureInfo.InvariantCulture, $"clip-{plot.Left:0}-{plot.Top:0}-{plot.Width:0}-{plot.Height:0}");
        var (xTicks, yTicks) = (X.Ticks, Y.Ticks);
        yield return Shape.Of("clipPath", [("id", clip)], Shape.Rectangle(Math.Round(plot.Left), Math.Round(plot.Top), Math.Round(plot.Width), Math.Round(plot.Height)));
        yield return Grid(xTicks, yTicks);
        yield return Shape.Group(data, ("class", "data"), ("clip-path", $"url(#{clip})"));
        yield return Shape.Line(plot.Left, plot.Bottom, plot.Right, plot.Bottom, ("stroke", Ink.Axis));
        yield return !HasXTicks ? null : Shape.Group(
            xTicks.All.Select(tick => Shape.Text(X.PixelOf(tick), plot.Bottom + 17, tick.Label)),
            ("class", "x-ticks"), ("text-anchor", "middle"), ("font-size", Ink.TickSize), ("fill", Ink.Quiet));
        yield return !HasYTicks ? null : Shape.Group(
            yTicks.All.Select(tick => Shape.Text(plot.Left - 7, Y.PixelOf(tick) + (0.35 * Ink.TickSize), tick.Label)),
            ("class", "y-ticks"), ("text-anchor", "end"), ("font-size", Ink.TickSize), ("fill", Ink.Quiet));
        if (HasXTicks)
            yield return Name($"{Named(X, xTicks, plot.Width)} →", plot.Right, plot.Bottom + 35, "x-name", "end");
        yield return Name($"↑ {Named(Y, yTicks, plot.Width + margin)}", plot.Left - margin + (HasYTicks ? 2 : 0), plot.Top - 9, "y-name", null);
    }

    /// <summary>The axis with as many ticks as there is room for their labels.</summary>
    private static PlotAxis Spaced(PlotAxis x)
    {
        const double Apart = 16;
        for (var spacing = 40.0; ; spacing *= 1.25)
        {
            var (axis, widest) = (x with { Spacing = spacing }, 0.0);
            var ticks = axis.Ticks.All;
            foreach (var tick in ticks)
                widest = Math.Max(widest, Shape.Width(tick.Label, Ink.TickSize));
            if (ticks.Count < 3 || axis.PixelOf(ticks[1]) - axis.PixelOf(ticks[0]) >= widest + Apart)
                return axis;
        }
    }

    private static PlotAxis Up(PlotAxis y, Box box, bool hasXTicks)
    {
        var (top, bottom) = (box.Top + NameHeight, box.Bottom - (hasXTicks ? TicksHeight : BareHeight));
        return y with { First = bottom, Last = top, Spacing = Math.Clamp((bottom - top) / 6, 22, 45) };
    }

    private static double Margin(Ticks ticks) => Math.Ceiling(ticks.All.Select(tick => Shape.Width(tick.Label, Ink.TickSize)).DefaultIfEmpty(0).Max()) + 10;

    private static string Named(PlotAxis axis, Ticks ticks, double room) => Shape.Fitted(axis.Name, Ink.LabelSize, room - 30 - Shape.Width(ticks.Note, Ink.LabelSize)) + (ticks.Note.Length > 0 ? " " + ticks.Note : "");

    private static XElement Name(string text, double x, double y, string name, string? anchor) =>
        Shape.Text(x, y, text, ("class", name), ("text-anchor", anchor), ("font-size", Ink.LabelSize), ("fill", Ink.Text));

    private XElement? Grid(Ticks xTicks, Ticks yTicks)
    {
        var lines = new PathData();
        foreach (var px in xTicks.All.Select(X.PixelOf))
            lines.Line([(px, plot.Top), (px, plot.Bottom)]);
        foreach (var py in yTicks.All.Select(Y.PixelOf))
            lines.Line([(plot.Left, py), (plot.Right, py)]);
        return Shape.Path(lines, ("class", "grid"), ("fill", "none"), ("stroke", Ink.Grid));
    }
}

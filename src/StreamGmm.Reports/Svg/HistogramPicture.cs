using System.Xml.Linq;

namespace StreamGmm;

/// <summary>The distribution along the one or two axes first shown: bars of all samples, the components' weighted densities and their sum.</summary>
internal static class HistogramPicture
{
    private const int MostInLegend = 10;

    /// <summary>Pixels below which the gaps between bars would be most of what one sees.</summary>
    private const double NarrowestBar = 4;

    private static readonly (string, object?)[] Sum = [("stroke", Ink.Text), ("stroke-width", 4.5), ("stroke-opacity", 0.35), ("stroke-linejoin", "round")];

    public static Picture Of(ReportContent content)
    {
        var (room, (first, second)) = (Picture.Room, content.Pair);
        int[] axes = first == second ? [first] : [first, second];
        var entries = Legend(content).ToArray();
        var (width, bottom) = ((room.Width - (24 * (axes.Length - 1))) / axes.Length, room.Bottom - LegendEntry.RowsHeight(entries, room.Left, room.Right));
        return new Picture(
            content.Title,
            Words.Counts(content),
            Describe(content, axes),
            [
                .. axes.SelectMany((axis, i) => Draw(content, axis, room with { Left = room.Left + (i * (width + 24)), Right = room.Left + (i * (width + 24)) + width, Bottom = bottom })),
                .. LegendEntry.Row(entries, room.Left, bottom + 12, room.Right),
            ]);
    }

    private static IEnumerable<XElement?> Draw(ReportContent content, int index, Box box)
    {
        var (axis, histogram) = (content.Axes[index], content.Samples?.Histograms[index]);
        var densities = content.Mixture is { } mixture ? new AxisDensities(mixture.Marginal(index)) : null;
        var extent = Shown(histogram, densities, axis);
        var bars = histogram is not null ? Heights(histogram) : [];
        var top = Top(bars, densities, extent);
        var x = new PlotAxis(axis.Name, extent) { Center = axis.Center, Scale = axis.Scale };
        var panel = Panel.In(box, x, new PlotAxis("density", top) { Scale = 1 / axis.Scale });
        return panel.Draw(
            [
                histogram is not null ? Bars(histogram, bars, panel) : null,
                .. densities is not null ? Curves(densities, content.States[^1].Ids, ComponentSlots.Of(content.States), panel) : [],
            ]);
    }

    /// <summary>The bars' densities: their counts as shares of all, over the width of a bin.</summary>
    private static double[] Heights(Histogram histogram)
    {
        var total = histogram.Counts.Sum() * ((histogram.To - histogram.From) / histogram.Counts.Length);
        return [.. histogram.Counts.Select(count => total > 0 ? count / total : 0)];
    }

    private static Extent Shown(Histogram? histogram, AxisDensities? densities, ReportAxis axis)
    {
        var extent = histogram is not null ? default(Extent).With(histogram.From).With(histogram.To) : default;
        return (histogram is not null ? extent : densities?.Reach(3.5) ?? extent).Padded(0.03, axis.Center, axis.Scale);
    }

    /// <summary>High enough for all bars and for the sum, unless that has peaks far above the bars.</summary>
    private static Extent Top(double[] bars, AxisDensities? densities, Extent shown)
    {
        var highest = bars.DefaultIfEmpty(0).Max();
        var peak = densities?.Sum(shown).Select(point => point.Density).Where(double.IsFinite).DefaultIfEmpty(0).Max() ?? 0;
        var top = highest > 0 ? Math.Max(highest, Math.Min(peak, 2.5 * highest)) : peak;
        return default(Extent).With(0).With(top > 0 ? 1.06 * top : 1);
    }

    /// <summary>A rectangle for each bin, set apart; one outline where they are too narrow for that.</summary>
    private static XElement? Bars(Histogram histogram, double[] heights, Panel panel)
    {
        var (bottom, path) = (panel.Plot.Bottom, new PathData());
        var bars = heights.Select((height, i) => (Left: Edge(i), Right: Edge(i + 1), Top: panel.Y.Pixel(height))).ToArray();
        var isApart = bars[0].Right - bars[0].Left > NarrowestBar;
        if (isApart)
        {
            foreach (var (left, right, top) in bars.Where((_, i) => heights[i] > 0))
                path.Line([(left, bottom), (left, top), (right, top), (right, bottom)], isClosed: true);
        }
        else
        {
            path.Line([(Edge(0), bottom), .. bars.SelectMany(bar => new[] { (bar.Left, bar.Top), (bar.Right, bar.Top) }), (Edge(bars.Length), bottom)], isClosed: true);
        }

        return Shape.Path(path, ("class", "bars"), ("fill", Ink.Bars), ("stroke", isApart ? Ink.Paper : null), ("stroke-width", isApart ? 0.8 : null));

        double Edge(int bin) => panel.X.Pixel(histogram.From + ((histogram.To - histogram.From) * bin / heights.Length));
    }

    /// <summary>The sum, then each component over it, so that one sees where they are the same.</summary>
    private static IEnumerable<XElement?> Curves(AxisDensities densities, IReadOnlyList<long> ids, IReadOnlyList<int> slots, Panel panel)
    {
        if (ids.Count > 1)
            yield return Shape.Path(Curve.Of(densities.Sum(panel.X.Shown), panel.X, panel.Y), [("class", "sum"), ("fill", "none"), .. Sum]);
        yield return Shape.Group(
            Enumerable.Range(0, ids.Count).Select(k => Shape.Path(
                Curve.Of(densities.Component(k, panel.X.Shown), panel.X, panel.Y),
                ("stroke", Ink.Color(slots[k])), ("stroke-dasharray", Ink.Dash(slots[k])), ("data-component", ids[k]))),
            ("class", "components"), ("fill", "none"), ("stroke-width", 1.8), ("stroke-linejoin", "round"));
    }

    private static IEnumerable<LegendEntry> Legend(ReportContent content)
    {
        if (content.Samples is not null)
            yield return new LegendEntry("samples", Shape.Rectangle(-9, -5, 18, 10, ("fill", Ink.Bars)));
        if (content.Mixture is not { } mixture)
            yield break;
        var (ids, slots) = (content.States[^1].Ids, ComponentSlots.Of(content.States));
        if (mixture.Components > 1)
            yield return new LegendEntry("mixture", Shape.Line(-10, 0, 10, 0, Sum));
        int[] told = [.. Words.Heaviest(mixture, mixture.Components > MostInLegend ? MostInLegend - 1 : MostInLegend)];
        foreach (var k in told)
            yield return new LegendEntry($"{ids[k]}: {Words.Percent(mixture.Weights[k])}", ComponentEllipses.Swatch(slots[k], 1.8));
        if (told.Length < mixture.Components)
            yield return new LegendEntry($"and {mixture.Components - told.Length} lighter");
    }

    private static string Describe(ReportContent content, int[] axes) =>
        $"{Words.Counts(content)} along {string.Join(" and along ", axes.Select(i => content.Axes[i].Name))}: "
        + string.Join(", ", new[] { content.Samples is not null ? "bars of all samples" : null, content.Mixture is not null ? "the density of each component times its weight, and their sum" : null }.OfType<string>())
        + "." + (content.Mixture is { } mixture ? " " + Words.Components(mixture, content.States[^1].Ids, axes.Select(i => (i, content.Axes[i]))) : "");
}

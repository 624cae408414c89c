using System.Globalization;
using System.Xml.Linq;

namespace StreamGmm;

/// <summary>AIC, BIC and ICL against the number of components, a line for each shape; the model chosen is marked.</summary>
internal static class CriteriaPicture
{
    private const double Gap = 18;

    /// <summary>How far the axis reaches above the lowest value, in distances of the median from it.</summary>
    private const double MostOfMedian = 6;

    private static readonly Criterion[] Criteria = [Criterion.Aic, Criterion.Bic, Criterion.Icl];

    public static Picture Of(ReportContent content, CriteriaTable table)
    {
        var shapes = table.Rows.Select(row => row.Shape).Distinct().ToArray();
        LegendEntry[] entries = [.. shapes.Select((shape, i) => new LegendEntry(shape, Mark(i, 0, 0, isWhole: true), ComponentEllipses.Swatch(i, 1.6))), .. Marks(table, Shown(table))];
        var (room, best) = (Picture.Room, table.Rows[table.Best]);
        var bottom = room.Bottom - LegendEntry.RowsHeight(entries, room.Left, room.Right);
        var x = new PlotAxis("components", Extent.Of(table.Rows.Select(row => (double)row.Components)).Padded(0.06)) { IsWhole = true };
        var values = Shown(table).Padded(0.06);
        var margin = Panel.Margin(room with { Bottom = bottom }, new PlotAxis("", values));
        var width = (room.Width - margin - (Gap * (Criteria.Length - 1))) / Criteria.Length;
        return new Picture(
            content.Title,
            $"the best by {Name(table.Criterion)}: K = {best.Components}, {best.Shape}",
            Describe(table, shapes),
            [
                .. Criteria.SelectMany((criterion, i) =>
                {
                    var left = room.Left + margin + (i * (width + Gap));
                    var panel = Panel.In(new Box(left - (i == 0 ? margin : 0), room.Top, left + width, bottom), x, new PlotAxis(Name(criterion), values), i == 0 ? margin : 0) with { HasYTicks = i == 0 };
                    return panel.Draw([.. shapes.Select((shape, s) => Line(table, shape, s, criterion, panel)), Lowest(table, criterion, panel)]);
                }),
                .. LegendEntry.Row(entries, room.Left, bottom + 12, room.Right),
            ]);
    }

    /// <summary>From the lowest whole fit up, all of them unless the highest are so far away that the others would lie on one another; the model chosen is always in it.</summary>
    private static Extent Shown(CriteriaTable table)
    {
        var whole = table.Rows.Where(row => row.Status != EmStatus.Degenerate).ToArray();
        double[] values = [.. (whole.Length > 0 ? whole : [.. table.Rows]).SelectMany(row => Criteria.Select(row.Criteria.By)).Where(double.IsFinite).Order()];
        var all = Extent.Of(values);
        var most = values.Length == 0 ? 0 : all.Low + (MostOfMedian * (values[values.Length / 2] - all.Low));
        var shown = most > all.Low ? Extent.Of(values.Where(value => value <= most)) : all;
        return Criteria.Aggregate(shown, (extent, criterion) => extent.With(table.Rows[table.Best].Criteria.By(criterion)));
    }

    private static string Name(Criterion criterion) => criterion.ToString().ToUpperInvariant();

    private static XElement? Line(CriteriaTable table, string shape, int number, Criterion criterion, Panel panel)
    {
        CriteriaRow[] rows = [.. table.Rows.Where(row => row.Shape == shape && double.IsFinite(row.Criteria.By(criterion))).OrderBy(row => row.Components)];
        return Shape.Group(
            [
                Shape.Path(
                    new PathData().Line(rows.Select(row => (panel.X.Pixel(row.Components), panel.Y.Pixel(row.Criteria.By(criterion))))),
                    ("fill", "none"), ("stroke", Ink.Color(number)), ("stroke-width", 1.6), ("stroke-linejoin", "round"), ("stroke-dasharray", Ink.Dash(number))),
                .. rows.Select(row => Mark(number, panel.X.Pixel(row.Components), panel.Y.Pixel(row.Criteria.By(criterion)), row.Status != EmStatus.Degenerate)),
            ],
            ("class", $"{Name(criterion).ToLowerInvariant()} shape-{number}"));
    }

    /// <summary>A shape's mark, hollow where the fit is degenerate.</summary>
    private static XElement Mark(int shape, double x, double y, bool isWhole)
    {
        (string, object?)[] look = [("fill", isWhole ? Ink.Color(shape) : Ink.Paper), ("stroke", Ink.Color(shape))];
        const double R = 3.2;
        return (shape % 4) switch
        {
            0 => Shape.Circle(x, y, R, look),
            1 => Shape.Rectangle(x - R + 0.3, y - R + 0.3, (2 * R) - 0.6, (2 * R) - 0.6, look),
            2 => Shape.Path(new PathData().Line([(x, y - R - 1), (x + R + 1, y), (x, y + R + 1), (x - R - 1, y)], isClosed: true), look)!,
            _ => Shape.Path(new PathData().Line([(x, y - R - 1), (x + R + 0.6, y + R - 0.4), (x - R - 0.6, y + R - 0.4)], isClosed: true), look)!,
        };
    }

    /// <summary>A ring around the model chosen where it was chosen by, and around the lowest whole fit where it was not.</summary>
    private static XElement? Lowest(CriteriaTable table, Criterion criterion, Panel panel)
    {
        var isChosen = criterion == table.Criterion;
        var row = isChosen ? table.Rows[table.Best] : table.Rows.Where(row => row.Status != EmStatus.Degenerate && double.IsFinite(row.Criteria.By(criterion))).MinBy(row => row.Criteria.By(criterion));
        return row is null || !double.IsFinite(row.Criteria.By(criterion)) ? null : Shape.Group(
            [Ring(panel.X.Pixel(row.Components), panel.Y.Pixel(row.Criteria.By(criterion)), isChosen)],
            ("class", isChosen ? "best" : "lowest"), ("data-components", row.Components), ("data-shape", Shape.Clean(row.Shape)));
    }

    private static XElement Ring(double x, double y, bool isChosen) =>
        Shape.Circle(x, y, isChosen ? 8.5 : 7, ("fill", "none"), ("stroke", Ink.Text), ("stroke-width", isChosen ? 2 : 0.9));

    private static IEnumerable<LegendEntry> Marks(CriteriaTable table, Extent shown)
    {
        yield return new LegendEntry("chosen", Ring(0, 0, true));
        yield return new LegendEntry("lowest", Ring(0, 0, false));
        if (table.Rows.Any(row => row.Status == EmStatus.Degenerate))
            yield return new LegendEntry("hollow: degenerate");
        if (table.Rows.Any(row => Criteria.Any(criterion => row.Criteria.By(criterion) > shown.High)))
            yield return new LegendEntry("some lie higher");
    }

    private static string Describe(CriteriaTable table, string[] shapes)
    {
        var (best, lowest) = (table.Rows[table.Best], table.Rows.Select(row => row.Components));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"AIC, BIC and ICL of {table.Rows.Length} models with {lowest.Min()} to {lowest.Max()} components, {string.Join(", ", shapes)}; smaller is better. {Name(table.Criterion)} chooses {Words.Count(best.Components, "component")}, {best.Shape}, with {Words.Value(best.Criteria.By(table.Criterion))}.");
    }
}

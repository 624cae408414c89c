using System.Xml.Linq;

namespace StreamGmm;

/// <summary>A line of a legend: a mark, drawn around (0, 0) and 24 pixels wide at most, and what it stands for.</summary>
internal sealed record LegendEntry(string Text, params IReadOnlyList<XElement?> Mark)
{
    /// <summary>The height of a line.</summary>
    public const double Height = 19;

    /// <summary>Entries below one another.</summary>
    public static IEnumerable<XElement?> Column(IEnumerable<LegendEntry> entries, double left, double top, double right) =>
    [
        Shape.Group(
            entries.Select((entry, i) => entry.Draw(left, top + (Height * i), right)),
            ("class", "legend"), ("font-size", Ink.TickSize), ("fill", Ink.Text)),
    ];

    /// <summary>Entries beside one another, in as many rows as they need.</summary>
    public static IEnumerable<XElement?> Row(IEnumerable<LegendEntry> entries, double left, double top, double right) =>
    [
        Shape.Group(
            Places(entries, left, right).Select(place => place.Entry.Draw(place.X, top + (Height * place.Row), right)),
            ("class", "legend"), ("font-size", Ink.TickSize), ("fill", Ink.Text)),
    ];

    /// <summary>The room that such rows need.</summary>
    public static double RowsHeight(IEnumerable<LegendEntry> entries, double left, double right) =>
        Places(entries, left, right).Select(place => Height * (place.Row + 1) + 4).DefaultIfEmpty(0).Max();

    private static IEnumerable<(LegendEntry Entry, double X, int Row)> Places(IEnumerable<LegendEntry> entries, double left, double right)
    {
        var (x, row) = (left, 0);
        foreach (var entry in entries)
        {
            var width = (entry.Mark.Count > 0 ? 30 : 0) + Shape.Width(entry.Text, Ink.TickSize);
            if (x > left && x + width > right)
                (x, row) = (left, row + 1);
            yield return (entry, x, row);
            x += width + 14;
        }
    }

    private XElement? Draw(double left, double top, double right) => Shape.Group(
        [.. Mark, Shape.Text(Mark.Count > 0 ? 18 : -12, 0.35 * Ink.TickSize, Shape.Fitted(Text, Ink.TickSize, right - left - (Mark.Count > 0 ? 30 : 0)))],
        ("transform", $"translate({PathData.Number(left + 12)} {PathData.Number(top)})"));
}

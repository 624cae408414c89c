using System.Xml.Linq;

namespace StreamGmm;

/// <summary>Samples as dots, in the colour of the most likely component, stronger where that is more certain; outliers as crosses.</summary>
internal sealed record SampleDots
{
    /// <summary>How strong a dot is, from the least certain to the most.</summary>
    private static readonly double[] Opacities = [0.3, 0.45, 0.6, 0.8];

    private readonly IReadOnlyList<Dot> dots;
    private readonly double size;
    private readonly int outliers;

    private SampleDots(IReadOnlyList<Dot> dots, double size, int outliers) => (this.dots, this.size, this.outliers) = (dots, size, outliers);

    /// <summary>The dots of all samples drawn that have both values.</summary>
    public static SampleDots Of(DrawnSamples samples, ReportContent content, Panel panel)
    {
        var (values, mixture) = (samples.Values, content.Mixture);
        var memberships = mixture?.Responsibilities(Samples.From(values.AsSpan().ToArray(), values.Columns, MissingValues.Marginalize));
        var (dots, slots) = (new List<Dot>(), ComponentSlots.Of(content.States));
        for (var i = 0; i < values.Rows; i++)
        {
            var (x, y) = (panel.X.Pixel(values[i, content.Pair.X]), panel.Y.Pixel(values[i, content.Pair.Y]));
            if (double.IsNaN(x + y))
                continue;
            var component = memberships is not null ? MostLikely(memberships.Row(i)) : 0;
            var level = memberships is not null ? Level(memberships[i, component], memberships.Columns) : 2;
            dots.Add(new Dot(x, y, mixture is not null ? content.States[^1].Ids[component] : 0, mixture is not null ? slots[component] : 0, level, samples.Outliers is { } flags && flags[i]));
        }

        return new SampleDots(dots, dots.Count switch { <= 400 => 5.5, <= 2000 => 4.2, <= 8000 => 3.2, _ => 2.4 }, samples.OutlierCount);
    }

    /// <summary>A path for each colour and strength, then one for the crosses.</summary>
    public IEnumerable<XElement?> Draw()
    {
        var usual = dots.Where(dot => !dot.IsOutlier).GroupBy(dot => (dot.Id, dot.Slot, dot.Level)).OrderBy(group => group.Key.Level).ThenBy(group => group.Key.Id);
        yield return Shape.Group(
            usual.Select(group => Shape.Path(
                new PathData().Dots(group.Select(dot => (dot.X, dot.Y))),
                ("stroke", Ink.Color(group.Key.Slot)), ("stroke-opacity", Opacities[group.Key.Level]), ("data-component", group.Key.Id))),
            ("class", "samples"), ("fill", "none"), ("stroke-width", size), ("stroke-linecap", "round"));
        yield return Shape.Group(
            dots.Where(dot => dot.IsOutlier).GroupBy(dot => (dot.Id, dot.Slot)).OrderBy(group => group.Key.Id).Select(group => Shape.Path(
                Crosses(group), ("stroke", Ink.Color(group.Key.Slot)), ("data-component", group.Key.Id))),
            ("class", "outliers"), ("fill", "none"), ("stroke-width", 1.4), ("stroke-linecap", "round"));
    }

    public IEnumerable<LegendEntry> Legend() => outliers == 0 ? [] :
        [new(Words.Count(outliers, "outlier"), Shape.Path(Crosses([new Dot(0, 0, 0, 0, 0, true)]), ("stroke", Ink.Text), ("stroke-width", 1.4), ("stroke-linecap", "round")))];

    private static PathData Crosses(IEnumerable<Dot> dots)
    {
        var path = new PathData();
        foreach (var (x, y, _, _, _, _) in dots)
            path.Line([(x - 3, y - 3), (x + 3, y + 3)]).Line([(x - 3, y + 3), (x + 3, y - 3)]);
        return path;
    }

    private static int MostLikely(ReadOnlySpan<double> shares)
    {
        var best = 0;
        for (var k = 1; k < shares.Length; k++)
            best = shares[k] > shares[best] ? k : best;
        return best;
    }

    /// <summary>The strength of a share that is 1/K at the least.</summary>
    private static int Level(double share, int components)
    {
        var least = 1.0 / components;
        return components == 1 ? Opacities.Length - 1 : (int)Math.Clamp((share - least) / (1 - least) * Opacities.Length, 0, Opacities.Length - 1);
    }

    private readonly record struct Dot(double X, double Y, long Id, int Slot, int Level, bool IsOutlier);
}

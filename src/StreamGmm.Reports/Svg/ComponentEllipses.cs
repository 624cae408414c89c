using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;

namespace StreamGmm;

/// <summary>The components of a mixture of two features: ellipses at 1, 2 and 3 standard deviations, the stronger the heavier, with their numbers.</summary>
internal sealed record ComponentEllipses(GaussianMixture Mixture, ImmutableArray<long> Ids, ImmutableArray<int> Slots, PlotAxis X, PlotAxis Y)
{
    /// <summary>As many lines as a legend has room for.</summary>
    private const int MostInLegend = 14;

    private static readonly double[] Opacities = [1, 0.65, 0.4];

    public IEnumerable<XElement?> Draw()
    {
        yield return Shape.Group(Enumerable.Range(0, Mixture.Components).Select(Rings), ("class", "ellipses"), ("fill", "none"));
        yield return Shape.Group(
            Enumerable.Range(0, Mixture.Components).Select(Number),
            ("class", "numbers"), ("text-anchor", "middle"), ("font-size", Mixture.Components > 30 ? 9.5 : 13.0), ("font-weight", "700"),
            ("stroke", Ink.Paper), ("stroke-width", 3.5), ("stroke-linejoin", "round"), ("paint-order", "stroke"));
    }

    public IEnumerable<LegendEntry> Legend()
    {
        int[] told = [.. Words.Heaviest(Mixture, Mixture.Components > MostInLegend ? MostInLegend - 1 : MostInLegend)];
        yield return new LegendEntry("component, weight");
        foreach (var k in told)
            yield return new LegendEntry(string.Create(CultureInfo.InvariantCulture, $"{Ids[k]}: {Words.Percent(Mixture.Weights[k])}"), Swatch(Slots[k], Width(k)));
        if (told.Length < Mixture.Components)
            yield return new LegendEntry($"and {Mixture.Components - told.Length} lighter");
        yield return new LegendEntry("1, 2, 3 σ", Ring(9, 5.5, 0.4), Ring(6, 3.7, 0.65), Ring(3, 1.8, 1));
        yield return new LegendEntry("regions that hold");
        yield return new LegendEntry($"{string.Join(", ", DensityContours.Shares.Select(share => PathData.Number(100 * share)))} %", Shape.Line(-10, 0, 10, 0, ("stroke", Ink.Quiet), ("stroke-width", 0.8)));
    }

    /// <summary>A short line in the colour and dash of a component.</summary>
    public static XElement Swatch(int slot, double width) =>
        Shape.Line(-10, 0, 10, 0, ("stroke", Ink.Color(slot)), ("stroke-width", width), ("stroke-dasharray", Ink.Dash(slot)));

    private static XElement? Ring(double major, double minor, double opacity) =>
        Shape.Of("ellipse", [("rx", major), ("ry", minor), ("fill", "none"), ("stroke", Ink.Text), ("stroke-opacity", opacity)]);

    private double Width(int k) => 0.8 + (1.8 * Math.Sqrt(Mixture.Weights[k] / Mixture.Weights.Max()));

    private XElement? Rings(int k)
    {
        var (covariance, sx, sy) = (Mixture.Covariance(k), X.Slope, Y.Slope);
        var (ellipse, px, py) = (PlotEllipse.Of(sx * sx * covariance[0, 0], sx * sy * covariance[0, 1], sy * sy * covariance[1, 1]), X.Pixel(Mixture.Means[k, 0]), Y.Pixel(Mixture.Means[k, 1]));
        return Shape.Group(
            Opacities.Select((opacity, i) => Shape.Of("ellipse", [("rx", (i + 1) * ellipse.Major), ("ry", (i + 1) * ellipse.Minor), ("stroke-opacity", opacity < 1 ? opacity : null)])),
            ("data-component", Ids[k]),
            ("transform", $"translate({PathData.Number(px)} {PathData.Number(py)}) rotate({PathData.Number(ellipse.Degrees)})"),
            ("stroke", Ink.Color(Slots[k])),
            ("stroke-width", Width(k)),
            ("stroke-dasharray", Ink.Dash(Slots[k])));
    }

    private XElement Number(int k) => Shape.Text(
        X.Pixel(Mixture.Means[k, 0]), Y.Pixel(Mixture.Means[k, 1]) + 4.5, Ids[k].ToString(CultureInfo.InvariantCulture), ("fill", Ink.Color(Slots[k])));
}

using System.Globalization;
using System.Xml.Linq;

namespace StreamGmm.Reports.Tests.Svg;

/// <summary>A picture as one reads it: elements by class, and scales that are read off the ticks.</summary>
internal sealed class Drawn
{
    public Drawn(ReportContent content, ReportView view) => Root = XDocument.Parse(SvgPicture.Of(content, view)).Root!;

    public XElement Root { get; }

    /// <summary>All texts, as they are shown.</summary>
    public IEnumerable<string> Texts => Root.Descendants(Shape.Svg + "text").Select(text => text.Value);

    /// <summary>The elements of a class, in order.</summary>
    public IEnumerable<XElement> Of(string name) => Root.Descendants().Where(element => ((string?)element.Attribute("class"))?.Split(' ').Contains(name) == true);

    /// <summary>The subpaths of a path.</summary>
    public static List<List<(double X, double Y)>> Lines(XElement path) => PathText.Lines((string)path.Attribute("d")!);

    /// <summary>A number of an element.</summary>
    public static double Number(XElement element, string attribute) => double.Parse((string)element.Attribute(attribute)!, CultureInfo.InvariantCulture);

    /// <summary>The value at a pixel of the x axis, by the first and the last tick of a panel.</summary>
    public double X(double pixel, int panel = 0) => Read(pixel, "x", panel);

    /// <summary>The value at a pixel of the y axis.</summary>
    public double Y(double pixel, int panel = 0) => Read(pixel, "y", panel);

    /// <summary>The ticks of an axis: values and pixels.</summary>
    public (double Value, double Pixel)[] Ticks(string axis, int panel = 0)
    {
        var name = Of($"{axis}-name").ElementAt(panel).Value;
        return [.. Of($"{axis}-ticks").ElementAt(panel).Elements().Select(text => (
            TickText.Value(text.Value, name), Number(text, axis) - (axis == "y" ? 0.35 * Ink.TickSize : 0)))];
    }

    private double Read(double pixel, string axis, int panel)
    {
        var ticks = Ticks(axis, panel);
        var (from, to) = (ticks[0], ticks[^1]);
        return from.Value + ((pixel - from.Pixel) / (to.Pixel - from.Pixel) * (to.Value - from.Value));
    }
}

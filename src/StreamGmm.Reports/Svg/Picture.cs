using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace StreamGmm;

/// <summary>A whole picture: paper, heading and what is drawn below it.</summary>
/// <param name="Title">The heading, and the name that is read out.</param>
/// <param name="Subtitle">A line below it; empty for none.</param>
/// <param name="Description">What the picture says, for those who do not see it.</param>
/// <param name="Drawn">The elements, in the order in which they are painted.</param>
internal sealed record Picture(string Title, string Subtitle, string Description, IEnumerable<XElement?> Drawn)
{
    public const double Width = 720;
    public const double Height = 480;

    /// <summary>The room below the heading.</summary>
    public static Box Room => new(18, 58, Width - 18, Height - 10);

    /// <summary>The picture as an SVG document without a declaration, to be written to a file or put into a page.</summary>
    public string ToSvg()
    {
        var root = Shape.Of(
            "svg",
            [("viewBox", $"0 0 {PathData.Number(Width)} {PathData.Number(Height)}"), ("width", Width), ("height", Height), ("role", "img"), ("font-family", Ink.Fonts)],
            Shape.Of("title", [], Shape.Clean(Title)),
            Shape.Of("desc", [], Shape.Clean(Description)),
            Shape.Rectangle(0, 0, Width, Height, ("fill", Ink.Paper)),
            Heading(Title, 30, "title", Ink.TitleSize, Ink.Text, "600"),
            Subtitle.Length > 0 ? Heading(Subtitle, 48, "subtitle", Ink.TickSize, Ink.Quiet, null) : null,
            Drawn);
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, IndentChars = " ", NewLineChars = "\n" }))
            root.Save(writer);
        text.Write("\n");
        return text.ToString();
    }

    private static XElement Heading(string text, double y, string name, double size, string color, string? weight) =>
        Shape.Text(Room.Left + 2, y, Shape.Fitted(text, size * (weight is null ? 1 : 1.2), Room.Width), ("class", name), ("font-size", size), ("font-weight", weight), ("fill", color));
}

using System.Xml;
using System.Xml.Linq;

namespace StreamGmm;

/// <summary>The elements that pictures are made of.</summary>
internal static class Shape
{
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>An element with attributes (a number is rounded to 0.01; null leaves one out) and what is inside.</summary>
    public static XElement Of(string name, IEnumerable<(string Name, object? Value)> attributes, params object?[] inside) => new(
        Svg + name,
        attributes.Where(a => a.Value is not null).Select(a => new XAttribute(a.Name, a.Value is double number ? PathData.Number(number) : a.Value!)),
        inside);

    /// <summary>Elements that share attributes; null where there are none.</summary>
    public static XElement? Group(IEnumerable<XElement?> inside, params (string Name, object? Value)[] attributes)
    {
        XElement[] elements = [.. inside.OfType<XElement>()];
        return elements.Length == 0 ? null : Of("g", attributes, [.. elements]);
    }

    public static XElement Line(double x1, double y1, double x2, double y2, params (string Name, object? Value)[] attributes) =>
        Of("line", [("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2), .. attributes]);

    public static XElement Rectangle(double x, double y, double width, double height, params (string Name, object? Value)[] attributes) =>
        Of("rect", [("x", x), ("y", y), ("width", width), ("height", height), .. attributes]);

    public static XElement Circle(double x, double y, double radius, params (string Name, object? Value)[] attributes) =>
        Of("circle", [("cx", x), ("cy", y), ("r", radius), .. attributes]);

    /// <summary>A path; null where nothing is drawn.</summary>
    public static XElement? Path(PathData data, params (string Name, object? Value)[] attributes) =>
        data.IsEmpty ? null : Of("path", [("d", data.ToString()), .. attributes]);

    public static XElement Text(double x, double y, string text, params (string Name, object? Value)[] attributes) =>
        Of("text", [("x", x), ("y", y), .. attributes], Clean(text));

    /// <summary>The text in one line, with a mark for each character that XML cannot hold.</summary>
    public static string Clean(string text)
    {
        var clean = new char[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]);
            if (isPair)
                (clean[i], clean[++i]) = (text[i - 1], text[i]);
            else
                clean[i] = char.IsWhiteSpace(text[i]) ? ' ' : XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD';
        }

        return new string(clean);
    }

    /// <summary>About how wide a text is, in pixels; rather more than less.</summary>
    public static double Width(string text, double size) => 0.58 * size * text.Length;

    /// <summary>The text, cut short with "…" where it is about wider than the room for it.</summary>
    public static string Fitted(string text, double size, double room)
    {
        var most = Math.Max(2, (int)(room / Width("x", size)));
        if (text.Length <= most)
            return text;
        return text[..(char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)] + "…";
    }
}

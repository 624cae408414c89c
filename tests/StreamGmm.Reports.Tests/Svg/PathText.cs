using System.Globalization;
using System.Text.RegularExpressions;

namespace StreamGmm.Reports.Tests.Svg;

/// <summary>Reads the "d" of paths, by the grammar of SVG, as far as pictures use it: M, m, l, h and z.</summary>
internal static partial class PathText
{
    /// <summary>The subpaths as points in pixels.</summary>
    public static List<List<(double X, double Y)>> Lines(string d)
    {
        var (lines, x, y, at, command) = (new List<List<(double X, double Y)>>(), 0.0, 0.0, 0, ' ');
        string[] tokens = [.. Tokens().Matches(d).Select(match => match.Value)];
        Assert.Equal(d.Replace(" ", "", StringComparison.Ordinal), string.Concat(tokens));
        while (at < tokens.Length)
        {
            if (char.IsLetter(tokens[at][0]))
                command = tokens[at++][0];
            switch (command)
            {
                case 'M':
                    (x, y) = (Next(), Next());
                    lines.Add([(x, y)]);
                    command = 'L';
                    break;
                case 'm':
                    (x, y) = (x + Next(), y + Next());
                    lines.Add([(x, y)]);
                    break;
                case 'l':
                    (x, y) = (x + Next(), y + Next());
                    lines[^1].Add((x, y));
                    break;
                case 'h':
                    x += Next();
                    lines[^1].Add((x, y));
                    break;
                case 'z':
                    (x, y) = lines[^1][0];
                    break;
                default:
                    Assert.Fail($"The path has a '{command}' at {at}: {d}");
                    break;
            }
        }

        return lines;

        double Next() => double.Parse(tokens[at++], CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"[a-zA-Z]|-?(?:\d+\.?\d*|\.\d+)")]
    private static partial Regex Tokens();
}

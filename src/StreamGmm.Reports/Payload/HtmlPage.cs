using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace StreamGmm;

/// <summary>Puts a page together: the template with its title, styles, scripts and the report written into it.</summary>
internal static partial class HtmlPage
{
    private const string TemplateName = "report.html";

    /// <summary>What comes first, in this order; then the other scripts, those in folders last, and <see cref="Last"/> at the end.</summary>
    private static readonly string[] First =
        ["vendor/d3-array.min.js", "vendor/d3-contour.min.js", "vendor/uPlot.iife.min.js", "mixture.js", "plot.js"];

    private const string Last = "report.js";

    private static readonly Lazy<(string Template, string Styles, string Scripts)> Parts = new(() =>
        (Read(TemplateName), Together(Styles(Names())), Safe(Together(Scripts(Names())))));

    /// <summary>The whole page. Every place is filled once: what is written there is not looked at again.</summary>
    /// <param name="title">The title as the user wrote it.</param>
    /// <param name="payload">JSON that is safe inside a script element.</param>
    public static string Write(string title, string payload)
    {
        var (template, styles, scripts) = Parts.Value;
        return Place().Replace(template, place => place.Groups[1].Value switch
        {
            "title" => WebUtility.HtmlEncode(title),
            "styles" => styles,
            "scripts" => scripts,
            _ => payload,
        });
    }

    /// <summary>The scripts in the order they run in.</summary>
    internal static IEnumerable<string> Scripts(IEnumerable<string> names) => names
        .Where(name => name.EndsWith(".js", StringComparison.Ordinal))
        .OrderBy(name => name == Last ? 3 : First.Contains(name) ? 0 : name.Contains('/', StringComparison.Ordinal) ? 2 : 1)
        .ThenBy(name => Array.IndexOf(First, name))
        .ThenBy(name => name, StringComparer.Ordinal);

    /// <summary>The styles, those of libraries first.</summary>
    private static IEnumerable<string> Styles(IEnumerable<string> names) => names
        .Where(name => name.EndsWith(".css", StringComparison.Ordinal))
        .OrderBy(name => name.StartsWith("vendor/", StringComparison.Ordinal) ? 0 : 1)
        .ThenBy(name => name, StringComparer.Ordinal);

    private static string[] Names() => typeof(HtmlPage).Assembly.GetManifestResourceNames();

    private static string Together(IEnumerable<string> names) => string.Join('\n', names.Select(Read));

    /// <summary>A script that holds the text of its own end tag would end there.</summary>
    private static string Safe(string script) => script.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase);

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(HtmlPage).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{\{(title|styles|scripts|report)\}\}")]
    private static partial Regex Place();
}

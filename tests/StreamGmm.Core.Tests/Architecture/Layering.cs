using System.Text.RegularExpressions;

namespace StreamGmm.Core.Tests.Architecture;

/// <summary>Checks that the code of a layer mentions only types of its own layer and of those above it in a list.</summary>
internal sealed partial class Layering
{
    private readonly string[] layers;
    private readonly List<(string Layer, string File, string Code)> files = [];

    public Layering(IEnumerable<string> layers, IEnumerable<(string Layer, string File, string Source)> sources)
    {
        this.layers = [.. layers];
        foreach (var (layer, file, source) in sources)
            files.Add((layer, file, CodeOf(source)));
    }

    /// <summary>One line for each mention of a type from further down the list, or of a layer that is not in it.</summary>
    public IEnumerable<string> Violations()
    {
        var declared = files.SelectMany(f => Declarations().Matches(f.Code).Select(m => (Type: m.Groups["name"].Value, f.Layer)))
            .GroupBy(d => d.Type)
            .ToDictionary(group => group.Key, group => group.Select(d => d.Layer).MinBy(Rank)!);
        foreach (var (layer, file, code) in files)
        {
            if (Rank(layer) < 0)
            {
                yield return $"{layer}/{file}: {layer} is no layer.";
                continue;
            }

            foreach (var type in Words().Matches(code).Select(m => m.Value).Distinct())
            {
                if (declared.TryGetValue(type, out var other) && Rank(other) > Rank(layer))
                    yield return $"{layer}/{file} mentions {type}, which is declared in {other}.";
            }
        }
    }

    /// <summary>The source without comments, strings and what else is no code.</summary>
    internal static string CodeOf(string source) => NoCode().Replace(source, " ");

    private int Rank(string layer) => Array.IndexOf(layers, layer);

    // The types declared at the top of a file: cases nested in a union are mentioned by its name.
    [GeneratedRegex(@"^(?:public|internal)\s+(?:(?:static|abstract|sealed|partial|readonly|unsafe|ref)\s+)*(?:class|struct|interface|enum|record\s+struct|record|delegate\s+\w+)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Declarations();

    [GeneratedRegex("(?<![.\\w])[A-Z]\\w*|(?<=StreamGmm\\.)[A-Z]\\w*")]
    private static partial Regex Words();

    [GeneratedRegex("'(?:\\\\.|[^'\\\\])'|\"\"\".*?\"\"\"|//[^\\n]*|/\\*.*?\\*/|\\$?\"(?:\\\\.|\\{\\{|[^\"\\\\{]|\\{[^\"]*?\\})*?\"", RegexOptions.Singleline)]
    private static partial Regex NoCode();
}

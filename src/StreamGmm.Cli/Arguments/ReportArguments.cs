using System.CommandLine;
using System.Globalization;
using StreamGmm.Cli.Reports;

namespace StreamGmm.Cli.Arguments;

/// <summary>The options that say where a report goes, and what it shows first.</summary>
internal sealed class ReportArguments
{
    private readonly Option<string?> output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "Where to write the report: a page of HTML, or one picture where the name ends in .svg; - is standard output; required. An old file is replaced as a whole.",
    };

    private readonly Option<string?> view = Parsed.Name("--view", "scatter|histogram|log-likelihood|criteria|stream", "The picture, for .svg. [default: the first that there is]");

    private readonly Option<string?> title = Parsed.Name("--title", "TEXT", "The heading. [default: what is shown]");

    private readonly Option<ColumnNames?> axes = Parsed.Text(
        "--axes",
        "a,b",
        "The two features first shown against each other, by name, or by number from 0. [default: the first two]",
        "two features were expected, with a comma between them",
        (string text, out ColumnNames? value) => (value = new ColumnNames(text.Split(',', StringSplitOptions.TrimEntries))).All.Count == 2 && value.All[0] != value.All[1]);

    public IEnumerable<Option> All => [output, view, title, axes];

    /// <summary>Where the report goes.</summary>
    public ReportPlace Place(ParseResult result)
    {
        var path = result.GetValue(output);
        if (string.IsNullOrEmpty(path))
            throw new UsageException($"--output is {(path is null ? "not given" : "''")}: the name of the file to write was expected. Say -o report.html.");
        var wanted = View(result.GetValue(view));
        return wanted is null || path == "-" || path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase)
            ? new ReportPlace(path, "--output", wanted)
            : throw new UsageException($"--view is given and --output is '{path}': a page has all views. Leave --view out, or name a file that ends in .svg.");
    }

    /// <summary>What is shown first, of features with such names; null for numbers only.</summary>
    public ReportOptions Read(ParseResult result, IReadOnlyList<string>? columns, int dimension) => new()
    {
        Title = result.GetValue(title),
        Columns = columns,
        Axes = result.GetValue(axes) is not { } wanted ? null : (Axis(wanted.All[0], columns, dimension), Axis(wanted.All[1], columns, dimension)),
    };

    private static ReportView? View(string? name)
    {
        var views = Enum.GetValues<ReportView>();
        return name is null ? null
            : Array.FindIndex(views, view => ReportPlace.Name(view) == name) is >= 0 and var index ? views[index]
            : throw new UsageException($"--view is '{name}': one of {string.Join(", ", views.Select(ReportPlace.Name))} was expected.");
    }

    private static int Axis(string name, IReadOnlyList<string>? columns, int dimension)
    {
        for (var j = 0; j < columns?.Count; j++)
        {
            if (columns[j] == name)
                return j;
        }

        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < dimension
            ? number
            : throw new UsageException($"--axes has '{name}': {(columns is null ? $"a number from 0 to {dimension - 1}" : $"one of {Input.DataInput.Shorten(columns)}")} was expected.");
    }
}

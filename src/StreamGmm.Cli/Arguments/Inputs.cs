using System.CommandLine;
using System.CommandLine.Parsing;

namespace StreamGmm.Cli.Arguments;

/// <summary>The arguments and options that several commands share.</summary>
internal static class Inputs
{
    public static Argument<string> Data() => Path("DATA", "The samples: CSV (header optional, .gz too), .npy, or - for CSV on standard input.");

    /// <summary>Samples of one file, or of several.</summary>
    public static Argument<string> Blocks() => Path("DATA", "The samples: CSV (header optional, .gz too), .npy, a pattern of such files as 'data/*.npy' (* any characters, ? one, **/ any folders), or - for CSV on standard input.");

    /// <summary>Rows that go on; standard input where nothing is named.</summary>
    public static Argument<string> Stream()
    {
        var argument = Path("DATA", "The rows: CSV or NDJSON (a file, .gz too), .npy, or - for CSV or NDJSON on standard input.");
        argument.Arity = ArgumentArity.ZeroOrOne;
        argument.DefaultValueFactory = _ => "-";
        return argument;
    }

    public static Argument<string> Model() => Path("MODEL", "A mixture as fit --save writes it.");

    /// <summary>What a report is made of.</summary>
    public static Argument<string[]> Files()
    {
        var argument = new Argument<string[]>("FILE") { Description = "Data, a mixture, what fit --json, select --json or follow printed, or a state; - for one of these on standard input.", Arity = ArgumentArity.OneOrMore };
        argument.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                RequireFile(result, "FILE", token.Value);
        });
        return argument;
    }

    public static Option<string?> Report(string what) => Parsed.Name("--report", "FILE", $"Where to draw a report of {what}. A page of HTML, or its first picture where the name ends in .svg; an old file is replaced as a whole.");

    public static Option<bool> Json(string description) => new("--json") { Description = description };

    public static Option<ColumnNames?> Columns() => Parsed.Text(
        "--columns",
        "a,b,...",
        "The columns that are features, by name; by number from 0 without a header and for .npy. By default those of the model, or all that are numeric.",
        "the names of columns were expected, with commas between them",
        (string text, out ColumnNames? value) => (value = new ColumnNames(text.Split(',', StringSplitOptions.TrimEntries))).All.All(name => name.Length > 0));

    public static Option<string?> Weights() => Parsed.Name("--weights", "COLUMN", "The column that weighs the rows: 3 is three copies, 0 is absence. It is no feature.");

    public static Option<string?> Labels() => Parsed.Name("--labels", "COLUMN", "The column that says which component a row belongs to, from 0; -1 or empty for unknown. It is no feature.");

    public static Option<MissingValues?> Missing() => Parsed.Option(
        "--missing",
        "refuse|marginalize",
        "What comes of empty cells, NaN and NA: refused, or rows count by the values that they have. [default: refuse]",
        "refuse or marginalize was expected",
        (string text, out MissingValues value) => (value = text == "marginalize" ? MissingValues.Marginalize : MissingValues.Refuse) == MissingValues.Marginalize || text == "refuse");

    public static Option<CovarianceShape?> Shape() => Parsed.Option(
        "--shape",
        $"{string.Join('|', CovarianceShape.All)}|low-rank:R",
        "The shape of the covariances. [default: full]",
        $"one of {string.Join(", ", CovarianceShape.All)}, or low-rank:R with R a whole number of 1 or more, was expected",
        (string text, out CovarianceShape value) => CovarianceShape.TryParse(text, out value));

    public static Option<int?> Seed() => Parsed.Whole("--seed", "S", "The same seed gives the same fit. [default: 0]");

    public static Option<Regularization?> Regularization() => Parsed.Text(
        "--regularization",
        "relative:V|absolute:V",
        "What is added to the variances: a share of that of the data, or a number. [default: relative:1e-6]",
        "relative:V or absolute:V was expected with V a finite number of 0 or more, as in relative:1e-6",
        (string text, out Regularization? value) => TryRegularization(text, out value));

    public static Option<int?> Threads() => Parsed.Whole("--threads", "N", "The most threads; the result is the same for any number. [default: 0, all cores]", 0);

    private static bool TryRegularization(string text, out Regularization? value)
    {
        try
        {
            value = StreamGmm.Regularization.Parse(text);
            return true;
        }
        catch (FormatException)
        {
            value = null;
            return false;
        }
    }

    /// <summary>A file; an unknown option is not taken for one.</summary>
    private static Argument<string> Path(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0)
                RequireFile(result, name, result.Tokens[0].Value);
        });
        return argument;
    }

    private static void RequireFile(ArgumentResult result, string name, string text)
    {
        if (text.Length == 0)
            result.AddError($"{name} is '': the name of a file was expected. See whether a variable of the shell is empty.");
        if (text.Length > 1 && text[0] == '-' && !File.Exists(text))
            result.AddError($"'{text}' is no option of this command: {name}, a file, or an option was expected.");
    }
}

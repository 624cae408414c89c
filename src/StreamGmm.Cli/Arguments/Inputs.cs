using System.CommandLine;

namespace StreamGmm.Cli.Arguments;

/// <summary>The arguments and options that several commands share.</summary>
internal static class Inputs
{
    public static Argument<string> Data() => Path("DATA", "The samples: CSV (header optional, .gz too), .npy, or - for CSV on standard input.");

    public static Argument<string> Model() => Path("MODEL", "A mixture as fit --save writes it.");

    public static Option<bool> Json(string description) => new("--json") { Description = description };

    public static Option<ColumnNames?> Columns() => Parsed.Text(
        "--columns",
        "a,b,...",
        "The columns that are features, by name; by number from 0 without a header and for .npy. By default those of the model, or all that are numeric.",
        "the names of columns were expected, with commas between them",
        (string text, out ColumnNames? value) => (value = new ColumnNames(text.Split(',', StringSplitOptions.TrimEntries))).All.All(name => name.Length > 0));

    /// <summary>A file; an unknown option is not taken for one.</summary>
    private static Argument<string> Path(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(result =>
        {
            var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            if (result.Tokens.Count > 0 && text.Length == 0)
                result.AddError($"{name} is '': the name of a file was expected. See whether a variable of the shell is empty.");
            if (text.Length > 1 && text[0] == '-' && !File.Exists(text))
                result.AddError($"'{text}' is no option of this command: {name}, a file, or an option was expected.");
        });
        return argument;
    }
}

using System.Globalization;
using Spectre.Console;

namespace StreamGmm.Cli.Output;

/// <summary>A choice of models as CSV, or as a table on a terminal.</summary>
internal static class SelectionText
{
    private static readonly string[] Titles = ["components", "shape", "logLikelihood", "parameters", "aic", "bic", "icl"];

    /// <summary>A header and a row for each model, with numbers that read back bit for bit.</summary>
    public static void Write(TextWriter output, IReadOnlyList<Candidate> candidates)
    {
        output.WriteLine(string.Join(',', Titles));
        foreach (var candidate in candidates)
            output.WriteLine(string.Join(',', Cells(candidate, "R")));
    }

    /// <summary>A table of the models, the best one marked.</summary>
    public static void Show(TextWriter screen, IReadOnlyList<Candidate> candidates)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var title in (string[])["K", "shape", "log-likelihood", "parameters", "AIC", "BIC", "ICL"])
            table.AddColumn(new TableColumn(title).RightAligned());
        var best = candidates[^1].Best;
        foreach (var candidate in candidates)
            table.AddRow([.. Cells(candidate, "F2").Select(cell => candidate.Index == best.Index ? $"[bold]{cell}[/]" : cell)]);
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(screen) }).Write(table);
    }

    /// <summary>A model and what it is worth: "4 components, tied, BIC 1624.07".</summary>
    public static string Describe(Candidate candidate) => string.Create(
        CultureInfo.InvariantCulture,
        $"{candidate.Components} component{(candidate.Components == 1 ? "" : "s")}, {candidate.Shape}, {candidate.Criterion.ToString().ToUpperInvariant()} {candidate.Value:F2}");

    private static string[] Cells(Candidate candidate, string format)
    {
        var criteria = candidate.Criteria;
        return
        [
            candidate.Components.ToString(CultureInfo.InvariantCulture),
            candidate.Shape.ToString(),
            candidate.Fit.LogLikelihood.ToString(format == "R" ? format : "F5", CultureInfo.InvariantCulture),
            criteria.Parameters.ToString(CultureInfo.InvariantCulture),
            criteria.Aic.ToString(format, CultureInfo.InvariantCulture),
            criteria.Bic.ToString(format, CultureInfo.InvariantCulture),
            criteria.Icl.ToString(format, CultureInfo.InvariantCulture),
        ];
    }
}

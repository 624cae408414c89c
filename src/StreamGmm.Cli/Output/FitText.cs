using System.Globalization;
using Spectre.Console;

namespace StreamGmm.Cli.Output;

/// <summary>A fit for people: a summary, and the components one by one; of many features the first ones.</summary>
internal static class FitText
{
    /// <summary>As many as stand side by side in a terminal.</summary>
    private const int MostFeatures = 6;

    /// <summary>Plain lines, for a file or a pipe.</summary>
    public static void Write(TextWriter output, FitReport report)
    {
        WriteSummary(output, report);
        var mixture = report.State.Mixture;
        for (var k = 0; k < mixture.Components; k++)
            output.WriteLine($"component {k}: weight {Number(mixture.Weights[k])}; {string.Join(", ", Features(report, k).Select(f => $"{f.Name} {f.Text}"))}{(Hidden(report) > 0 ? ", …" : "")}");
    }

    /// <summary>A table of the components and the summary, for a terminal.</summary>
    public static void Show(TextWriter screen, FitReport report)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn(new TableColumn("component").RightAligned());
        table.AddColumn(new TableColumn("weight").RightAligned());
        foreach (var name in report.Data.Columns.Take(MostFeatures))
            table.AddColumn(new TableColumn(Markup.Escape(name)).RightAligned());
        for (var k = 0; k < report.State.Mixture.Components; k++)
            table.AddRow([k.ToString(CultureInfo.InvariantCulture), Number(report.State.Mixture.Weights[k]), .. Features(report, k).Select(f => f.Text)]);
        table.Caption("mean ± standard deviation" + (Hidden(report) > 0 ? $"; {MostFeatures} of {report.Data.Columns.Count} features, --save or --json has all" : ""));

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(screen) }).Write(table);
        WriteSummary(screen, report);
    }

    private static void WriteSummary(TextWriter output, FitReport report)
    {
        var (state, samples, criteria) = (report.State, report.Data.Samples, report.Criteria);
        var weight = samples.Weights is null ? "" : $" of weight {Number(samples.TotalWeight)}";
        output.WriteLine($"{report.Status} after {state.Iteration} iterations: {state.Mixture} from {samples.Count} samples{weight}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"log-likelihood {state.LogLikelihood:G9} a sample, {state.TotalLogLikelihood:G9} in all; {criteria.Parameters} parameters, AIC {criteria.Aic:G9}, BIC {criteria.Bic:G9}"));
    }

    private static int Hidden(FitReport report) => Math.Max(0, report.Data.Columns.Count - MostFeatures);

    private static IEnumerable<(string Name, string Text)> Features(FitReport report, int component)
    {
        var mixture = report.State.Mixture;
        var covariance = mixture.Covariance(component);
        return report.Data.Columns.Take(MostFeatures).Select((name, j) =>
            (name, $"{Number(mixture.Means[component, j])} ± {Number(Math.Sqrt(covariance[j, j]))}"));
    }

    private static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
}

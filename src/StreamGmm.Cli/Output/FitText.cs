using System.Globalization;
using Spectre.Console;

namespace StreamGmm.Cli.Output;

/// <summary>A fit for people: a summary, and the components one by one; of many features the first ones.</summary>
internal static class FitText
{
    /// <summary>As many as a line of text bears.</summary>
    private const int MostFeatures = 6;

    /// <summary>The width of a column of a table with a mean and a standard deviation in it, frame and all.</summary>
    private const int ColumnWidth = 24;

    /// <summary>Plain lines, for a file or a pipe.</summary>
    public static void Write(TextWriter output, FitReport report)
    {
        WriteSummary(output, report);
        var (mixture, names) = (report.State.Mixture, report.Data.Columns);
        for (var k = 0; k < mixture.Components; k++)
        {
            var features = names.Take(MostFeatures).Zip(Features(mixture, k), (name, feature) => $"{name} {feature}");
            output.WriteLine($"component {k}: weight {Number(mixture.Weights[k])}; {string.Join(", ", features)}{(names.Count > MostFeatures ? ", …" : "")}");
        }

        WriteIntervals(output, report);
    }

    /// <summary>A table of the components and the summary, for a terminal; plain lines where it is too narrow for a table.</summary>
    public static void Show(TextWriter screen, FitReport report) =>
        Show(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(screen) }), report);

    /// <inheritdoc cref="Show(TextWriter, FitReport)"/>
    public static void Show(IAnsiConsole console, FitReport report)
    {
        var screen = console.Profile.Out.Writer;
        if (console.Profile.Width < 2 * ColumnWidth)
        {
            Write(screen, report);
            return;
        }

        var (mixture, names) = (report.State.Mixture, report.Data.Columns);
        var shown = Math.Clamp((console.Profile.Width - ColumnWidth) / ColumnWidth, 1, names.Count);
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var title in (string[])["component", "weight", .. names.Take(shown)])
            table.AddColumn(new TableColumn(Markup.Escape(title)).RightAligned());
        for (var k = 0; k < mixture.Components; k++)
            table.AddRow([k.ToString(CultureInfo.InvariantCulture), Number(mixture.Weights[k]), .. Features(mixture, k).Take(shown)]);
        table.Caption("mean ± standard deviation" + (shown < names.Count ? $"; {shown} of {names.Count} features shown" : ""));
        console.Write(table);
        WriteSummary(screen, report);
        WriteIntervals(screen, report);
    }

    private static void WriteSummary(TextWriter output, FitReport report)
    {
        var (state, data, criteria) = (report.State, report.Data, report.Criteria);
        var weight = data.IsWeighted ? $" of weight {Number(state.Statistics.TotalWeight)}" : "";
        output.WriteLine($"{report.Status} after {state.Iteration} iteration{(state.Iteration == 1 ? "" : "s")}: {state.Mixture} from {data.Count} samples{weight}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"log-likelihood {state.LogLikelihood:G9} a sample, {state.TotalLogLikelihood:G9} in all; {criteria.Parameters} parameters, AIC {criteria.Aic:G9}, BIC {criteria.Bic:G9}"));
    }

    private static void WriteIntervals(TextWriter output, FitReport report)
    {
        if (report.Intervals is { } intervals)
            IntervalsText.Write(output, intervals, report.Data.Columns, MostFeatures);
    }

    /// <summary>Mean and standard deviation of each feature.</summary>
    private static IEnumerable<string> Features(GaussianMixture mixture, int component)
    {
        var covariance = mixture.Covariance(component);
        return Enumerable.Range(0, mixture.Dimension).Select(j => $"{Number(mixture.Means[component, j])} ± {Number(Math.Sqrt(covariance[j, j]))}");
    }

    private static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
}

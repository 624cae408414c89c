using System.CommandLine;
using System.Globalization;
using StreamGmm.Cli.Arguments;
using StreamGmm.Cli.Input;
using StreamGmm.Cli.Output;

namespace StreamGmm.Cli.Commands;

/// <summary><c>outliers MODEL DATA --quantile Q</c>: the rows that are the least probable under a mixture.</summary>
internal sealed class OutliersCommand : Command
{
    private readonly Shell shell;
    private readonly Argument<string> model = Inputs.Model();
    private readonly Argument<string> data = Inputs.Data();
    private readonly Option<double?> quantile = Parsed.Option(
        "--quantile",
        "Q",
        "The threshold is this quantile of the log densities of DATA: 0.04 for the least probable 4 %.",
        "a number from 0 to 1 was expected, with a decimal point, as in 0.04",
        (string text, out double value) => TryNumber(text, out value) && value is >= 0 and <= 1);

    private readonly Option<double?> threshold = Parsed.Option(
        "--threshold",
        "L",
        "The threshold is this log density, in nats: one that was told for other rows, say.",
        "a finite number was expected, with a decimal point, as in -12.5",
        (string text, out double value) => TryNumber(text, out value) && double.IsFinite(value));

    private readonly Option<ColumnNames?> columns = Inputs.Columns();
    private readonly Option<bool> json = Inputs.Json("Print {\"threshold\": ..., \"rows\": [...], \"logDensity\": [...]} instead of CSV; minus infinity is null there.");

    public OutliersCommand(Shell shell)
        : base("outliers", "Print a row row,logDensity for each row of DATA, numbered from 0, whose log density under MODEL is below a threshold; the threshold goes to standard error.")
    {
        this.shell = shell;
        Add(model);
        Add(data);
        foreach (var option in (Option[])[quantile, threshold, columns, json])
            Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var (share, given) = (arguments.GetValue(quantile), arguments.GetValue(threshold));
        if (share is null == given is null)
            throw new UsageException($"--quantile and --threshold are {(share is null ? "not" : "both")} given: one of them says how improbable an outlier is. Say --quantile 0.04 for the least probable 4 %.");
        var path = arguments.GetRequiredValue(model);
        var saved = ModelFile.Read(path);
        var source = new DataSource(arguments.GetRequiredValue(data), shell);
        var rows = DataInput.Read(source, new ReadOptions { Columns = arguments.GetValue(columns)?.All }, saved, path, shell.Say).Samples;

        var below = share is { } q
            ? DensityThreshold.FromQuantile(saved.Mixture, rows, q, cancellationToken: shell.Cancelled)
            : new DensityThreshold(saved.Mixture, given!.Value);
        var outliers = below.Outliers(rows, cancellationToken: shell.Cancelled);
        var densities = saved.Mixture.LogDensity(rows, cancellationToken: shell.Cancelled);
        Print(below.LogDensity, outliers, [.. outliers.Select(row => densities[row])], rows.Count, arguments.GetValue(json));
        return Program.Done;
    }

    private static bool TryNumber(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private void Print(double limit, int[] rows, double[] densities, int count, bool asJson)
    {
        if (asJson)
        {
            JsonOutput.WriteLine(shell.Output, writer =>
            {
                writer.WriteFinite("threshold", limit);
                writer.WriteStartArray("rows");
                foreach (var row in rows)
                {
                    writer.WriteNumberValue(row);
                    writer.PassOn();
                }

                writer.WriteEndArray();
                writer.WritePropertyName("logDensity");
                writer.WriteFinite(densities);
            });
            return;
        }

        using var output = shell.OpenText();
        CsvFile.Write(output, [.. rows.Zip(densities, (row, density) => (double[])[row, density]).SelectMany(cells => cells)], 2, ["row", "logDensity"]);
        shell.Say(string.Create(CultureInfo.InvariantCulture, $"threshold {limit:R}: {rows.Length} of {count} rows below"));
    }
}

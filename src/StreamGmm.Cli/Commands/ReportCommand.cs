using System.CommandLine;
using StreamGmm.Cli.Arguments;
using StreamGmm.Cli.Input;
using StreamGmm.Cli.Output;
using StreamGmm.Cli.Reports;

namespace StreamGmm.Cli.Commands;

/// <summary><c>report FILE... -o report.html</c>: draws what the other commands wrote, with or without the samples.</summary>
internal sealed class ReportCommand : Command
{
    private readonly Shell shell;
    private readonly Argument<string[]> files = Inputs.Files();
    private readonly ReportArguments how = new();
    private readonly Option<ColumnNames?> columns = Inputs.Columns();
    private readonly Option<string?> weights = Inputs.Weights();
    private readonly Option<string?> labels = Parsed.Name("--labels", "COLUMN", "A column of labels: it is no feature, and it is not drawn.");
    private readonly Option<MissingValues?> missing = Inputs.Missing();
    private readonly Option<bool> quiet = new("--quiet") { Description = "No notes; errors stay." };

    public ReportCommand(Shell shell)
        : base(
            "report",
            "Draw a report of FILE...: data; or a mixture, a pipeline, what fit --json, select --json or follow printed, or the state of a stream, alone or with the data. "
            + "Each is told by what it holds. A page needs no network and no other file.")
    {
        this.shell = shell;
        Add(files);
        foreach (var option in (Option[])[.. how.All, columns, weights, labels, missing, quiet])
            Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var place = how.Place(arguments);
        place.RequireWritable(arguments.GetRequiredValue(files));
        Action<string> note = arguments.GetValue(quiet) ? _ => { } : shell.Say;
        var given = Given.Of(arguments.GetRequiredValue(files), shell);
        place.Write(Progress.Show(shell, arguments.GetValue(quiet), "drawing", _ => Draw(arguments, given, note)), shell, note);
        return Program.Done;
    }

    private Report Draw(ParseResult arguments, Given given, Action<string> note)
    {
        var reading = new ReadOptions
        {
            Columns = arguments.GetValue(columns)?.All,
            Weights = arguments.GetValue(weights),
            Labels = arguments.GetValue(labels),
            MissingValues = arguments.GetValue(missing) ?? MissingValues.Refuse,
        };
        if (given.Data is null && reading != new ReadOptions())
            throw new UsageException("--columns, --weights, --labels and --missing say how data are read, and no file given is data: leave them out, or add the data.");
        if (given.Known is ReportInput.Prepared { Saved.Pipeline: var pipeline })
            note($"Drawn is what the mixture sees: rows after {string.Join(", ", pipeline.Steps)}.");
        var data = given.Data is { } source ? Read(source, reading, given, note) : null;
        var (names, dimension) = given.Known.Mixture is { } known ? (known.Columns ?? data?.Columns, known.Mixture.Dimension) : (data!.Columns, data.Samples.Dimension);
        var options = how.Read(arguments, names, dimension);
        shell.Cancelled.ThrowIfCancellationRequested();
        return given.Known.Draw(data?.Samples.WithoutLabels(), options);
    }

    /// <summary>The samples: of the columns that a mixture was fitted to, as the other commands take them.</summary>
    private static NamedSamples Read(DataSource source, ReadOptions reading, Given given, Action<string> note)
    {
        if (given.Known is not ReportInput.Prepared { Saved: var saved })
            return given.Known.Mixture is { } mixture ? DataInput.Read(source, reading, mixture, given.Path, note) : DataInput.Read(source, reading, note);
        var rows = DataInput.Read(source, reading with { FittedColumns = saved.Columns }, note);
        return rows.Samples.Dimension == saved.Pipeline.Dimension ? rows : throw new UsageException(
            $"'{source.Name}' gives {rows.Samples.Dimension} features ({DataInput.Shorten(rows.Columns)}), the pipeline of '{given.Path}' takes {saved.Pipeline.Dimension}: they must agree. Choose columns with --columns.");
    }
}

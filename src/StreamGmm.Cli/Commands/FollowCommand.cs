using System.CommandLine;
using StreamGmm.Cli.Arguments;
using StreamGmm.Cli.Input;
using StreamGmm.Cli.Output;
using StreamGmm.Cli.Reports;

namespace StreamGmm.Cli.Commands;

/// <summary><c>follow [DATA|-]</c>: keeps a mixture fitted to rows that go on, tells its states, and saves them where asked to.</summary>
internal sealed class FollowCommand : Command
{
    /// <summary>A state may be large and a disk slow.</summary>
    private static readonly TimeSpan TimeToSave = TimeSpan.FromMinutes(1);

    private readonly Shell shell;
    private readonly Argument<string> data = Inputs.Stream();
    private readonly FollowArguments how = new();
    private readonly Option<string?> state = Parsed.Name("--state", "FILE", "Go on from the state in this file, if it is there, and save the state in it: at the end, at Ctrl-C and SIGTERM, and before an error is told. Rows that are no whole batch wait in it.");
    private readonly Option<int?> saveEvery = Parsed.Whole("--save-every", "BATCHES", "Save the state after each so many batches too.", 1);
    private readonly Option<bool> tail = new("--tail") { Description = "At the end of the file wait for more rows, until Ctrl-C." };
    private readonly Option<int?> every = Parsed.Whole("--every", "N", "Print each Nth batch, and the last. [default: 1]", 1);
    private readonly Option<int?> batch = Parsed.Whole("--batch", "B", "The rows of a batch. [default: 8 for each feature, from 64 to 1024]", 1);
    private readonly Option<string?> onBadRow = Parsed.Text(
        "--on-bad-row",
        "fault|skip",
        "What comes of a row that does not hold what it should: an error, or a word on standard error. [default: fault]",
        "fault or skip was expected",
        (string text, out string? value) => (value = text) is "fault" or "skip");

    private readonly Option<ColumnNames?> columns = Inputs.Columns();
    private readonly Option<string?> weights = Inputs.Weights();
    private readonly Option<string?> labels = Inputs.Labels();
    private readonly Option<string?> page = Inputs.Report("the run: its scores and alarms, states to be replayed, the last rows; at the end, at Ctrl-C and SIGTERM, and before an error is told");
    private readonly Option<bool> quiet = new("--quiet") { Description = "No notes; warnings and errors stay." };

    public FollowCommand(Shell shell)
        : base(
            "follow",
            "Keep a mixture fitted to rows that go on: learn them in batches as they come, at the end the rest, and print a JSON object for each batch. "
            + "Resumed with --state, a file is read from its beginning and the rows that the state has seen are passed over; the rows of standard input follow those seen before.")
    {
        this.shell = shell;
        Add(data);
        foreach (var option in (Option[])[.. how.All, batch, every, state, saveEvery, tail, onBadRow, columns, weights, labels, page, quiet])
            Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var (path, file) = (arguments.GetRequiredValue(data), arguments.GetValue(state) is { } name ? new StateFile(name) : null);
        if (file is null && arguments.GetValue(saveEvery) is not null)
            throw new UsageException("--save-every is given and --state is not: name the file to save the state in with --state FILE.");
        if (path == "-" && arguments.GetValue(tail))
            throw new UsageException("--tail is given and DATA is standard input, which is waited for anyhow: leave --tail out, or name a file.");
        file?.RequireWritable();
        var place = ReportPlace.Beside(arguments.GetValue(page));
        place?.RequireWritable(path, file?.Path);
        var saved = file?.Read();
        var options = how.Read(arguments, saved, file?.Path);
        if (file is not null || place is not null)
            shell.AllowToEnd(TimeToSave);

        Action<string> note = arguments.GetValue(quiet) ? _ => { } : shell.Say;
        if (saved is not null)
            note($"Going on from '{file!.Path}' at position {saved.Position}.");
        var reading = new ReadOptions { Columns = arguments.GetValue(columns)?.All, Weights = arguments.GetValue(weights), Labels = arguments.GetValue(labels) };
        var labelled = new FollowedRows.LabelRule(options.Components, arguments.GetValue(labels));
        using var rows = FollowedRows.Open(path, shell, reading, arguments.GetValue(tail), arguments.GetValue(onBadRow) == "skip", labelled, saved, note);
        rows.RequireDimension(file?.Path);
        var size = arguments.GetValue(batch) ?? OnlineOptions.DefaultBatch(rows.Dimension);
        new Following(rows, new Follower(saved ?? new SavedState(OnlineEm.Start(options)), options, size, shell.Cancelled), new FollowJson(shell, rows.Columns))
        {
            Every = (long)size * (arguments.GetValue(every) ?? 1),
            File = file,
            SaveEvery = arguments.GetValue(saveEvery),
            Drawing = place is null ? null : new StreamDrawing(place, shell, note, rows),
            Note = note,
        }.Run();
        return Program.Done;
    }
}

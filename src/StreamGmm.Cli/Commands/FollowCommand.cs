using System.CommandLine;
using StreamGmm.Cli.Arguments;
using StreamGmm.Cli.Clusters;
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
    private readonly StreamArguments stream = new();
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
            + "With --cluster and --queue the rows are those of a stream of a RabbitMQ broker, for ever: resumed with --state, after any end and a kill, it gives the same states. "
            + "Resumed with --state, a file is read from its beginning and the rows that the state has seen are passed over; the rows of standard input follow those seen before.")
    {
        this.shell = shell;
        Add(data);
        foreach (var option in (Option[])[.. how.All, .. stream.All, batch, every, state, saveEvery, tail, onBadRow, columns, weights, labels, page, quiet])
            Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var wanted = stream.Read(arguments);
        var (path, file) = (arguments.GetRequiredValue(data), arguments.GetValue(state) is { } name ? new StateFile(name) : null);
        if (file is null && arguments.GetValue(saveEvery) is not null)
            throw new UsageException("--save-every is given and --state is not: name the file to save the state in with --state FILE.");
        if (path == "-" && arguments.GetValue(tail))
            throw new UsageException("--tail is given and DATA is standard input, which is waited for anyhow: leave --tail out, or name a file.");
        if (wanted is not null && (path != "-" || arguments.GetValue(tail)))
            throw new UsageException($"{(path != "-" ? "DATA" : "--tail")} is given and --queue too: a stream of a broker is followed, or a file. Leave one out.");
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
        var skips = arguments.GetValue(onBadRow) == "skip";
        if (wanted is null)
            FollowRows(arguments, path, file, place, saved, options, reading, skips, note);
        else
            FollowStream(arguments, wanted, file, place, saved, options with { OnBadBatch = skips ? OnBadBatch.Skip : OnBadBatch.Fault }, reading, note);
        return Program.Done;
    }

    private void FollowRows(ParseResult arguments, string path, StateFile? file, ReportPlace? place, SavedState? saved, OnlineOptions options, ReadOptions reading, bool skips, Action<string> note)
    {
        var labelled = new FollowedRows.LabelRule(options.Components, arguments.GetValue(labels));
        using var rows = FollowedRows.Open(path, shell, reading, arguments.GetValue(tail), skips, labelled, saved, note);
        rows.RequireSameStream(file?.Path);
        var size = arguments.GetValue(batch) ?? OnlineOptions.DefaultBatch(rows.Dimension);
        new Following(rows, new Follower(saved ?? new SavedState(OnlineEm.Start(options)), options, size, shell.Cancelled), new FollowJson(shell, rows.Columns))
        {
            Every = (long)size * (arguments.GetValue(every) ?? 1),
            File = file,
            SaveEvery = arguments.GetValue(saveEvery),
            Drawing = place is null ? null : new StreamDrawing(place, shell, note, rows.Dimension, rows.Columns),
            Note = note,
        }.Run();
    }

    private void FollowStream(ParseResult arguments, RabbitMqStreamOptions wanted, StateFile? file, ReportPlace? place, SavedState? saved, OnlineOptions options, ReadOptions reading, Action<string> note)
    {
        if (file is null && place is null)
            shell.AllowToEnd(Brokers.TimeToLeave);
        var rows = StreamRows.Open(wanted, reading, arguments.GetValue(batch), saved, file?.Path, shell, note);
        new StreamFollowing(rows, options, new FollowJson(shell, rows.Columns))
        {
            State = saved?.State ?? OnlineEm.Start(options),
            Every = (long)rows.BatchSize * (arguments.GetValue(every) ?? 1),
            File = file,
            SaveEvery = arguments.GetValue(saveEvery),
            Drawing = place is null ? null : new StreamDrawing(place, shell, note, rows.Dimension, rows.Columns),
            Note = note,
            Say = shell.Say,
        }.Run(shell.Cancelled);
    }
}

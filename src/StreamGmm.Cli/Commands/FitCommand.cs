using System.CommandLine;
using System.Diagnostics;
using StreamGmm.Cli.Arguments;
using StreamGmm.Cli.Input;
using StreamGmm.Cli.Output;
using StreamGmm.Cli.Reports;

namespace StreamGmm.Cli.Commands;

/// <summary><c>fit DATA</c>: fits a mixture, tells how it went, and saves it where asked to.</summary>
internal sealed class FitCommand : Command
{
    private readonly Shell shell;
    private readonly Argument<string> data = Inputs.Blocks();
    private readonly FitArguments how = new();
    private readonly IntervalArguments intervals = new();
    private readonly Option<string?> init = Parsed.Name("--init", "FILE", "A mixture to start from, as --save writes it: no seeding, no restarts.");
    private readonly Option<ColumnNames?> columns = Inputs.Columns();
    private readonly Option<string?> weights = Inputs.Weights();
    private readonly Option<string?> labels = Inputs.Labels();
    private readonly Option<MissingValues?> missing = Inputs.Missing();
    private readonly Option<string?> save = Parsed.Name("--save", "MODEL.json", "Where to save the mixture and the names of its columns; an old file is replaced as a whole.");
    private readonly BlockArguments blocks = new();
    private readonly Option<bool> outOfCore = new("--out-of-core") { Description = "Read DATA by blocks in every pass and keep none of it in memory: for files larger than that. Incremental EM, which needs about half the passes; the start is found on a part of the rows." };
    private readonly Option<string?> page = Inputs.Report("the fit: its mixture with the samples, every state to be replayed");
    private readonly Option<bool> json = Inputs.Json("Print the fit as one JSON object.");
    private readonly Option<bool> quiet = new("--quiet") { Description = "No progress, no notes, and no summary; warnings and errors stay." };

    public FitCommand(Shell shell)
        : base(
            "fit",
            "Fit a mixture to DATA by expectation–maximization. A pattern, in quotes, stands for files that are the blocks of one fit: one block at a time is in memory, here, or on each worker of a cluster. "
            + "The result depends on the blocks by rounding alone, and not at all on threads, workers, or what became of them meanwhile. One file is several blocks with --cluster, --resume or --block-rows.")
    {
        this.shell = shell;
        Add(data);
        foreach (var option in (Option[])[.. how.All, init, columns, weights, labels, missing, .. intervals.All, outOfCore, .. blocks.All, save, page, json, quiet])
            Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var (modelPath, savePath, isQuiet) = (arguments.GetValue(init), arguments.GetValue(save), arguments.GetValue(quiet));
        var over = Blocks(arguments);
        var start = modelPath is null ? null : ModelFile.Read(modelPath);
        var options = how.Read(arguments, start?.Mixture);
        var wanted = intervals.Read(arguments, options.Shape, arguments.GetValue(outOfCore) ? outOfCore.Name : over?.Reason);
        if (savePath is not null)
            ModelFile.RequireWritable(savePath);
        var place = ReportPlace.Beside(arguments.GetValue(page));
        place?.RequireWritable(arguments.GetRequiredValue(data), modelPath, savePath, over?.Resume);
        over?.RequireResumable(savePath, modelPath);

        var source = new DataSource(arguments.GetRequiredValue(data), shell);
        var drawing = place is null ? null : new FitDrawing();
        var report = over is not null ? new BlockFit(shell, over, Roles(arguments), options, isQuiet) { Drawing = drawing, Start = start is null ? null : (start, modelPath!) }.Run()
            : arguments.GetValue(outOfCore) ? FitBlocks(arguments, source, start, modelPath, options, drawing, isQuiet)
            : FitSamples(arguments, source, start, modelPath, options, wanted, drawing, isQuiet);

        if (report.State.Degeneracy is { } degeneracy)
            shell.Say($"Warning: the fit is degenerate; its last whole mixture is kept. {degeneracy.Reason} {degeneracy.Repair}");
        WarnOfNoSamples(report.State.Mixture);
        if (report.Intervals?.Warning is { } warning)
            shell.Say(warning);
        if (savePath is not null)
            ModelFile.Save(report.Saved, savePath);
        Print(report, arguments.GetValue(json), isQuiet);
        place?.Write(Progress.Show(shell, isQuiet, "drawing", _ => drawing!.Draw(report.Data.Columns)), shell, Note(isQuiet));
        return Program.Done;
    }

    /// <summary>The blocks that are asked for; null where DATA is one file, or standard input.</summary>
    private WantedBlocks? Blocks(ParseResult arguments)
    {
        var path = arguments.GetRequiredValue(data);
        var wanted = blocks.Read(arguments, path);
        if (wanted?.Root is null && Directory.Exists(path))
            throw new UsageException($"'{path}' is a directory: a file of samples (CSV or .npy), or a pattern of files was expected. Say '{path.TrimEnd('/')}/*.npy' or '{path.TrimEnd('/')}/*.csv', in quotes.");
        return wanted is not null && arguments.GetValue(outOfCore)
            ? throw new UsageException($"--out-of-core and {wanted.Reason} are both given: blocks are read one after another anyhow. Leave --out-of-core out.")
            : wanted;
    }

    private void WarnOfNoSamples(GaussianMixture mixture)
    {
        for (var k = 0; k < mixture.Components; k++)
        {
            if (mixture.Weights[k] == 0)
                shell.Say($"Warning: component {k} has no samples: it kept the mean and covariance it started with. Use fewer components.");
        }
    }

    private FitReport FitSamples(ParseResult arguments, DataSource source, SavedMixture? start, string? modelPath, FitOptions options, WantedIntervals? wanted, FitDrawing? drawing, bool isQuiet)
    {
        var clock = Stopwatch.StartNew();
        var samples = Progress.Show(shell, isQuiet, $"reading {source.Name}", _ => Read(arguments, source, start, modelPath, isQuiet));
        DataInput.RequireLabelsBelow(options.Components, source.Name, samples.Samples, arguments.GetValue(labels));
        drawing?.Take(samples.Samples);
        var load = clock.Elapsed;
        return Progress.Show(shell, isQuiet, "seeding", show =>
        {
            var report = FitReport.Of(samples, options, load, Tell(show, options, drawing), shell.Cancelled);
            if (wanted is null)
                return report;
            show("intervals");
            return report with { Intervals = FittedIntervals.Of(report.State, samples.Samples, options, wanted, shell.Cancelled) };
        });
    }

    /// <summary>Fits a file that need not fit into memory.</summary>
    private FitReport FitBlocks(ParseResult arguments, DataSource source, SavedMixture? start, string? modelPath, FitOptions options, FitDrawing? drawing, bool isQuiet)
    {
        source.RequireFile();
        var clock = Stopwatch.StartNew();
        var roles = Roles(arguments);
        var file = Progress.Show(shell, isQuiet, $"reading {source.Name}", _ => new BlockFile(source, roles with { FittedColumns = start?.Columns }, Check, Parameters));
        var load = clock.Elapsed;
        return Progress.Show(shell, isQuiet, "seeding", show =>
            FitReport.Of(file.Data, FitSequence.States(file.Blocks, options, shell.Cancelled).Select(FitStep.Of), load, Tell(show, options, drawing)));

        void Check(NamedSamples block, long rowsBefore)
        {
            drawing?.TakeBlock(block.Samples);
            if (rowsBefore == 0)
            {
                DataInput.NoteSkipped(block, Note(isQuiet));
                if (start is not null)
                    DataInput.RequireFitted(source, block, roles, start, modelPath!, Note(isQuiet));
            }

            DataInput.RequireLabelsBelow(options.Components, source.Name, block.Samples, arguments.GetValue(labels), rowsBefore);
        }

        int Parameters(int dimension) =>
            options.Components - 1 + (options.Components * dimension) + options.Shape.ParameterCount(options.Components, dimension);
    }

    private static Action<FitStep> Tell(Action<string> show, FitOptions options, FitDrawing? drawing) => step =>
    {
        show(Progress.Line(step, options.Restarts));
        drawing?.Take(step);
    };

    private ReadOptions Roles(ParseResult arguments) => new()
    {
        Columns = arguments.GetValue(columns)?.All,
        Weights = arguments.GetValue(weights),
        Labels = arguments.GetValue(labels),
        MissingValues = arguments.GetValue(missing) ?? MissingValues.Refuse,
    };

    private Action<string> Note(bool isQuiet) => isQuiet ? _ => { } : shell.Say;

    private NamedSamples Read(ParseResult arguments, DataSource source, SavedMixture? start, string? modelPath, bool isQuiet)
    {
        var (roles, note) = (Roles(arguments), Note(isQuiet));
        return start is null ? DataInput.Read(source, roles, note) : DataInput.Read(source, roles, start, modelPath!, note);
    }

    private void Print(FitReport report, bool asJson, bool isQuiet)
    {
        if (asJson)
        {
            FitJson.Write(shell.Output, report);
        }
        else if (!isQuiet && shell.Screen is { } screen)
        {
            FitText.Show(screen, report);
        }
        else if (!isQuiet)
        {
            using var output = shell.OpenText();
            FitText.Write(output, report);
        }
    }
}

using System.CommandLine;
using System.Diagnostics;
using StreamGmm.Cli.Arguments;
using StreamGmm.Cli.Input;
using StreamGmm.Cli.Output;

namespace StreamGmm.Cli.Commands;

/// <summary><c>fit DATA</c>: fits a mixture, tells how it went, and saves it where asked to.</summary>
internal sealed class FitCommand : Command
{
    private readonly Shell shell;
    private readonly Argument<string> data = Inputs.Data();
    private readonly FitArguments how = new();
    private readonly Option<string?> init = Parsed.Name("--init", "FILE", "A mixture to start from, as --save writes it: no seeding, no restarts.");
    private readonly Option<ColumnNames?> columns = Inputs.Columns();
    private readonly Option<string?> weights = Inputs.Weights();
    private readonly Option<string?> labels = Inputs.Labels();
    private readonly Option<string?> save = Parsed.Name("--save", "MODEL.json", "Where to save the mixture and the names of its columns; an old file is replaced as a whole.");
    private readonly Option<bool> json = Inputs.Json("Print the fit as one JSON object.");
    private readonly Option<bool> quiet = new("--quiet") { Description = "No progress, no notes, and no summary; warnings and errors stay." };

    public FitCommand(Shell shell)
        : base("fit", "Fit a mixture to DATA by expectation–maximization.")
    {
        this.shell = shell;
        Add(data);
        foreach (var option in (Option[])[.. how.All, init, columns, weights, labels, save, json, quiet])
            Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var (modelPath, savePath, isQuiet) = (arguments.GetValue(init), arguments.GetValue(save), arguments.GetValue(quiet));
        var start = modelPath is null ? null : ModelFile.Read(modelPath);
        var options = how.Read(arguments, start?.Mixture);
        if (savePath is not null)
            ModelFile.RequireWritable(savePath);

        var clock = Stopwatch.StartNew();
        var source = new DataSource(arguments.GetRequiredValue(data), shell);
        var samples = Progress.Show(shell, isQuiet, $"reading {source.Name}", _ => Read(arguments, source, start, modelPath, isQuiet));
        DataInput.RequireLabelsBelow(options.Components, source.Name, samples.Samples, arguments.GetValue(labels));
        var load = clock.Elapsed;
        var report = Progress.Show(shell, isQuiet, "seeding", show =>
            FitReport.Of(samples, options, load, state => show(Progress.Line(state, options.Restarts)), shell.Cancelled));

        if (report.State.Degeneracy is { } degeneracy)
            shell.Say($"Warning: the fit is degenerate; its last whole mixture is kept. {degeneracy.Reason} {degeneracy.Repair}");
        WarnOfNoSamples(report.State.Mixture);
        if (savePath is not null)
            ModelFile.Save(report.Saved, savePath);
        Print(report, arguments.GetValue(json), isQuiet);
        return Program.Done;
    }

    private void WarnOfNoSamples(GaussianMixture mixture)
    {
        for (var k = 0; k < mixture.Components; k++)
        {
            if (mixture.Weights[k] == 0)
                shell.Say($"Warning: component {k} has no samples: it kept the mean and covariance it started with. Use fewer components.");
        }
    }

    private NamedSamples Read(ParseResult arguments, DataSource source, SavedMixture? start, string? modelPath, bool isQuiet)
    {
        var roles = new ReadOptions { Columns = arguments.GetValue(columns)?.All, Weights = arguments.GetValue(weights), Labels = arguments.GetValue(labels) };
        Action<string> note = isQuiet ? _ => { } : shell.Say;
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

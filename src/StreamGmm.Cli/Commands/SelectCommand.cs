using System.CommandLine;
using System.Globalization;
using StreamGmm.Cli.Arguments;
using StreamGmm.Cli.Input;
using StreamGmm.Cli.Output;
using StreamGmm.Cli.Reports;

namespace StreamGmm.Cli.Commands;

/// <summary><c>select DATA</c>: fits models of several sizes and shapes, tells what each is worth, and which is the best.</summary>
internal sealed class SelectCommand : Command
{
    private readonly Shell shell;
    private readonly Argument<string> data = Inputs.Data();
    private readonly SelectArguments how = new();
    private readonly Option<ColumnNames?> columns = Inputs.Columns();
    private readonly Option<string?> weights = Inputs.Weights();
    private readonly Option<string?> labels = Inputs.Labels();
    private readonly Option<string?> save = Parsed.Name("--save", "MODEL.json", "Where to save the best mixture and the names of its columns; an old file is replaced as a whole.");
    private readonly Option<string?> page = Inputs.Report("the selection: the criteria of all models, and the best mixture with the samples");
    private readonly Option<bool> json = Inputs.Json("Print {\"criterion\": ..., \"best\": {...}, \"table\": [...]} instead of CSV.");
    private readonly Option<bool> quiet = new("--quiet") { Description = "No progress and no notes; warnings and errors stay." };

    public SelectCommand(Shell shell)
        : base("select", "Choose the number of components and the shape: print a row components,shape,logLikelihood,parameters,aic,bic,icl for each model fitted to DATA; the best goes to standard error. Smaller criteria are better.")
    {
        this.shell = shell;
        Add(data);
        foreach (var option in (Option[])[.. how.All, columns, weights, labels, save, page, json, quiet])
            Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var (options, savePath, isQuiet) = (how.Read(arguments), arguments.GetValue(save), arguments.GetValue(quiet));
        if (savePath is not null)
            ModelFile.RequireWritable(savePath);
        var place = ReportPlace.Beside(arguments.GetValue(page));
        place?.RequireWritable(arguments.GetRequiredValue(data), savePath);

        Action<string> note = isQuiet ? _ => { } : shell.Say;
        var source = new DataSource(arguments.GetRequiredValue(data), shell);
        var roles = new ReadOptions { Columns = arguments.GetValue(columns)?.All, Weights = arguments.GetValue(weights), Labels = arguments.GetValue(labels) };
        var rows = Progress.Show(shell, isQuiet, $"reading {source.Name}", _ => DataInput.Read(source, roles, note));
        DataInput.RequireLabelsBelow(options.Components.Min(), source.Name, rows.Samples, roles.Labels);
        var candidates = Candidates(rows.Samples, options, isQuiet);

        var best = candidates[^1].Best;
        Warn(candidates);
        if (savePath is not null)
            ModelFile.Save(new SavedMixture(best.Fit.Mixture, rows.Columns), savePath);
        Print(candidates, arguments.GetValue(json), isQuiet);
        place?.Write(Progress.Show(shell, isQuiet, "drawing", _ => Report.Of(candidates, rows.Samples.WithoutLabels(), new ReportOptions { Columns = rows.Columns })), shell, note);
        return Program.Done;
    }

    private List<Candidate> Candidates(Samples samples, SelectionOptions options, bool isQuiet)
    {
        var count = options.Components.Count * options.Shapes.Count;
        return Progress.Show(shell, isQuiet, string.Create(CultureInfo.InvariantCulture, $"fitting {count} models"), show =>
        {
            var candidates = new List<Candidate>();
            foreach (var candidate in ModelSelection.Candidates(samples, options, shell.Cancelled))
            {
                candidates.Add(candidate);
                show(string.Create(CultureInfo.InvariantCulture, $"{candidates.Count} of {count} models, best so far {SelectionText.Describe(candidate.Best)}"));
            }

            return candidates;
        });
    }

    private void Warn(List<Candidate> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (candidate.Fit.Degeneracy is { } degeneracy)
                shell.Say($"Warning: {candidate.Components} components, {candidate.Shape}: the fit is degenerate; its last whole mixture is told. {degeneracy.Reason} {degeneracy.Repair}");
        }
    }

    private void Print(List<Candidate> candidates, bool asJson, bool isQuiet)
    {
        if (asJson)
        {
            SelectionJson.Write(shell.Output, candidates);
            return;
        }

        if (shell.Screen is { } screen)
        {
            SelectionText.Show(screen, candidates);
        }
        else
        {
            using var output = shell.OpenText();
            SelectionText.Write(output, candidates);
        }

        if (!isQuiet)
            shell.Say($"best {SelectionText.Describe(candidates[^1].Best)}");
    }
}

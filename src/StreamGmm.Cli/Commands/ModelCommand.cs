using System.CommandLine;
using StreamGmm.Cli.Arguments;
using StreamGmm.Cli.Input;

namespace StreamGmm.Cli.Commands;

/// <summary>A command <c>NAME MODEL DATA</c>: what a saved mixture says of some rows.</summary>
internal abstract class ModelCommand : Command
{
    private readonly Argument<string> model = Inputs.Model();
    private readonly Argument<string> data = Inputs.Data();
    private readonly Option<ColumnNames?> columns = Inputs.Columns();
    private readonly Option<MissingValues?> missing = Inputs.Missing();
    private readonly Option<bool> json;

    protected ModelCommand(Shell shell, string name, string description, string jsonDescription)
        : base(name, description)
    {
        Shell = shell;
        json = Inputs.Json(jsonDescription);
        Add(model);
        Add(data);
        Add(columns);
        Add(missing);
        Add(json);
        SetAction(Run);
    }

    protected Shell Shell { get; }

    /// <summary>Prints what the mixture says of the samples.</summary>
    protected abstract void Print(GaussianMixture mixture, Samples samples, bool asJson);

    private int Run(ParseResult arguments)
    {
        var path = arguments.GetRequiredValue(model);
        var saved = ModelFile.Read(path);
        var source = new DataSource(arguments.GetRequiredValue(data), Shell);
        var rows = DataInput.Read(source, new ReadOptions { Columns = arguments.GetValue(columns)?.All, MissingValues = arguments.GetValue(missing) ?? MissingValues.Refuse }, saved, path, Shell.Say);
        Print(saved.Mixture, rows.Samples, arguments.GetValue(json));
        return Program.Done;
    }
}

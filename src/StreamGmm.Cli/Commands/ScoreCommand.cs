using System.CommandLine;
using System.Globalization;
using StreamGmm.Cli.Arguments;
using StreamGmm.Cli.Input;
using StreamGmm.Cli.Output;

namespace StreamGmm.Cli.Commands;

/// <summary><c>score MODEL DATA</c>: the log density of each row, and their mean.</summary>
internal sealed class ScoreCommand : Command
{
    private readonly Shell shell;
    private readonly Argument<string> model = Inputs.Model();
    private readonly Argument<string> data = Inputs.Data();
    private readonly Option<ColumnNames?> columns = Inputs.Columns();
    private readonly Option<bool> json = Inputs.Json("Print {\"logDensity\": [...], \"mean\": ...}; minus infinity is null there.");

    public ScoreCommand(Shell shell)
        : base("score", "Print the log density under MODEL of each row of DATA, in nats; their mean goes to standard error.")
    {
        this.shell = shell;
        Add(model);
        Add(data);
        Add(columns);
        Add(json);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var path = arguments.GetRequiredValue(model);
        var saved = ModelFile.Read(path);
        var source = new DataSource(arguments.GetRequiredValue(data), shell);
        var samples = DataInput.Read(source, new ReadOptions { Columns = arguments.GetValue(columns)?.All }, saved, path, shell.Say).Samples;
        var density = saved.Mixture.LogDensity(samples, cancellationToken: shell.Cancelled);
        var mean = density.Average();
        if (arguments.GetValue(json))
        {
            JsonOutput.WriteLine(shell.Output, writer =>
            {
                writer.WritePropertyName("logDensity");
                writer.WriteFinite(density.AsSpan());
                writer.WriteFinite("mean", mean);
            });
            return Program.Done;
        }

        using var output = shell.OpenText();
        CsvFile.Write(output, density.AsSpan(), 1);
        shell.Say(string.Create(CultureInfo.InvariantCulture, $"mean {mean:R}"));
        return Program.Done;
    }
}

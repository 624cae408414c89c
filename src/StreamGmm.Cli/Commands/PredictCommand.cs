using System.CommandLine;
using System.Numerics.Tensors;
using StreamGmm.Cli.Arguments;
using StreamGmm.Cli.Input;
using StreamGmm.Cli.Output;

namespace StreamGmm.Cli.Commands;

/// <summary><c>predict MODEL DATA</c>: the most likely component of each row, and the probability of each component.</summary>
internal sealed class PredictCommand : Command
{
    /// <summary>Responsibilities are never held for all rows at once.</summary>
    private const int RowsPerBlock = 8192;

    private readonly Shell shell;
    private readonly Argument<string> model = Inputs.Model();
    private readonly Argument<string> data = Inputs.Data();
    private readonly Option<ColumnNames?> columns = Inputs.Columns();
    private readonly Option<bool> json = Inputs.Json("Print {\"labels\": [...], \"responsibilities\": [[...]]} instead of CSV.");

    public PredictCommand(Shell shell)
        : base("predict", "Print a row label,p0,p1,... for each row of DATA: its most likely component of MODEL, and the probability of each.")
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
        if (arguments.GetValue(json))
            WriteJson(saved.Mixture, samples);
        else
            WriteCsv(saved.Mixture, samples);
        return Program.Done;
    }

    private void WriteCsv(GaussianMixture mixture, Samples samples)
    {
        var width = mixture.Components + 1;
        var rows = new double[RowsPerBlock * width];
        IReadOnlyList<string>? header = ["label", .. Enumerable.Range(0, mixture.Components).Select(k => $"p{k}")];
        using var output = shell.OpenText();
        foreach (var responsibilities in Blocks(mixture, samples))
        {
            var count = responsibilities.Length / mixture.Components;
            for (var i = 0; i < count; i++)
            {
                var row = responsibilities.Span.Slice(i * mixture.Components, mixture.Components);
                rows[i * width] = TensorPrimitives.IndexOfMax(row);
                row.CopyTo(rows.AsSpan((i * width) + 1));
            }

            CsvFile.Write(output, rows.AsSpan(0, count * width), width, header);
            header = null;
        }
    }

    private void WriteJson(GaussianMixture mixture, Samples samples)
    {
        var labels = mixture.Assign(samples, cancellationToken: shell.Cancelled);
        JsonOutput.WriteLine(shell.Output, writer =>
        {
            writer.WriteStartArray("labels");
            foreach (var label in labels)
            {
                writer.WriteNumberValue(label);
                writer.PassOn();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("responsibilities");
            foreach (var responsibilities in Blocks(mixture, samples))
            {
                for (var i = 0; i < responsibilities.Length; i += mixture.Components)
                    writer.WriteFinite(responsibilities.Span.Slice(i, mixture.Components));
            }

            writer.WriteEndArray();
        });
    }

    /// <summary>The responsibilities of some rows after the others; each block is overwritten by the next.</summary>
    private IEnumerable<ReadOnlyMemory<double>> Blocks(GaussianMixture mixture, Samples samples)
    {
        var buffer = new double[Math.Min(RowsPerBlock, samples.Count) * mixture.Components];
        for (var start = 0; start < samples.Count; start += RowsPerBlock)
        {
            var block = samples.Slice(start, Math.Min(RowsPerBlock, samples.Count - start));
            var length = block.Count * mixture.Components;
            mixture.Responsibilities(block, buffer.AsSpan(0, length), cancellationToken: shell.Cancelled);
            yield return buffer.AsMemory(0, length);
        }
    }
}

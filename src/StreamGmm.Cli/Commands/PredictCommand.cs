using System.Numerics.Tensors;
using StreamGmm.Cli.Output;

namespace StreamGmm.Cli.Commands;

/// <summary><c>predict MODEL DATA</c>: the most likely component of each row, and the probability of each component.</summary>
internal sealed class PredictCommand(Shell shell) : ModelCommand(
    shell,
    "predict",
    "Print a row label,p0,p1,... for each row of DATA: its most likely component of MODEL, and the probability of each.",
    "Print {\"labels\": [...], \"responsibilities\": [[...]]} instead of CSV.")
{
    /// <summary>Responsibilities are never held for all rows at once.</summary>
    private const int RowsPerBlock = 8192;

    protected override void Print(GaussianMixture mixture, Samples samples, bool asJson)
    {
        if (asJson)
            WriteJson(mixture, samples);
        else
            WriteCsv(mixture, samples);
    }

    private void WriteCsv(GaussianMixture mixture, Samples samples)
    {
        var width = mixture.Components + 1;
        var rows = new double[RowsPerBlock * width];
        IReadOnlyList<string>? header = ["label", .. Enumerable.Range(0, mixture.Components).Select(k => $"p{k}")];
        using var output = Shell.OpenText();
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
        var labels = mixture.Assign(samples, cancellationToken: Shell.Cancelled);
        JsonOutput.WriteLine(Shell.Output, writer =>
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
            mixture.Responsibilities(block, buffer.AsSpan(0, length), cancellationToken: Shell.Cancelled);
            yield return buffer.AsMemory(0, length);
        }
    }
}

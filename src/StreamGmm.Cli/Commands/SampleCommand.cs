using System.CommandLine;
using System.Globalization;
using StreamGmm.Cli.Arguments;
using StreamGmm.Cli.Input;

namespace StreamGmm.Cli.Commands;

/// <summary><c>sample MODEL -n N --seed S</c>: draws from a mixture.</summary>
internal sealed class SampleCommand : Command
{
    /// <summary>Rows are written in blocks, to look for a cancellation in between.</summary>
    private const int RowsPerBlock = 8192;

    private readonly Shell shell;
    private readonly Argument<string> model = Inputs.Model();
    private readonly Option<int?> count = Parsed.Whole("-n", "N", "The number of rows.", 1);
    private readonly Option<int?> seed = Parsed.Whole("--seed", "S", "The same seed gives the same rows. [default: 0]");

    public SampleCommand(Shell shell)
        : base("sample", "Print N rows drawn from MODEL as CSV, under a header of the columns of MODEL; x0,x1,... where it has no names.")
    {
        this.shell = shell;
        count.Required = true;
        Add(model);
        Add(count);
        Add(seed);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var saved = ModelFile.Read(arguments.GetRequiredValue(model));
        var (rows, dimension) = (arguments.GetRequiredValue(count)!.Value, saved.Mixture.Dimension);
        var buffer = new double[Math.Min(RowsPerBlock, rows) * dimension];
        IReadOnlyList<string>? header = Header(saved);
        using var output = shell.OpenText();
        for (long first = 0; first < rows; first += RowsPerBlock)
        {
            shell.Cancelled.ThrowIfCancellationRequested();
            var block = saved.Mixture.Sample((int)Math.Min(RowsPerBlock, rows - first), arguments.GetValue(seed) ?? 0, first);
            for (var i = 0; i < block.Count; i++)
                block.CopyRow(i, buffer.AsSpan(i * dimension));
            CsvFile.Write(output, buffer.AsSpan(0, block.Count * dimension), dimension, header);
            header = null;
        }

        return Program.Done;
    }

    /// <summary>The names of the columns, unless they are numbers: a reader would take them for the first row.</summary>
    private static IReadOnlyList<string> Header(SavedMixture saved) =>
        saved.Columns is { } names && !names.Any(name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            ? names
            : [.. Enumerable.Range(0, saved.Mixture.Dimension).Select(j => $"x{j}")];
}

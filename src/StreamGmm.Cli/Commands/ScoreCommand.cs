using System.Globalization;
using StreamGmm.Cli.Output;

namespace StreamGmm.Cli.Commands;

/// <summary><c>score MODEL DATA</c>: the log density of each row, and their mean.</summary>
internal sealed class ScoreCommand(Shell shell) : ModelCommand(
    shell,
    "score",
    "Print the log density under MODEL of each row of DATA, in nats; their mean goes to standard error.",
    "Print {\"logDensity\": [...], \"mean\": ...}; minus infinity is null there.")
{
    protected override void Print(GaussianMixture mixture, Samples samples, bool asJson)
    {
        var density = mixture.LogDensity(samples, cancellationToken: Shell.Cancelled);
        var mean = density.Average();
        if (asJson)
        {
            JsonOutput.WriteLine(Shell.Output, writer =>
            {
                writer.WritePropertyName("logDensity");
                writer.WriteFinite(density.AsSpan());
                writer.WriteFinite("mean", mean);
            });
            return;
        }

        using var output = Shell.OpenText();
        CsvFile.Write(output, density.AsSpan(), 1);
        Shell.Say(string.Create(CultureInfo.InvariantCulture, $"mean {mean:R}"));
    }
}

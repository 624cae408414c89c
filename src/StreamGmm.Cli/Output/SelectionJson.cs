using System.Text.Json;
using StreamGmm.Cli.Arguments;

namespace StreamGmm.Cli.Output;

/// <summary>A choice of models as one JSON object.</summary>
internal static class SelectionJson
{
    public static void Write(Stream output, IReadOnlyList<Candidate> candidates) => JsonOutput.WriteLine(output, writer =>
    {
        var best = candidates[^1].Best;
        writer.WriteString("criterion", SelectArguments.Name(best.Criterion));
        writer.WriteStartObject("best");
        WriteModel(writer, best);
        writer.WriteFinite("value", best.Value);
        writer.WriteEndObject();
        writer.WriteStartArray("table");
        foreach (var candidate in candidates)
            WriteRow(writer, candidate);
        writer.WriteEndArray();
    });

    private static void WriteRow(Utf8JsonWriter writer, Candidate candidate)
    {
        writer.WriteStartObject();
        WriteModel(writer, candidate);
        writer.WriteFinite("logLikelihood", candidate.Fit.LogLikelihood);
        writer.WriteNumber("parameters", candidate.Criteria.Parameters);
        writer.WriteFinite("aic", candidate.Criteria.Aic);
        writer.WriteFinite("bic", candidate.Criteria.Bic);
        writer.WriteFinite("icl", candidate.Criteria.Icl);
        if (candidate.Fit.Status == EmStatus.Degenerate)
            writer.WriteString("status", "degenerate");
        writer.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter writer, Candidate candidate)
    {
        writer.WriteNumber("components", candidate.Components);
        writer.WriteString("shape", candidate.Shape.ToString());
    }
}

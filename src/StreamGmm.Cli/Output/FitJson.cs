using System.Runtime.InteropServices;
using System.Text.Json;

namespace StreamGmm.Cli.Output;

/// <summary>A fit as one JSON object.</summary>
internal static class FitJson
{
    public static void Write(Stream output, FitReport report) => JsonOutput.WriteLine(output, writer =>
    {
        writer.WriteString("status", report.Status);
        if (report.State.Degeneracy is { } degeneracy)
            WriteDegeneracy(writer, degeneracy);
        writer.WriteNumber("iterations", report.State.Iteration);
        writer.WriteNumber("evaluations", report.State.Evaluations);
        writer.WriteNumber("samples", report.Data.Count);
        writer.WriteNumber("dimension", report.State.Mixture.Dimension);
        writer.WriteFinite("logLikelihood", report.State.LogLikelihood);
        writer.WriteFinite("totalLogLikelihood", report.State.TotalLogLikelihood);
        writer.WriteNumber("parameters", report.Criteria.Parameters);
        writer.WriteFinite("aic", report.Criteria.Aic);
        writer.WriteFinite("bic", report.Criteria.Bic);
        writer.WritePropertyName("trace");
        writer.WriteFinite(CollectionsMarshal.AsSpan(report.Trace.ToList()));
        WriteSeconds(writer, report);
        writer.WritePropertyName("mixture");
        report.Saved.WriteTo(writer);
        if (report.Intervals is { } intervals)
            IntervalsJson.Write(writer, intervals);
    });

    private static void WriteDegeneracy(Utf8JsonWriter writer, Degeneracy degeneracy)
    {
        writer.WriteStartObject("degeneracy");
        writer.WriteNumber("component", degeneracy.Component);
        writer.WriteString("reason", degeneracy.Reason);
        writer.WriteString("repair", degeneracy.Repair);
        writer.WriteEndObject();
    }

    private static void WriteSeconds(Utf8JsonWriter writer, FitReport report)
    {
        writer.WriteStartObject("seconds");
        writer.WriteNumber("load", report.Load.TotalSeconds);
        writer.WriteNumber("initialize", report.Initialize.TotalSeconds);
        writer.WriteNumber("iterate", report.Iterate.TotalSeconds);
        writer.WriteEndObject();
    }
}

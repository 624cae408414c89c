using System.Diagnostics;
using System.Text.Json;

namespace StreamGmm.Cli.Output;

/// <summary>Standard errors and intervals as JSON, each in the form of a mixture.</summary>
internal static class IntervalsJson
{
    /// <summary>Writes the property <c>intervals</c>: null where they could not be told.</summary>
    public static void Write(Utf8JsonWriter writer, FittedIntervals fitted)
    {
        if (fitted is not { StandardErrors: { } errors, Intervals: { } intervals })
        {
            writer.WriteNull("intervals");
            return;
        }

        writer.WriteStartObject("intervals");
        writer.WriteNumber("level", intervals.Level);
        writer.WriteString("method", fitted.Wanted.Replicates is null ? "information" : "bootstrap");
        if (fitted.Wanted.Replicates is { } replicates)
            writer.WriteNumber("replicates", replicates);
        Write(writer, "standardErrors", errors);
        Write(writer, "lower", intervals.Lower);
        Write(writer, "upper", intervals.Upper);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, ParameterValues values)
    {
        writer.WriteStartObject(name);
        writer.WritePropertyName("weights");
        writer.WriteFinite(values.Weights.AsSpan());
        writer.WritePropertyName("means");
        Write(writer, values.Means);
        writer.WritePropertyName("covariances");
        switch (values.Covariances)
        {
            case Covariances.Full full:
                writer.WriteStartArray();
                foreach (var matrix in full.Matrices)
                    Write(writer, matrix);
                writer.WriteEndArray();
                break;
            case Covariances.Tied tied:
                Write(writer, tied.Matrix);
                break;
            case Covariances.Diagonal diagonal:
                Write(writer, diagonal.Variances);
                break;
            case Covariances.Spherical spherical:
                writer.WriteFinite(spherical.Variances.AsSpan());
                break;
            default:
                throw new UnreachableException();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RealMatrix matrix)
    {
        writer.WriteStartArray();
        for (var i = 0; i < matrix.Rows; i++)
            writer.WriteFinite(matrix.Row(i));
        writer.WriteEndArray();
    }
}

using System.Diagnostics;
using System.Text.Json;

namespace StreamGmm;

/// <summary>Writes a saved mixture as JSON; doubles in the shortest form that reads back bit for bit. <see cref="MixtureJson"/> has the same names.</summary>
/// <remarks>Written token by token: a short-lived process would take longer to set a serializer up than to fit.</remarks>
internal static class MixtureWriter
{
    public static void Write(Utf8JsonWriter writer, SavedMixture saved)
    {
        writer.WriteStartObject();
        writer.WriteString("format", MixtureReader.Format);
        writer.WriteNumber("version", MixtureReader.Version);
        writer.WriteString("shape", saved.Mixture.Shape.ToString());
        writer.WritePropertyName("weights");
        Numbers(writer, saved.Mixture.Weights.AsSpan());
        writer.WritePropertyName("means");
        Rows(writer, saved.Mixture.Means);
        writer.WritePropertyName("covariances");
        Write(writer, saved.Mixture.Covariances);
        if (saved.Columns is { } columns)
        {
            writer.WriteStartArray("columns");
            foreach (var column in columns)
                writer.WriteStringValue(column);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Covariances covariances)
    {
        switch (covariances)
        {
            case Covariances.Full full:
                writer.WriteStartArray();
                foreach (var matrix in full.Matrices)
                    Rows(writer, matrix);
                writer.WriteEndArray();
                break;

            case Covariances.Tied tied:
                Rows(writer, tied.Matrix);
                break;

            case Covariances.Diagonal diagonal:
                Rows(writer, diagonal.Variances);
                break;

            case Covariances.Spherical spherical:
                Numbers(writer, spherical.Variances.AsSpan());
                break;

            case Covariances.LowRank lowRank:
                writer.WriteStartObject();
                writer.WriteStartArray("directions");
                foreach (var matrix in lowRank.Directions)
                    Rows(writer, matrix);
                writer.WriteEndArray();
                writer.WritePropertyName("variances");
                Rows(writer, lowRank.Variances);
                writer.WritePropertyName("noise");
                Numbers(writer, lowRank.Noise.AsSpan());
                writer.WriteEndObject();
                break;

            default:
                throw new UnreachableException();
        }
    }

    private static void Rows(Utf8JsonWriter writer, RealMatrix matrix)
    {
        writer.WriteStartArray();
        for (var i = 0; i < matrix.Rows; i++)
            Numbers(writer, matrix.Row(i));
        writer.WriteEndArray();
    }

    private static void Numbers(Utf8JsonWriter writer, ReadOnlySpan<double> values)
    {
        writer.WriteStartArray();
        foreach (var value in values)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }
}

using System.Text.Json;

namespace StreamGmm.Cli.Output;

/// <summary>What our JSON has beyond that of the library: numbers that are not finite are null, and much is written piece by piece.</summary>
internal static class JsonOutput
{
    private const int PieceSize = 1 << 16;

    /// <summary>Writes one object, and the end of its line.</summary>
    public static void WriteLine(Stream output, Action<Utf8JsonWriter> properties)
    {
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            properties(writer);
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    public static void WriteFinite(this Utf8JsonWriter writer, string name, double value)
    {
        writer.WritePropertyName(name);
        writer.WriteFinite(value);
    }

    public static void WriteFinite(this Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteNullValue();
    }

    /// <summary>Writes an array of numbers.</summary>
    public static void WriteFinite(this Utf8JsonWriter writer, ReadOnlySpan<double> values)
    {
        writer.WriteStartArray();
        foreach (var value in values)
        {
            writer.WriteFinite(value);
            writer.PassOn();
        }

        writer.WriteEndArray();
    }

    /// <summary>Hands what has gathered to the stream, so that memory is bounded.</summary>
    public static void PassOn(this Utf8JsonWriter writer)
    {
        if (writer.BytesPending > PieceSize)
            writer.Flush();
    }
}

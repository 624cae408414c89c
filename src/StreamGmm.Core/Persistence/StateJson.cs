using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace StreamGmm;

/// <summary>The kinds of values in a saved state, as they are written and read: each comes back bit for bit.</summary>
internal static class StateJson
{
    /// <summary>A number; as text where JSON has none for it.</summary>
    public static void Number(this Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumber(name, value);
        else
            writer.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <inheritdoc cref="Number(Utf8JsonWriter, string, double)"/>
    public static void Number(this Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
            writer.Number(name, number);
        else
            writer.WriteNull(name);
    }

    public static double Number(this JsonElement json, string name) => json.GetProperty(name) is { ValueKind: JsonValueKind.String } text
        ? double.Parse(text.GetString()!, CultureInfo.InvariantCulture)
        : json.GetProperty(name).GetDouble();

    public static double? NumberOrNull(this JsonElement json, string name) => json.GetProperty(name).ValueKind == JsonValueKind.Null ? null : json.Number(name);

    public static int Integer(this JsonElement json, string name) => json.GetProperty(name).GetInt32();

    public static long Long(this JsonElement json, string name) => json.GetProperty(name).GetInt64();

    /// <summary>A list of whole numbers.</summary>
    public static void Longs(this Utf8JsonWriter writer, string name, IEnumerable<long> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }

    public static IEnumerable<long> Longs(this JsonElement json, string name) => json.GetProperty(name).EnumerateArray().Select(value => value.GetInt64());

    /// <summary>A list of names; null where there is none.</summary>
    public static void Strings(this Utf8JsonWriter writer, string name, IReadOnlyList<string>? values)
    {
        if (values is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    public static string[]? Strings(this JsonElement json, string name) => json.Part(name) is { } names ? [.. names.EnumerateArray().Select(value => value.GetString()!)] : null;

    /// <summary>A moment, with its offset.</summary>
    public static void Time(this Utf8JsonWriter writer, string name, DateTimeOffset? value)
    {
        if (value is { } time)
            writer.WriteString(name, time);
        else
            writer.WriteNull(name);
    }

    public static DateTimeOffset? Time(this JsonElement json, string name) => json.Part(name)?.GetDateTimeOffset();

    /// <summary>Many numbers: their bytes in base64.</summary>
    public static void Doubles(this Utf8JsonWriter writer, string name, ReadOnlySpan<double> values)
    {
        var ordered = values.ToArray();
        if (!BitConverter.IsLittleEndian)
            Turn(ordered);
        writer.WriteBase64String(name, MemoryMarshal.AsBytes<double>(ordered));
    }

    public static double[] Doubles(this JsonElement json, string name)
    {
        var values = MemoryMarshal.Cast<byte, double>(json.GetProperty(name).GetBytesFromBase64()).ToArray();
        if (!BitConverter.IsLittleEndian)
            Turn(values);
        return values;
    }

    /// <summary>A part written by a function of its own; null where there is none.</summary>
    public static void Part<T>(this Utf8JsonWriter writer, string name, T? value, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        writer.WritePropertyName(name);
        if (value is null)
            writer.WriteNullValue();
        else
            writer.Part(value, write);
    }

    /// <inheritdoc cref="Part{T}(Utf8JsonWriter, string, T, Action{Utf8JsonWriter, T})"/>
    public static void Part<T>(this Utf8JsonWriter writer, T value, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        writer.WriteStartObject();
        write(writer, value);
        writer.WriteEndObject();
    }

    public static JsonElement? Part(this JsonElement json, string name) => json.GetProperty(name) is { ValueKind: not JsonValueKind.Null } part ? part : null;

    /// <summary>A list of parts.</summary>
    public static void Parts<T>(this Utf8JsonWriter writer, string name, IEnumerable<T> values, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.Part(value, write);
        writer.WriteEndArray();
    }

    public static IEnumerable<T> Parts<T>(this JsonElement json, string name, Func<JsonElement, T> read) => json.GetProperty(name).EnumerateArray().Select(read);

    private static void Turn(Span<double> values) => BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<double, long>(values), MemoryMarshal.Cast<double, long>(values));
}

using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace StreamGmm;

/// <summary>What stands around a saved state: format, version, and the checksum by which one that was cut off or altered is told.</summary>
/// <param name="format">What the JSON calls itself.</param>
/// <param name="version">The version of its form.</param>
/// <param name="advice">What to try with one that cannot be read.</param>
internal sealed class StateEnvelope(string format, int version, string advice)
{
    /// <summary>The state of a stream.</summary>
    public static StateEnvelope OfStream { get; } = new("streamgmm.state", 1, "Use a file that --state or Gmm.SaveState wrote, or begin anew without it.");

    /// <summary>The state of a stream in partitions.</summary>
    public static StateEnvelope OfPartitions { get; } = new("streamgmm.partitions", 1, "Use a file that Gmm.SavePartitions wrote, or begin anew without it.");

    /// <summary>What the JSON calls itself.</summary>
    public string Format => format;

    public void Write(Stream stream, Action<Utf8JsonWriter> write)
    {
        var state = new ArrayBufferWriter<byte>(1 << 14);
        using (var writer = new Utf8JsonWriter(state))
            write(writer);
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("format", format);
            writer.WriteNumber("version", version);
            writer.WriteString("sha256", Checksum(state.WrittenSpan));
            writer.WritePropertyName("state");
            writer.WriteRawValue(state.WrittenSpan, skipInputValidation: true);
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    public T Read<T>(Stream stream, Func<JsonElement, T> read)
    {
        using var text = new MemoryStream();
        stream.CopyTo(text);
        try
        {
            using var json = JsonDocument.Parse(text.GetBuffer().AsMemory(0, (int)text.Length), new JsonDocumentOptions { AllowDuplicateProperties = false });
            var state = Checked(json.RootElement);
            return text.GetBuffer()[text.Length - 1] == '\n' ? read(state) : throw Bad("The text breaks off: the end of its line is missing.");
        }
        catch (JsonException e)
        {
            throw Bad($"The text is not whole JSON: it breaks off or goes wrong at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", e);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or OverflowException)
        {
            throw Bad("The JSON has not the parts of a state, or they do not fit together.", e);
        }
    }

    /// <summary>The state inside, where all around it is as it should be.</summary>
    private JsonElement Checked(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("format", out var seen))
            throw Bad($"The JSON has no \"format\": an object with \"format\": \"{format}\" was expected.");
        if (seen.GetString() is var other && other != format)
        {
            throw other == MixtureReader.Format
                ? new InvalidDataException($"The format is '{other}', a mixture: '{format}', a stream's state, was expected. {advice} OnlineEm.Start begins a stream from a mixture.")
                : other == OfStream.Format ? new InvalidDataException($"The format is '{other}', the state of one stream: '{format}' was expected. Gmm.LoadState reads it.")
                : other == OfPartitions.Format ? new InvalidDataException($"The format is '{other}', the state of a stream in partitions: '{format}' was expected. Gmm.LoadPartitions reads it.")
                : Bad($"The format is '{other}': '{format}' was expected.");
        }

        if (json.GetProperty("version").GetInt32() is var given && given != version)
            throw new InvalidDataException($"The state is of version {given} of its format, this program reads version {version}: another StreamGmm wrote it. Use that one, or begin anew.");
        var state = json.GetProperty("state");
        if (json.GetProperty("sha256").GetString() != Checksum(JsonMarshal.GetRawUtf8Value(state)))
            throw Bad("The checksum is not that of the state: the text was altered or damaged after it was written.");
        return state;
    }

    private static string Checksum(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private InvalidDataException Bad(string what, Exception? cause = null) => new($"{what} {advice}", cause);
}

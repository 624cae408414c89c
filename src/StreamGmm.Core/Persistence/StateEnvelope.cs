using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace StreamGmm;

/// <summary>What stands around a saved state: format, version, and the checksum by which one that was cut off or altered is told.</summary>
internal static class StateEnvelope
{
    public const string Format = "streamgmm.state";
    public const int Version = 1;

    private const string Advice = "Use a file that --state or Gmm.SaveState wrote, or begin anew without it.";

    public static void Write(Stream stream, SavedState saved)
    {
        var state = new ArrayBufferWriter<byte>(1 << 14);
        using (var writer = new Utf8JsonWriter(state))
            StateWriter.Write(writer, saved);
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("format", Format);
            writer.WriteNumber("version", Version);
            writer.WriteString("sha256", Checksum(state.WrittenSpan));
            writer.WritePropertyName("state");
            writer.WriteRawValue(state.WrittenSpan, skipInputValidation: true);
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    public static SavedState Read(Stream stream)
    {
        using var text = new MemoryStream();
        stream.CopyTo(text);
        try
        {
            using var json = JsonDocument.Parse(text.GetBuffer().AsMemory(0, (int)text.Length), new JsonDocumentOptions { AllowDuplicateProperties = false });
            var state = Checked(json.RootElement);
            return text.GetBuffer()[text.Length - 1] == '\n' ? StateReader.Read(state) : throw Bad("The text breaks off: the end of its line is missing.");
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
    private static JsonElement Checked(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("format", out var format))
            throw Bad($"The JSON has no \"format\": an object with \"format\": \"{Format}\" was expected.");
        if (format.GetString() == MixtureReader.Format)
            throw new InvalidDataException($"The format is '{MixtureReader.Format}', a mixture: '{Format}', a stream's state, was expected. Use a file that --state or Gmm.SaveState wrote; OnlineEm.Start begins a stream from a mixture.");
        if (format.GetString() != Format)
            throw Bad($"The format is '{format.GetString()}': '{Format}' was expected.");
        if (json.GetProperty("version").GetInt32() is var version and not Version)
            throw new InvalidDataException($"The state is of version {version} of its format, this program reads version {Version}: another StreamGmm wrote it. Use that one, or begin anew.");
        var state = json.GetProperty("state");
        if (json.GetProperty("sha256").GetString() != Checksum(JsonMarshal.GetRawUtf8Value(state)))
            throw Bad("The checksum is not that of the state: the text was altered or damaged after it was written.");
        return state;
    }

    private static string Checksum(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static InvalidDataException Bad(string what, Exception? cause = null) => new($"{what} {Advice}", cause);
}

using System.Buffers;
using System.Text.Json;

namespace StreamGmm;

/// <summary>What is told of a state of a stream to people and other programs: one JSON object, as <c>streamgmm follow</c> prints it.</summary>
/// <remarks>
/// <c>{"samples": 4096, "weight": 4096, "logLikelihood": -3.1, "memory": 1200.5, "alarm": false, "position": 4096, "mixture": {...}}</c>;
/// what is not known while warming up, or is no finite number, is null. A state cannot be gone on from by it: that is what <see cref="SavedState"/> is for.
/// </remarks>
public static class StateLine
{
    /// <summary>The object as UTF-8, without an end of line.</summary>
    /// <param name="state">What is told.</param>
    /// <param name="columns">The names of the features, where they have names.</param>
    public static ReadOnlyMemory<byte> Of(OnlineState state, IReadOnlyList<string>? columns = null)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(line))
            Write(writer, state, columns);
        return line.WrittenMemory;
    }

    /// <summary>Writes the object, inside a larger document perhaps.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="state">What is told.</param>
    /// <param name="columns">The names of the features, where they have names.</param>
    public static void Write(Utf8JsonWriter writer, OnlineState state, IReadOnlyList<string>? columns = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(state);
        writer.WriteStartObject();
        writer.WriteNumber("samples", state.SamplesSeen);
        Finite(writer, "weight", state.WeightSeen);
        Finite(writer, "logLikelihood", state.Score);
        Finite(writer, "memory", state.Memory);
        writer.WriteBoolean("alarm", state.Alarm);
        writer.WriteNumber("position", state.Position);
        writer.WritePropertyName("mixture");
        if (state.Mixture is { } mixture)
            MixtureWriter.Write(writer, new SavedMixture(mixture, columns));
        else
            writer.WriteNullValue();
        writer.WriteEndObject();
    }

    private static void Finite(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            writer.WriteNumber(name, number);
        else
            writer.WriteNull(name);
    }
}

using System.Buffers;
using System.Text.Json;

namespace StreamGmm.Cli.Output;

/// <summary>States as JSON, one object a line, each line written at once.</summary>
internal sealed class FollowJson(Shell shell, IReadOnlyList<string>? columns)
{
    private readonly ArrayBufferWriter<byte> line = new();

    /// <summary>True when nobody reads the lines any more.</summary>
    public bool IsOver { get; private set; }

    public void Write(OnlineState state)
    {
        line.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(line))
        {
            writer.WriteStartObject();
            writer.WriteNumber("samples", state.SamplesSeen);
            writer.WriteFinite("weight", state.WeightSeen);
            writer.WriteFinite("logLikelihood", state.Score ?? double.NaN);
            writer.WriteFinite("memory", state.Memory);
            writer.WriteBoolean("alarm", state.Alarm);
            writer.WriteNumber("position", state.Position);
            writer.WritePropertyName("mixture");
            if (state.Mixture is { } mixture)
                new SavedMixture(mixture, columns).WriteTo(writer);
            else
                writer.WriteNullValue();
            writer.WriteEndObject();
        }

        line.Write("\n"u8);
        shell.Output.Write(line.WrittenSpan);
        shell.Output.Flush();
        IsOver = shell.HasNoReader();
    }
}

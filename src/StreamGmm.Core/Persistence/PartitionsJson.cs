using System.Collections.Immutable;
using System.Text.Json;

namespace StreamGmm;

/// <summary>The state of a stream in partitions as JSON: written and read with the same names in the same order.</summary>
internal static class PartitionsJson
{
    public static void Write(Utf8JsonWriter writer, SavedPartitions saved) => writer.Part(saved, static (writer, saved) =>
    {
        writer.Strings("columns", saved.Columns);
        writer.WriteNumber("merges", saved.State.Merges);
        writer.Number("clock", saved.State.Clock);
        writer.Number("evidence", saved.State.Evidence);
        writer.Part("merged", saved.State.Merged, (writer, merged) => StateWriter.State(writer, merged, saved.Columns));
        writer.WriteStartObject("partitions");
        foreach (var (name, part) in saved.State.Parts)
            writer.Part(name, part, Partition);
        writer.WriteEndObject();
    });

    public static SavedPartitions Read(JsonElement json) => new(
        new PartitionedState(StateReader.State(json.GetProperty("merged")))
        {
            Merges = json.Long("merges"),
            Clock = json.Number("clock"),
            Evidence = json.Number("evidence"),
            Parts = json.GetProperty("partitions").EnumerateObject().ToImmutableSortedDictionary(part => part.Name, part => Partition(part.Value), StringComparer.Ordinal),
        },
        json.Strings("columns"));

    private static void Partition(Utf8JsonWriter writer, PartitionState part)
    {
        writer.WriteNumber("position", part.Position);
        writer.WriteNumber("batches", part.Batches);
        writer.WriteNumber("samples", part.SamplesSeen);
        writer.Number("weight", part.WeightSeen);
        writer.Number("score", part.Score);
        writer.Number("memory", part.Memory);
        writer.WriteBoolean("alarm", part.Alarm);
        writer.WriteNumber("alarms", part.Alarms);
        writer.Number("droppedWeight", part.DroppedWeight);
        writer.WriteNumber("refusedBatches", part.RefusedBatches);
        writer.Time("time", part.Time);
        writer.Number("waiting", part.Waiting);
        writer.Number("logLikelihood", part.LogLikelihood);
        writer.WriteBoolean("hasFired", part.HasFired);
        writer.Number("kept", part.Kept);
        writer.Part("learned", part.Learned, StateWriter.Statistics);
        writer.Part("detector", part.Detector, StateWriter.Detector);
        writer.Parts("pending", part.Pending, StateWriter.Rows);
    }

    private static PartitionState Partition(JsonElement json) => new()
    {
        Position = json.Long("position"),
        Batches = json.Long("batches"),
        SamplesSeen = json.Long("samples"),
        WeightSeen = json.Number("weight"),
        Score = json.NumberOrNull("score"),
        Alarm = json.GetProperty("alarm").GetBoolean(),
        Alarms = json.Integer("alarms"),
        DroppedWeight = json.Number("droppedWeight"),
        RefusedBatches = json.Integer("refusedBatches"),
        Time = json.Time("time"),
        Waiting = json.Number("waiting"),
        LogLikelihood = json.Number("logLikelihood"),
        HasFired = json.GetProperty("hasFired").GetBoolean(),
        Kept = json.Number("kept"),
        Learned = json.Part("learned") is { } learned ? StateReader.Statistics(learned) : null,
        Detector = StateReader.Detector(json.GetProperty("detector")),
        Pending = [.. json.Parts("pending", StateReader.Rows)],
    };
}

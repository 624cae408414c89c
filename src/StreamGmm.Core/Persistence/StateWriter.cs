using System.Diagnostics;
using System.Text.Json;

namespace StreamGmm;

/// <summary>Writes the state of a stream as JSON; <see cref="StateReader"/> has the same names in the same order.</summary>
internal static class StateWriter
{
    public static void Write(Utf8JsonWriter writer, SavedState saved) => writer.Part(saved, static (writer, saved) =>
    {
        writer.Strings("columns", saved.Columns);
        if (saved.Source is { } source)
            writer.WriteString("source", source);
        State(writer, saved.State, saved.Columns);
        writer.Part("unfinished", saved.Unfinished, Unfinished);
    });

    public static void State(Utf8JsonWriter writer, OnlineState state, IReadOnlyList<string>? columns)
    {
        writer.WriteNumber("position", state.Position);
        writer.WriteNumber("samples", state.SamplesSeen);
        writer.Number("weight", state.WeightSeen);
        writer.Number("score", state.Score);
        writer.Number("memory", state.Memory);
        writer.WriteBoolean("alarm", state.Alarm);
        writer.WriteNumber("alarms", state.Alarms);
        writer.Parts("events", state.Events, Event);
        writer.Number("droppedWeight", state.DroppedWeight);
        writer.WriteNumber("refusedBatches", state.RefusedBatches);
        Mixture(writer, "mixture", state.Mixture, columns);
        Mixture(writer, "current", state.Current, columns);
        writer.WriteString("regularization", state.Regularization.ToString());
        writer.Number("clock", state.Clock);
        writer.Number("waiting", state.Waiting);
        writer.Time("time", state.Time);
        writer.Part("statistics", state.Statistics, Statistics);
        writer.Part("average", state.Average, Average);
        writer.Part("detector", state.Detector, Detector);
        writer.Part("lineage", state.Lineage, Lineage);
        writer.Parts("pending", state.Pending, Rows);
        writer.Part("challenger", state.Challenger, Challenger);
    }

    private static void Challenger(Utf8JsonWriter writer, Challenger challenger)
    {
        writer.Number("lead", challenger.Lead);
        writer.Number("weight", challenger.Weight);
        writer.Part("state", challenger.State, static (writer, state) => State(writer, state, null));
    }

    private static void Mixture(Utf8JsonWriter writer, string name, GaussianMixture? mixture, IReadOnlyList<string>? columns)
    {
        writer.WritePropertyName(name);
        if (mixture is null)
            writer.WriteNullValue();
        else
            MixtureWriter.Write(writer, new SavedMixture(mixture, columns));
    }

    public static void Statistics(Utf8JsonWriter writer, SufficientStatistics statistics)
    {
        writer.WriteString("shape", statistics.Shape.ToString());
        writer.WriteNumber("components", statistics.Components);
        writer.Doubles("origin", statistics.Origin.AsSpan());
        writer.Doubles("values", statistics.Values);
    }

    private static void Average(Utf8JsonWriter writer, AveragedStatistics average)
    {
        writer.Number("weight", average.Weight);
        writer.Number("waiting", average.Waiting);
        writer.Part("mean", average.Mean, Statistics);
    }

    public static void Detector(Utf8JsonWriter writer, DriftDetector detector)
    {
        writer.Doubles("first", detector.First.AsSpan());
        writer.WriteNumber("rows", detector.Rows);
        writer.Number("weight", detector.Weight);
        writer.Number("logLikelihood", detector.LogLikelihood);
        writer.WriteNumber("blocks", detector.Blocks);
        writer.Number("mean", detector.Mean);
        writer.Number("squares", detector.Squares);
        writer.Number("evidence", detector.Evidence);
    }

    private static void Lineage(Utf8JsonWriter writer, Lineage lineage)
    {
        writer.Longs("ids", lineage.Ids);
        writer.WriteNumber("nextId", lineage.NextId);
        writer.Longs("weak", lineage.Weak);
        writer.Parts("recent", lineage.Recent, Rows);
        writer.WriteNumber("rowsToLook", lineage.RowsToLook);
        writer.WriteNumber("quietLooks", lineage.QuietLooks);
    }

    private static void Event(Utf8JsonWriter writer, LineageEvent change)
    {
        switch (change)
        {
            case LineageEvent.Born born:
                writer.WriteNumber("born", born.Id);
                break;
            case LineageEvent.Died died:
                writer.WriteNumber("died", died.Id);
                break;
            case LineageEvent.Merged merged:
                writer.Longs("merged", [merged.First, merged.Second, merged.Into]);
                break;
            case LineageEvent.Split split:
                writer.Longs("split", [split.From, split.First, split.Second]);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static void Unfinished(Utf8JsonWriter writer, Batch batch)
    {
        Rows(writer, batch.Samples);
        if (batch.Position is { } position)
            writer.WriteNumber("position", position);
        else
            writer.WriteNull("position");
        writer.Time("time", batch.Time);
        writer.Number("droppedWeight", batch.DroppedWeight);
    }

    public static void Rows(Utf8JsonWriter writer, Samples rows)
    {
        writer.WriteNumber("count", rows.Count);
        writer.WriteNumber("dimension", rows.Dimension);
        writer.Doubles("values", rows.Values);
        if (rows.HasMissing)
            writer.WriteBoolean("missing", true);
        if (rows.Weights is { } weights)
            writer.Doubles("weights", weights.Span);
        if (rows.Labels is { } labels)
            writer.Longs("labels", labels.ToArray().Select(label => (long)label));
    }
}

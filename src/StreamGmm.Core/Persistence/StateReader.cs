using System.Text.Json;

namespace StreamGmm;

/// <summary>Reads the state of a stream from JSON that <see cref="StateWriter"/> wrote.</summary>
internal static class StateReader
{
    public static SavedState Read(JsonElement json)
    {
        return new SavedState(State(json), json.Strings("columns"), json.Part("unfinished") is { } unfinished ? Unfinished(unfinished) : null)
        {
            Source = json.TryGetProperty("source", out var source) ? source.GetString() : null,
        };
    }

    public static OnlineState State(JsonElement json)
    {
        var current = json.Part("current") is { } mixture ? MixtureReader.Read(mixture) : null;
        return new OnlineState
        {
            Position = json.Long("position"),
            SamplesSeen = json.Long("samples"),
            WeightSeen = json.Number("weight"),
            Score = json.NumberOrNull("score"),
            Alarm = json.GetProperty("alarm").GetBoolean(),
            Alarms = json.Integer("alarms"),
            Events = [.. json.Parts("events", Event)],
            DroppedWeight = json.Number("droppedWeight"),
            RefusedBatches = json.Integer("refusedBatches"),
            Current = current?.Mixture,
            Regularization = Regularization.Parse(json.GetProperty("regularization").GetString()!),
            Clock = json.Number("clock"),
            Waiting = json.Number("waiting"),
            Time = json.Time("time"),
            Statistics = json.Part("statistics") is { } statistics ? Statistics(statistics) : null,
            Average = json.Part("average") is { } average ? new AveragedStatistics(Statistics(average.GetProperty("mean")), average.Number("weight"), average.Number("waiting")) : null,
            Detector = Detector(json.GetProperty("detector")),
            Lineage = Lineage(json.GetProperty("lineage")),
            Pending = [.. json.Parts("pending", Rows)],
            Challenger = json.Part("challenger") is { } challenger ? new Challenger(State(challenger.GetProperty("state")), challenger.Number("lead"), challenger.Number("weight")) : null,
        };
    }

    public static SufficientStatistics Statistics(JsonElement json) => SufficientStatistics.Read(
        CovarianceShape.Parse(json.GetProperty("shape").GetString()!),
        json.Integer("components"),
        RealVector.Create(json.Doubles("origin")),
        json.Doubles("values"));

    public static DriftDetector Detector(JsonElement json) => new()
    {
        First = RealVector.Create(json.Doubles("first")),
        Rows = json.Integer("rows"),
        Weight = json.Number("weight"),
        LogLikelihood = json.Number("logLikelihood"),
        Blocks = json.Long("blocks"),
        Mean = json.Number("mean"),
        Squares = json.Number("squares"),
        Evidence = json.Number("evidence"),
    };

    private static Lineage Lineage(JsonElement json) => new()
    {
        Ids = [.. json.Longs("ids")],
        NextId = json.Long("nextId"),
        Weak = [.. json.Longs("weak")],
        Recent = [.. json.Parts("recent", Rows)],
        RowsToLook = json.Integer("rowsToLook"),
        QuietLooks = json.Integer("quietLooks"),
    };

    private static LineageEvent Event(JsonElement json)
    {
        var change = json.EnumerateObject().Single();
        var ids = change.Value.ValueKind == JsonValueKind.Array ? [.. json.Longs(change.Name)] : new[] { change.Value.GetInt64() };
        return change.Name switch
        {
            "born" => new LineageEvent.Born(ids[0]),
            "died" => new LineageEvent.Died(ids[0]),
            "merged" => new LineageEvent.Merged(ids[0], ids[1], ids[2]),
            "split" => new LineageEvent.Split(ids[0], ids[1], ids[2]),
            _ => throw new FormatException($"'{change.Name}' is no change of components."),
        };
    }

    private static Batch Unfinished(JsonElement json) =>
        new(Rows(json), json.Part("position")?.GetInt64(), json.Time("time")) { DroppedWeight = json.Number("droppedWeight") };

    public static Samples Rows(JsonElement json)
    {
        var missing = json.TryGetProperty("missing", out var misses) && misses.GetBoolean() ? MissingValues.Marginalize : MissingValues.Refuse;
        var rows = Samples.From(json.Doubles("values"), json.Integer("dimension"), missing);
        if (rows.Count != json.Integer("count"))
            throw new FormatException($"There are {rows.Count} rows instead of {json.Integer("count")}.");
        if (json.TryGetProperty("weights", out _))
            rows = rows.WithWeights(json.Doubles("weights"));
        return json.TryGetProperty("labels", out _) ? rows.WithLabels(json.Longs("labels").Select(label => checked((int)label)).ToArray()) : rows;
    }
}

using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>Makes the subject of a report of an online run.</summary>
internal static class StreamSubject
{
    /// <summary>The most alarms, and the most events, that are listed.</summary>
    private const int MostListed = 1000;

    /// <summary>All states in order: score and memory of each, alarms, what became of components, and some of the mixtures.</summary>
    public static Subject Of(IEnumerable<OnlineState> states, ReportOptions options)
    {
        ArgumentNullException.ThrowIfNull(states);
        var (positions, scores, memory, components) = (new List<long>(), new List<double>(), new List<double>(), new List<int>());
        var (alarms, events) = (new List<long>(), new List<StreamEvent>());
        EvenlySpread<OnlineState>? kept = null;
        OnlineState? last = null;
        foreach (var state in states)
        {
            last = state;
            positions.Add(state.Position);
            scores.Add(state.Score ?? double.NaN);
            memory.Add(state.Memory);
            components.Add(state.Current?.Components ?? 0);
            if (state.Alarm)
                alarms.Add(state.Position);
            events.AddRange(state.Events.Select(change => new StreamEvent(state.Position, Text.Event(change))));
            if (state.Current is { } mixture)
                (kept ??= new EvenlySpread<OnlineState>(StateLimits.Kept(mixture, options))).Add(state);
        }

        if (last is null)
            throw new ArgumentException("There is no state: an online run has that of its start at least.", nameof(states));
        var places = CurveThinning.Places(scores);
        return new Subject
        {
            Kind = "stream",
            Title = "Gaussian mixture over a stream",
            Facts = Facts(last),
            Notes = [.. Notes(places.Length, scores.Count, alarms.Count, events.Count)],
            States = [.. (kept?.Values() ?? []).Select(state => Draw(state))],
            StatesSeen = kept?.Seen ?? 0,
            Stream = new StreamCourse(
                [.. places.Select(i => positions[i])],
                RealVector.Create([.. places.Select(i => scores[i])]),
                RealVector.Create([.. places.Select(i => memory[i])]),
                [.. places.Select(i => components[i])],
                [.. alarms.TakeLast(MostListed)],
                [.. events.TakeLast(MostListed)]),
        };
    }

    private static ImmutableArray<(string Label, string Text)> Facts(OnlineState last) =>
    [
        .. last.Current is { } mixture ? Text.Of(mixture) : [("status", "warming up")],
        ("samples seen", Text.Count(last.SamplesSeen)),
        ("position", Text.Count(last.Position)),
        ("score", Text.Value(last.Score ?? double.NaN)),
        ("memory", Text.Value(last.Memory)),
        ("alarms", Text.Count(last.Alarms)),
        .. last.RefusedBatches > 0 ? [("batches passed over", Text.Count(last.RefusedBatches))] : ReadOnlySpan<(string, string)>.Empty,
        .. last.DroppedWeight > 0 ? [("weight dropped", Text.Value(last.DroppedWeight))] : ReadOnlySpan<(string, string)>.Empty,
    ];

    private static IEnumerable<string> Notes(int points, int states, int alarms, int events)
    {
        if (points < states)
            yield return $"{Text.Count(points)} of {Text.Count(states)} points of the stream are drawn: those of the lowest and the highest score of each of equal stretches.";
        if (alarms > MostListed)
            yield return $"The last {Text.Count(MostListed)} of {Text.Count(alarms)} alarms are shown.";
        if (events > MostListed)
            yield return $"The last {Text.Count(MostListed)} of {Text.Count(events)} events are shown.";
    }

    /// <summary>A state with the mixture to use; its components are those of the one that learns.</summary>
    private static DrawnState Draw(OnlineState state) =>
        new(state.Position, state.Score ?? double.NaN, state.Mixture!, [.. state.ComponentIds], $"position {Text.Count(state.Position)}");
}

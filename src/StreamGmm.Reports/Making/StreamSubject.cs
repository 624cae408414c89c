using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>Makes the subject of a report of an online run.</summary>
internal static class StreamSubject
{
    /// <summary>All states in order: score and memory of each, alarms, what became of components, and some of the mixtures.</summary>
    public static Subject Of(IEnumerable<OnlineState> states, ReportOptions options)
    {
        ArgumentNullException.ThrowIfNull(states);
        var gathering = new StreamGathering(options);
        foreach (var state in states)
            gathering.Add(state);
        return gathering.HasAny ? gathering.ToSubject() : throw new ArgumentException("There is no state: an online run has that of its start at least.", nameof(states));
    }

    /// <summary>What is said of a state.</summary>
    public static ImmutableArray<(string Label, string Text)> Facts(OnlineState last) =>
    [
        .. Facts(last.Current, last.SamplesSeen, new StreamPoint(last.Position, last.Score ?? double.NaN, last.Memory, 0), last.Alarms),
        .. last.RefusedBatches > 0 ? [("batches passed over", Text.Count(last.RefusedBatches))] : ReadOnlySpan<(string, string)>.Empty,
        .. last.DroppedWeight > 0 ? [("weight dropped", Text.Value(last.DroppedWeight))] : ReadOnlySpan<(string, string)>.Empty,
    ];

    /// <summary>What is said of a state that was told of.</summary>
    public static ImmutableArray<(string Label, string Text)> Facts(GaussianMixture? mixture, long samplesSeen, StreamPoint point, long alarms) =>
    [
        .. mixture is not null ? Text.Of(mixture) : [("status", "warming up")],
        ("samples seen", Text.Count(samplesSeen)),
        ("position", Text.Count(point.Position)),
        ("score", Text.Value(point.Score)),
        ("memory", Text.Value(point.Memory)),
        ("alarms", Text.Count(alarms)),
    ];

    /// <summary>A state with the mixture to use; its components are those of the one that learns.</summary>
    public static DrawnState Draw(OnlineState state) =>
        new(state.Position, state.Score ?? double.NaN, state.Mixture!, [.. state.ComponentIds], Label(state.Position));

    /// <summary>"position 4,096".</summary>
    public static string Label(long position) => $"position {Text.Count(position)}";
}

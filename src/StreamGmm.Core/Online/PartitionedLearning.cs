using System.Buffers;

namespace StreamGmm;

/// <summary>What partitions learn, and how it is added up.</summary>
internal static class PartitionedLearning
{
    /// <summary>The first mixture: each partition gets the statistics of its own rows under it.</summary>
    public static PartitionedState Begin(PartitionedState state, EmState fit, OnlineOptions options, CancellationToken cancellationToken)
    {
        var parts = state.Parts;
        foreach (var (name, part) in state.Parts)
        {
            if (!part.Pending.IsEmpty)
                parts = parts.SetItem(name, part with { Pending = [], Learned = EStep.Expect(fit.Mixture, Samples.Concat(part.Pending), fit.Statistics.Origin, options.Threads, cancellationToken) });
        }

        state = state with { Parts = parts, Merges = state.Merges + 1 };
        return Tell(state, options, state.Merged with { Current = fit.Mixture, Statistics = Sum(state, fit.Statistics), Clock = state.Clock, Lineage = Lineage.Of(options.Components) });
    }

    /// <summary>The state after a piece of one partition: its own statistics are its decayed ones and those of the piece, the others are worth less by as much as the whole forgets.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="partition">Where the piece came from.</param>
    /// <param name="piece">Its rows.</param>
    /// <param name="weight">What they are worth: less than 1 where they are older than what came before.</param>
    /// <param name="since">What has passed since the piece before, of any partition.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    public static PartitionedState Learn(
        PartitionedState state, string partition, Samples piece, double weight, MemoryPolicy.Passed since, OnlineOptions options, CancellationToken cancellationToken)
    {
        var (mixture, origin, part, warmUp) = (state.Merged.Current!, state.Merged.Statistics!.Origin, state.Parts[partition], options.WarmUp(piece.Dimension));
        var clock = state.Clock + piece.TotalWeight;
        var learned = part.Learned ?? SufficientStatistics.Zero(mixture.Shape, mixture.Components, origin);
        var leaf = ArrayPool<double>.Shared.Rent(learned.Length);
        var detector = Learning.Expect(mixture, origin, part.Detector with { Evidence = state.Evidence }, piece, leaf, learns: clock >= warmUp, options, cancellationToken);
        var fired = detector.HasFired;
        var cuts = fired && options.Memory is MemoryPolicy.Adaptive;
        if (cuts)
            clock = Math.Min(clock, warmUp);
        var now = new MemoryPolicy.Forgetting(state.Memory, piece.TotalWeight * weight, clock, warmUp, 2 * mixture.ParameterCount, since);
        var kept = options.Memory.Retain(now);
        if (cuts && now.Retained > 0)
            kept = Math.Min(kept, Math.Max(0, warmUp - now.Piece) / now.Retained);
        var logLikelihood = StatisticsLayout.LogLikelihood(leaf).Value;
        var parts = state.Parts;
        if (kept != 1 || fired)
            parts = parts.SetItems(parts.Select(p => KeyValuePair.Create(p.Key, p.Value with { Kept = p.Value.Kept * kept, Detector = fired ? new DriftDetector() : p.Value.Detector })));
        parts = parts.SetItem(partition, part with
        {
            Learned = learned.Blend(part.Kept * kept, leaf, weight),
            Kept = 1,
            Detector = fired ? new DriftDetector() : detector,
            Alarms = part.Alarms + (fired ? 1 : 0),
            HasFired = part.HasFired || fired,
            Waiting = part.Waiting + piece.TotalWeight,
            LogLikelihood = part.LogLikelihood + logLikelihood,
        });
        ArrayPool<double>.Shared.Return(leaf);
        return state with { Parts = parts, Clock = clock, Evidence = fired ? 0 : detector.Evidence };
    }

    /// <summary>The state after a merge.</summary>
    public static PartitionedState Merge(PartitionedState state, OnlineOptions options)
    {
        var merged = state.Merged;
        if (merged.Current is { } current)
        {
            var (sum, warmUp) = (Sum(state, merged.Statistics!), options.WarmUp(current.Dimension));
            var (waiting, cuts) = (state.Parts.Values.Sum(part => part.Waiting), options.Memory is MemoryPolicy.Adaptive && state.Parts.Values.Any(part => part.HasFired));

            // A mixture that was given stays until there is enough to replace it by.
            var learns = state.Clock >= warmUp && waiting > 0;
            merged = merged with
            {
                Current = learns && MStep.TryMaximize(sum, current, options.Regularization, OnlineEm.PriorMass, out var made, out _) ? made : current,
                Statistics = sum,
                Clock = state.Clock,
                Average = !options.Memory.Averages ? null : learns ? Learning.Averaged(cuts ? null : merged.Average, sum, waiting, warmUp) : merged.Average,
            };
        }

        return Tell(state with { Merges = state.Merges + 1 }, options, merged);
    }

    /// <summary>True where nothing came since the last merge.</summary>
    public static bool IsTold(PartitionedState state) =>
        state.Merged.Position == state.Parts.Values.Sum(part => part.Position) && state.Merged.DroppedWeight == state.Parts.Values.Sum(part => part.DroppedWeight);

    /// <summary>The merged statistics, and beside them what the partitions have counted.</summary>
    private static PartitionedState Tell(PartitionedState state, OnlineOptions options, OnlineState merged)
    {
        var parts = state.Parts.Values;
        var (weight, alarms) = (parts.Sum(part => part.Waiting), parts.Sum(part => part.Alarms));
        return state with
        {
            Merged = merged with
            {
                Position = parts.Sum(part => part.Position),
                SamplesSeen = parts.Sum(part => part.SamplesSeen),
                WeightSeen = parts.Sum(part => part.WeightSeen),
                DroppedWeight = parts.Sum(part => part.DroppedWeight),
                RefusedBatches = parts.Sum(part => part.RefusedBatches),
                Time = state.Time,
                Score = weight > 0 ? parts.Sum(part => part.LogLikelihood) / weight : merged.Score,
                Alarm = alarms > merged.Alarms,
                Alarms = alarms,
                Regularization = options.Regularization,
            },
            Parts = state.Parts.SetItems(state.Parts.Select(part => KeyValuePair.Create(part.Key, part.Value.Told()))),
        };
    }

    /// <summary>The statistics of all partitions, each decayed to now, added in the order of their names. They are about one origin, that of the first mixture.</summary>
    private static SufficientStatistics Sum(PartitionedState state, SufficientStatistics before)
    {
        var sum = SufficientStatistics.Zero(before.Shape, before.Components, before.Origin);
        foreach (var part in state.Parts.Values)
        {
            if (part.Learned is { } learned)
                sum = sum.Blend(1, learned.Values, part.Kept);
        }

        return sum;
    }
}

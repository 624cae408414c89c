namespace StreamGmm;

/// <summary>Online expectation–maximization over a stream in partitions: each keeps statistics of its own, a merge makes one mixture of them all.</summary>
/// <remarks>
/// Between merges every partition learns with the mixture of the last merge, so that a component is the same in all of them, and nothing but its own statistics changes.
/// A merge is the sum of all statistics, each decayed to the same moment, in the order of the partitions' names, and an M-step. What is forgotten is decided for the whole: a sample counts as it would in one stream, whatever its partition.
/// The same batches and merges in the same order give the same bits; partition by partition every row is learned once, as positions tell.
/// Drift is looked for in the whole: the scores of a partition are compared with its own before, as partitions may differ in what they bring, and their falls are summed up. An alarm cuts an <see cref="MemoryPolicy.Adaptive"/> memory at once. No fresh fit competes after it, as in one stream.
/// </remarks>
public static class PartitionedEm
{
    /// <summary>Nothing seen yet: the first samples of all partitions are kept, fitted as a batch, and gone on from.</summary>
    /// <inheritdoc cref="Start(GaussianMixture, OnlineOptions)" path="/exception"/>
    public static PartitionedState Start(OnlineOptions options)
    {
        Require(options);
        return new PartitionedState(OnlineEm.Start(options));
    }

    /// <summary>A mixture known already. It scores at once, and is moved at the first merge after the weight of a warm-up has been seen.</summary>
    /// <exception cref="ArgumentException">The options are not for partitions, or the mixture has other components or another shape, or the memory is too short for it.</exception>
    public static PartitionedState Start(GaussianMixture mixture, OnlineOptions options)
    {
        Require(options);
        return new PartitionedState(OnlineEm.Start(mixture, options));
    }

    /// <summary>The state after a batch of one partition. Rows at or before the position of the partition are cut off; a batch of nothing else changes nothing.</summary>
    /// <remarks>The mixture stays as it is until a merge; only the batch that completes the warm-up is merged at once.</remarks>
    /// <param name="state">The state before.</param>
    /// <param name="partition">The name of the partition; one that is new begins at position 0.</param>
    /// <param name="batch">The rows to learn.</param>
    /// <param name="options">The options of the start, or others of the same components and shape: the stream goes on by them.</param>
    /// <param name="cancellationToken">Looked at before every tile; the state given stays what it was.</param>
    /// <exception cref="ArgumentException">The batch cannot be learned, for the reasons that <see cref="OnlineEm.Next"/> has (only where <see cref="OnlineOptions.OnBadBatch"/> says so); or the options do not suit the state.</exception>
    public static PartitionedState Next(PartitionedState state, string partition, Batch batch, OnlineOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentException.ThrowIfNullOrEmpty(partition);
        ArgumentNullException.ThrowIfNull(batch);
        Require(options);
        var part = state.Parts.GetValueOrDefault(partition) ?? new PartitionState();
        if (batch.After(part.Position) is not var (samples, position))
            return state;
        var dimension = state.Dimension ?? samples.Dimension;
        OnlineEm.RequireOptions(state.Merged, dimension, options);
        var seen = part with { Position = position, Batches = part.Batches + 1, DroppedWeight = part.DroppedWeight + batch.DroppedWeight };
        if (OnlineEm.Fault(batch, samples, dimension, state.Merged.Current?.Components ?? options.Components, options) is { } fault)
        {
            return options.OnBadBatch == OnBadBatch.Skip
                ? state with { Parts = state.Parts.SetItem(partition, seen with { RefusedBatches = part.RefusedBatches + 1 }) }
                : throw new ArgumentException($"Partition '{partition}': {fault.Message}", fault);
        }

        var landmark = state.Time;
        seen = seen with
        {
            SamplesSeen = part.SamplesSeen + samples.Count,
            WeightSeen = part.WeightSeen + samples.TotalWeight,
            Time = samples.Count == 0 || batch.Time < part.Time ? part.Time : batch.Time ?? part.Time,
        };
        state = state with { Parts = state.Parts.SetItem(partition, seen) };
        if (state.Merged.Current is null)
            return Keep(state, partition, samples, options, cancellationToken);
        var passed = batch.Time - landmark ?? TimeSpan.Zero;
        var since = new MemoryPolicy.Passed(passed > TimeSpan.Zero ? passed : TimeSpan.Zero, 1);
        var weight = passed < TimeSpan.Zero ? options.Memory.WeightAfter(-passed) : 1;
        foreach (var piece in Learning.Pieces(samples, options))
        {
            state = PartitionedLearning.Learn(state, partition, piece, weight, since, options, cancellationToken);
            since = default;
        }

        return state;
    }

    /// <summary>The state after a merge: the mixture is made anew from the statistics of all partitions. Where nothing came since the last merge it changes nothing.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="options">Those of <see cref="Next"/>.</param>
    /// <exception cref="ArgumentException">The options do not suit the state.</exception>
    public static PartitionedState Merge(PartitionedState state, OnlineOptions options)
    {
        ArgumentNullException.ThrowIfNull(state);
        Require(options);
        if (PartitionedLearning.IsTold(state))
            return state;
        if (state.Dimension is { } dimension)
            OnlineEm.RequireOptions(state.Merged, dimension, options);
        return PartitionedLearning.Merge(state, options);
    }

    /// <summary>The rows are kept until those of all partitions are enough for a first fit.</summary>
    private static PartitionedState Keep(PartitionedState state, string partition, Samples samples, OnlineOptions options, CancellationToken cancellationToken)
    {
        if (samples.Count == 0)
            return state;
        var part = state.Parts[partition];
        state = state with { Parts = state.Parts.SetItem(partition, part with { Pending = part.Pending.Add(Samples.Concat([samples])) }) };
        var (weight, count) = (state.Parts.Values.Sum(p => p.WeightSeen), state.Parts.Values.Sum(p => p.SamplesSeen));
        return WarmUp.Enough([.. state.Pending], weight, count, options) is { } rows
            ? PartitionedLearning.Begin(state with { Clock = weight }, WarmUp.Fit(rows, options, cancellationToken), options, cancellationToken)
            : state;
    }

    private static void Require(OnlineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Structure is Structure.Adapt)
            throw new ArgumentException("The structure may change: that is tried on the latest rows in their order, which partitions do not have. Leave it fixed, or follow one stream.", nameof(options));
        if ((options.Memory is MemoryPolicy.Adaptive adaptive ? adaptive.Inner : options.Memory) is MemoryPolicy.HalfLife { Batches: not null })
            throw new ArgumentException("The half-life is one in batches: partitions bring batches of their own, one more than another. Give it in samples or in time.", nameof(options));
    }
}

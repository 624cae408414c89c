using System.Buffers;

namespace StreamGmm;

/// <summary>Online expectation–maximization: a mixture that follows a stream is the scan of <see cref="Next"/> over its batches.</summary>
/// <remarks>After each piece S ← decay(S, ρ) + leaf(piece) and an M-step (Neal and Hinton, 1998; Cappé and Moulines, 2009); ρ comes from the memory.</remarks>
public static class OnlineEm
{
    /// <summary>The covariance pooled within components counts as this many samples in each, so that none collapses.</summary>
    internal const double PriorMass = 1;

    /// <summary>A piece is never larger, so that a large batch is learned as smaller ones would be.</summary>
    private const int LargestPiece = 1024;

    /// <summary>The statistics hardly change within this share of a warm-up: none is averaged sooner after the one before.</summary>
    private const double AverageEvery = 0.125;

    /// <summary>Nothing seen yet: the first samples are kept, fitted as a batch, and gone on from.</summary>
    public static OnlineState Start(OnlineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new OnlineState { Regularization = options.Regularization };
    }

    /// <summary>A mixture known already. It scores at once, and is moved when the weight of a warm-up has been seen.</summary>
    /// <exception cref="ArgumentException">The mixture has other components or another shape than the options, or the memory is too short for it.</exception>
    public static OnlineState Start(GaussianMixture mixture, OnlineOptions options)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentNullException.ThrowIfNull(options);
        RequireSameKind(mixture, options);
        options.Memory.Require(mixture.ParameterCount);
        var origin = RealVector.Create(mixture.Means.Row(0));
        return new OnlineState
        {
            Current = mixture,
            Statistics = SufficientStatistics.Zero(mixture.Shape, mixture.Components, origin),
            Lineage = Lineage.Of(mixture.Components),
            Regularization = options.Regularization,
        };
    }

    /// <summary>The state after a batch. Rows at or before the state's position are cut off; a batch of nothing else changes nothing.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="batch">The rows to learn.</param>
    /// <param name="options">The options of the start.</param>
    /// <param name="cancellationToken">Looked at before every tile; the state given stays what it was.</param>
    /// <exception cref="ArgumentException">The batch was refused, its dimension is not that of the rows before, a label is no component, or a half-life in time lacks the time (all these only where <see cref="OnlineOptions.OnBadBatch"/> says so); or the options do not suit the state.</exception>
    public static OnlineState Next(OnlineState state, Batch batch, OnlineOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(options);
        var position = batch.Position ?? state.Position + batch.Samples.Count;
        var old = state.Position - (position - batch.Samples.Count);
        if (batch.Fault is null ? old >= batch.Samples.Count && batch.DroppedWeight == 0 : position < state.Position)
            return state;
        var samples = batch.Samples.Slice((int)Math.Clamp(old, 0, batch.Samples.Count), batch.Samples.Count - (int)Math.Clamp(old, 0, batch.Samples.Count));
        var dimension = state.Dimension ?? samples.Dimension;
        RequireOptions(state, dimension, options);
        if (Fault(batch, samples, dimension, state.Current?.Components ?? options.Components, options) is { } fault)
        {
            return options.OnBadBatch == OnBadBatch.Skip
                ? state with { Position = Math.Max(state.Position, position), RefusedBatches = state.RefusedBatches + 1, DroppedWeight = state.DroppedWeight + batch.DroppedWeight, Alarm = false, Events = [] }
                : throw fault;
        }

        var seen = state with
        {
            Position = Math.Max(state.Position, position),
            SamplesSeen = state.SamplesSeen + samples.Count,
            WeightSeen = state.WeightSeen + samples.TotalWeight,
            DroppedWeight = state.DroppedWeight + batch.DroppedWeight,
            Alarm = false,
            Events = [],
            Time = batch.Time < state.Time ? state.Time : batch.Time ?? state.Time,
        };
        return state.Current is null
            ? WarmUp.Add(seen, samples, options, cancellationToken)
            : Learn(seen, samples, batch.Time > state.Time ? batch.Time.Value - state.Time.Value : TimeSpan.Zero, options, cancellationToken);
    }

    /// <summary>Why a batch cannot be learned; null where it can.</summary>
    private static ArgumentException? Fault(Batch batch, Samples samples, int dimension, int components, OnlineOptions options)
    {
        if (batch.Fault is { } fault)
            return new ArgumentException(fault.Message, fault);
        if (samples.Dimension != dimension)
            return new ArgumentException($"The batch has {samples.Dimension} features, the stream has {dimension}: they must agree.");
        var inner = options.Memory is MemoryPolicy.Adaptive adaptive ? adaptive.Inner : options.Memory;
        if (inner is MemoryPolicy.HalfLife { Time: not null } && batch.Time is null)
            return new ArgumentException("The batch has no time: a half-life in time needs one for every batch.");
        if (options.Structure is Structure.Adapt && samples.Labels is { } labels && labels.Span.ContainsAnyExcept(-1))
            return new ArgumentException("The batch has labels: they name components by number, which is not theirs for good where components come and go. Leave the labels out or the structure fixed.");
        return samples.LabelFault(components) is { } label ? new ArgumentException(label) : null;
    }

    private static void RequireOptions(OnlineState state, int dimension, OnlineOptions options)
    {
        if (state.Current is { } current)
            RequireSameKind(current, options);
        options.Memory.Require(options.ParameterCount(dimension));
        if (options.Components < options.Structure.Least(options.Components) || options.Components > options.Structure.Most(options.Components))
            throw new ArgumentException($"{options.Components} components to start with are not within what the structure allows, {options.Structure.Least(1)} to {options.Structure.Most(1)}.");
    }

    private static void RequireSameKind(GaussianMixture mixture, OnlineOptions options)
    {
        var (least, most) = (options.Structure.Least(options.Components), options.Structure.Most(options.Components));
        if (mixture.Components < least || mixture.Components > most || mixture.Shape != options.Shape)
            throw new ArgumentException($"The mixture is {mixture}; the options are for K = {(least == most ? $"{least}" : $"{least} to {most}")}, {options.Shape}: they must agree.");
    }

    /// <summary>Learns a batch in equal pieces, each under the mixture that the one before it left.</summary>
    private static OnlineState Learn(OnlineState state, Samples samples, TimeSpan elapsed, OnlineOptions options, CancellationToken cancellationToken)
    {
        var warmUp = options.WarmUp(samples.Dimension);
        var largest = Math.Max(1, Math.Floor(Math.Min(Math.Min(LargestPiece, warmUp / 2), options.Memory.LargestPiece)));
        var pieces = (int)Math.Min(samples.Count, Math.Ceiling(Math.Max(samples.Count, samples.TotalWeight) / largest));
        NeumaierSum logLikelihood = default;
        for (var p = 0; p < pieces; p++)
        {
            var start = (int)((long)samples.Count * p / pieces);
            var piece = samples.Slice(start, (int)((long)samples.Count * (p + 1) / pieces) - start);
            (state, var own) = LearnPiece(state, piece, p == 0 ? elapsed : TimeSpan.Zero, warmUp, options, cancellationToken);
            logLikelihood += own;
        }

        return samples.TotalWeight > 0 ? state with { Score = logLikelihood.Value / samples.TotalWeight } : state;
    }

    /// <summary>The state after a piece, and the log-likelihood of the piece before it was learned.</summary>
    private static (OnlineState State, double LogLikelihood) LearnPiece(
        OnlineState state, Samples piece, TimeSpan elapsed, int warmUp, OnlineOptions options, CancellationToken cancellationToken)
    {
        // A mixture that was given stays until there is enough to replace it by.
        var clock = state.Clock + piece.TotalWeight;
        var learns = clock >= warmUp;
        var (current, retained) = (state.Current!, state.Statistics!);
        var leaf = ArrayPool<double>.Shared.Rent(retained.Length);
        var detector = Expect(state, piece, leaf, learns, options, cancellationToken);
        var fired = detector.HasFired;
        if (fired)
            clock = Math.Min(clock, warmUp);
        var now = new MemoryPolicy.Forgetting(retained.TotalWeight, piece.TotalWeight, clock, warmUp, elapsed);
        var kept = options.Memory.Retain(now);
        if (fired && now.Retained > 0)
            kept = Math.Min(kept, Math.Max(0, warmUp - now.Piece) / now.Retained);
        var statistics = retained.Blend(kept, leaf, 1);
        var logLikelihood = StatisticsLayout.LogLikelihood(leaf).Value;
        ArrayPool<double>.Shared.Return(leaf);

        if (learns && MStep.TryMaximize(statistics, current, options.Regularization, PriorMass, out var mixture, out _))
            current = mixture;
        var next = state with
        {
            Current = current,
            Statistics = statistics,
            Clock = clock,
            Detector = fired ? new DriftDetector() : detector,
            Alarm = state.Alarm || fired,
            Alarms = state.Alarms + (fired ? 1 : 0),
            Average = options.Memory.Averages && learns && now.Piece > 0
                ? AveragedStatistics.Add(fired ? null : state.Average, statistics, now.Piece, warmUp * AverageEvery)
                : state.Average,
        };
        return (learns ? Evolution.Next(next, piece, fired, options, cancellationToken) : next, logLikelihood);
    }

    /// <summary>Writes the statistics of a piece; where drift is looked for, gives the detector after it, told block by block.</summary>
    private static DriftDetector Expect(OnlineState state, Samples piece, double[] leaf, bool learns, OnlineOptions options, CancellationToken cancellationToken)
    {
        var detector = state.Detector;
        var logDensities = options.Memory.Detects ? ArrayPool<double>.Shared.Rent(piece.Count) : [];
        EStep.Expect(state.Current!, piece, state.Statistics!.Origin, leaf, logDensities, looksTwice: !learns, options.Threads, cancellationToken);
        for (var start = 0; options.Memory.Detects && start < piece.Count && !detector.HasFired;)
        {
            var rows = Math.Min(piece.Count - start, DriftDetector.BlockRows - detector.Rows);
            detector = detector.Add(piece.Slice(start, rows), logDensities.AsSpan(start, rows));
            start += rows;
        }

        ArrayPool<double>.Shared.Return(logDensities);
        return detector;
    }
}

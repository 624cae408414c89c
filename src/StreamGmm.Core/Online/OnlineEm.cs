
namespace StreamGmm;

/// <summary>Online expectation–maximization: a mixture that follows a stream is the scan of <see cref="Next"/> over its batches.</summary>
/// <remarks>After each piece S ← decay(S, ρ) + leaf(piece) and an M-step (Neal and Hinton, 1998; Cappé and Moulines, 2009); ρ comes from the memory.</remarks>
public static class OnlineEm
{
    /// <summary>The covariance pooled within components counts as this many samples in each, so that none collapses.</summary>
    internal const double PriorMass = 1;

    /// <summary>Sums of squares beyond this come near the largest number there is, and what is not finite is never forgotten.</summary>
    private const double LargestSquares = 1e300;

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
    /// <param name="options">The options of the start, or others of the same components and shape: the stream goes on by them.</param>
    /// <param name="cancellationToken">Looked at before every tile; the state given stays what it was.</param>
    /// <exception cref="ArgumentException">The batch was refused, its dimension is not that of the rows before, a label is no component, or a half-life in time lacks the time (all these only where <see cref="OnlineOptions.OnBadBatch"/> says so); or the options do not suit the state.</exception>
    public static OnlineState Next(OnlineState state, Batch batch, OnlineOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(options);
        if (batch.After(state.Position) is not { } rows)
            return state;
        var (samples, position) = rows;
        var dimension = state.Dimension ?? samples.Dimension;
        RequireOptions(state, dimension, options);
        if (Fault(batch, samples, dimension, state.Current?.Components ?? options.Components, options) is { } fault)
        {
            return options.OnBadBatch == OnBadBatch.Skip
                ? state with { Position = position, RefusedBatches = state.RefusedBatches + 1, DroppedWeight = state.DroppedWeight + batch.DroppedWeight, Alarm = false, Events = [] }
                : throw fault;
        }

        var seen = state with
        {
            Position = position,
            SamplesSeen = state.SamplesSeen + samples.Count,
            WeightSeen = state.WeightSeen + samples.TotalWeight,
            DroppedWeight = state.DroppedWeight + batch.DroppedWeight,
            Alarm = false,
            Events = [],
            Regularization = options.Regularization,

            // Time that passes without rows is forgotten with the next rows.
            Time = samples.Count == 0 || batch.Time < state.Time ? state.Time : batch.Time ?? state.Time,
        };
        var since = new MemoryPolicy.Passed(batch.Time > state.Time ? batch.Time.Value - state.Time.Value : TimeSpan.Zero, 1);
        return Learning.Next(seen, samples, since, options, cancellationToken);
    }

    /// <summary>Why a batch cannot be learned; null where it can.</summary>
    internal static ArgumentException? Fault(Batch batch, Samples samples, int dimension, int components, OnlineOptions options)
    {
        if (batch.Fault is { } fault)
            return new ArgumentException(fault.Message, fault);
        if (samples.Dimension != dimension)
            return new ArgumentException($"The batch has {samples.Dimension} features, the stream has {dimension}: they must agree.");
        if (options.MissingValues == MissingValues.Refuse && samples.Patterns is { } patterns)
        {
            var row = patterns.FirstRow();
            return new ArgumentException($"Row {row}, column {patterns[patterns.OfRow(row)].Missing[0]} of the batch is missing: the options refuse missing values. Leave the row out, or say MissingValues = MissingValues.Marginalize there.");
        }

        var inner = options.Memory is MemoryPolicy.Adaptive adaptive ? adaptive.Inner : options.Memory;
        if (inner is MemoryPolicy.HalfLife { Time: not null } && batch.Time is null)
            return new ArgumentException("The batch has no time: a half-life in time needs one for every batch.");
        if (options.Structure is Structure.Adapt && samples.Labels is { } labels && labels.Span.ContainsAnyExcept(-1))
            return new ArgumentException("The batch has labels: they name components by number, which is not theirs for good where components come and go. Leave the labels out or the structure fixed.");
        if (samples is { Weights: not null, Count: > 0 } && samples.Features.Largest is var value && !(samples.TotalWeight * value * value < LargestSquares))
            return new ArgumentException(FormattableString.Invariant($"The weights of the batch sum to {samples.TotalWeight:G4} and a value is {value:G4}: their squares must sum to less than 1e300. Scale the weights or the features."));
        return samples.LabelFault(components) is { } label ? new ArgumentException(label) : null;
    }

    internal static void RequireOptions(OnlineState state, int dimension, OnlineOptions options)
    {
        if (state.Current is { } current)
            RequireSameKind(current, options);
        options.Memory.Require(options.ParameterCount(dimension));
        if (options.Components < options.Structure.Least(options.Components) || options.Components > options.Structure.Most(options.Components))
            throw new ArgumentException($"{options.Components} components to start with are not within what the structure allows, {options.Structure.Least(1)} to {options.Structure.Most(1)}.");
    }

    internal static void RequireSameKind(GaussianMixture mixture, OnlineOptions options)
    {
        var (least, most) = (options.Structure.Least(options.Components), options.Structure.Most(options.Components));
        if (mixture.Components < least || mixture.Components > most || mixture.Shape != options.Shape)
            throw new ArgumentException($"The mixture is {mixture}; the options are for K = {(least == most ? $"{least}" : $"{least} to {most}")}, {options.Shape}: they must agree.");
    }
}

namespace StreamGmm;

/// <summary>The first samples of a stream are kept until they are enough, and fitted as a batch.</summary>
internal static class WarmUp
{
    /// <summary>The state with some more rows kept, or with the mixture fitted to all of them.</summary>
    public static OnlineState Add(OnlineState state, Samples samples, OnlineOptions options, CancellationToken cancellationToken)
    {
        var pending = state.Pending.Add(Samples.Concat([samples]));

        // Rows are counted only where there may be enough: there may be very many parts.
        if (Math.Min(state.WeightSeen, state.SamplesSeen) < options.WarmUp(samples.Dimension))
            return state with { Pending = pending };
        var weighted = pending.Sum(rows => rows.Weights is { } w ? rows.Count - w.Span.Count(0.0) : rows.Count);
        if (weighted < options.WarmUp(samples.Dimension))
            return state with { Pending = pending };

        // Nothing can be learned of a feature that no row has had yet.
        var rows = Samples.Concat(pending);
        if (rows.UnseenAxis() >= 0)
            return state with { Pending = pending };
        var em = new EmOptions { Regularization = options.Regularization, Threads = options.Threads, Acceleration = Acceleration.None, Stop = Stop.Change };
        var start = InitialMixture.Create(rows, options.Components, options.Shape, seed: options.Seed, threads: options.Threads, cancellationToken: cancellationToken);
        var fit = Em.Iterate(Em.Start(start, rows, em, cancellationToken), rows, em, cancellationToken).Last();
        return state with
        {
            Pending = [],
            Current = fit.Mixture,
            Statistics = fit.Statistics,
            Clock = state.WeightSeen,
            Lineage = Lineage.Of(options.Components),
        };
    }
}

namespace StreamGmm;

/// <summary>The first samples of a stream are kept until they are enough, and fitted as a batch.</summary>
internal static class WarmUp
{
    /// <summary>The state with some more rows kept, or with the mixture fitted to all of them.</summary>
    public static OnlineState Add(OnlineState state, Samples samples, OnlineOptions options, CancellationToken cancellationToken)
    {
        var pending = state.Pending.Add(Samples.Concat([samples]));

        if (Enough(pending, state.WeightSeen, state.SamplesSeen, options) is not { } rows)
            return state with { Pending = pending };
        var fit = Fit(rows, options, cancellationToken);
        return state with
        {
            Pending = [],
            Current = fit.Mixture,
            Statistics = fit.Statistics,
            Clock = state.WeightSeen,
            Lineage = Lineage.Of(options.Components),
        };
    }

    /// <summary>All rows that were kept, when they are enough; null before.</summary>
    /// <param name="pending">The rows.</param>
    /// <param name="weight">Their weight.</param>
    /// <param name="count">Their number.</param>
    /// <param name="options">What is to be fitted.</param>
    public static Samples? Enough(IReadOnlyCollection<Samples> pending, double weight, long count, OnlineOptions options)
    {
        // Rows are counted only where there may be enough: there may be very many parts.
        var needed = options.WarmUp(pending.First().Dimension);
        if (Math.Min(weight, count) < needed || pending.Sum(part => part.Weights is { } w ? part.Count - w.Span.Count(0.0) : part.Count) < needed)
            return null;

        // Nothing can be learned of a feature that no row has had yet.
        var rows = Samples.Concat(pending);
        return rows.UnseenAxis() < 0 ? rows : null;
    }

    /// <summary>The batch fit of the rows that were kept.</summary>
    public static EmState Fit(Samples rows, OnlineOptions options, CancellationToken cancellationToken)
    {
        var em = new EmOptions { Regularization = options.Regularization, Threads = options.Threads, Acceleration = Acceleration.None, Stop = Stop.Change };
        var start = InitialMixture.Create(rows, options.Components, options.Shape, seed: options.Seed, threads: options.Threads, cancellationToken: cancellationToken);
        return Em.Iterate(Em.Start(start, rows, em, cancellationToken), rows, em, cancellationToken).Last();
    }
}

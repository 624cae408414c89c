using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>The first samples of a stream are kept until they are enough, and fitted as a batch.</summary>
internal static class WarmUp
{
    /// <summary>The state with some more rows kept, or with the mixture fitted to all of them.</summary>
    public static OnlineState Add(OnlineState state, Samples samples, OnlineOptions options, CancellationToken cancellationToken)
    {
        var pending = state.Pending.Add(Joined([samples]));
        var weighted = pending.Sum(rows => rows.Weights is { } w ? rows.Count - w.Span.Count(0.0) : rows.Count);
        if (Math.Min(state.WeightSeen, weighted) < options.WarmUp(samples.Dimension))
            return state with { Pending = pending };

        var rows = Joined(pending);
        var em = new EmOptions { Regularization = options.Regularization, Threads = options.Threads };
        var start = InitialMixture.Create(rows, options.Components, options.Shape, seed: options.Seed, threads: options.Threads, cancellationToken: cancellationToken);
        var fit = Em.Iterate(Em.Start(start, rows, em, cancellationToken), rows, em, cancellationToken).Last();
        return state with
        {
            Pending = [],
            Current = fit.Mixture,
            Statistics = fit.Statistics,
            Clock = state.WeightSeen,
        };
    }

    /// <summary>The rows of several samples, copied: the memory of a batch is its owner's.</summary>
    private static Samples Joined(ImmutableList<Samples> parts)
    {
        var (count, dimension) = (parts.Sum(p => p.Count), parts[0].Dimension);
        var values = new double[count * dimension];
        var (weights, labels) = (new double[count], new int[count]);
        var row = 0;
        foreach (var part in parts)
        {
            for (var i = 0; i < part.Count; i++, row++)
            {
                part.CopyRow(i, values.AsSpan(row * dimension));
                weights[row] = part.Weights is { } w ? w.Span[i] : 1;
                labels[row] = part.Labels is { } l ? l.Span[i] : -1;
            }
        }

        var joined = Samples.From(values, dimension);
        if (parts.Any(p => p.Weights is not null))
            joined = joined.WithWeights(weights);
        return parts.Any(p => p.Labels is not null) ? joined.WithLabels(labels) : joined;
    }
}

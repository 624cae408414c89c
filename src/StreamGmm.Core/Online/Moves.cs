using System.Collections.Immutable;
using MathNet.Numerics.Distributions;

namespace StreamGmm;

/// <summary>The ways in which the components of a mixture change in number. Each gives the family after it and what happened, or null where the samples do not ask for it.</summary>
internal static partial class Moves
{
    /// <summary>EM iterations that a new component is tried for.</summary>
    private const int Trial = 10;

    /// <summary>The pairs that merging is tried for, those that lose least.</summary>
    private const int MergeTrials = 3;

    /// <summary>Samples beyond this share of every component are strange to the mixture.</summary>
    private const double Familiar = 0.99;

    /// <summary>True where a component has too little mass to be estimated from.</summary>
    public static bool IsWeak(Family family, int component) =>
        family.Statistics.Mass(component) < Math.Max(family.Mixture.Dimension + 2, family.ParametersAComponent / 2.0);

    /// <summary>The lightest of the components named dies.</summary>
    public static (Family Family, ImmutableArray<LineageEvent> Events)? Die(Family family, IReadOnlyCollection<long> doomed, Regularization regularization)
    {
        var candidates = Enumerable.Range(0, family.Ids.Length).Where(k => doomed.Contains(family.Ids[k])).ToArray();
        if (candidates.Length == 0)
            return null;
        var dying = candidates.MinBy(family.Statistics.Mass);
        var groups = Enumerable.Range(0, family.Ids.Length).Select(k => k == dying ? -1 : k < dying ? k : k - 1).ToArray();
        return family.Regroup(groups, family.Ids.RemoveAt(dying), family.NextId, regularization) is { } after
            ? (after, [new LineageEvent.Died(family.Ids[dying])])
            : null;
    }

    /// <summary>The two components that lose least as one become one, if that is less than a component's penalty: by Runnalls' bound (2007), or tried on samples where the bound is too far.</summary>
    public static (Family Family, ImmutableArray<LineageEvent> Events)? Merge(Family family, Samples recent, Regularization regularization, int threads, CancellationToken cancellationToken)
    {
        // What is weak, or gets nothing any more, is left to die: it would only blur the component that took it in.
        var latest = family with { Statistics = EStep.Expect(family.Mixture, recent, family.Statistics.Origin, threads, cancellationToken) };
        int[] strong = [.. Enumerable.Range(0, family.Ids.Length).Where(k => !IsWeak(family, k) && !IsWeak(latest, k))];
        var pairs = strong.SelectMany(j => strong.TakeWhile(i => i < j).Select(i => (First: i, Second: j, Loss: Loss(family, i, j)))).OrderBy(pair => pair.Loss).Take(MergeTrials).ToArray();
        foreach (var (first, second, loss) in pairs)
        {
            var groups = Enumerable.Range(0, family.Ids.Length).Select(k => k == second ? first : k < second ? k : k - 1).ToArray();
            var ids = family.Ids.SetItem(first, family.NextId).RemoveAt(second);
            var merged = family.Regroup(groups, ids, family.NextId + 1, regularization);
            var after = loss < family.Penalty(family.Statistics.TotalWeight) ? merged : Try(family, merged?.Mixture, recent, ids, regularization, threads, cancellationToken);
            if (after is not null)
                return (after, [new LineageEvent.Merged(family.Ids[first], family.Ids[second], family.NextId)]);
        }

        return null;
    }

    /// <summary>A component is born where samples are strange to all others, if it gains more than its penalty.</summary>
    public static (Family Family, ImmutableArray<LineageEvent> Events)? Bear(Family family, Samples recent, Regularization regularization, int threads, CancellationToken cancellationToken)
    {
        var limit = ChiSquared.InvCDF(family.Mixture.Dimension, Familiar);
        var strange = Strange(family.Mixture, recent, limit, threads, cancellationToken);
        if (strange.Length < family.Mixture.Dimension + 2)
            return null;
        var born = Around(recent, strange, family.Mixture, threads, cancellationToken);
        var candidate = Component.Compose(family.Mixture.Shape, [.. Enumerable.Range(0, family.Ids.Length).Select(k => Component.Of(family.Mixture, k)), born]);
        return Try(family, candidate, recent, family.Ids.Add(family.NextId), regularization, threads, cancellationToken) is { } after
            ? (after, [new LineageEvent.Born(family.NextId)])
            : null;
    }

    /// <summary>Runnalls' bound of what two components lose as one: ½ [(w_i + w_j) ln det Σ_ij − w_i ln det Σ_i − w_j ln det Σ_j], in nats.</summary>
    internal static double Loss(Family family, int first, int second)
    {
        var (a, b) = (family.Statistics.Mass(first), family.Statistics.Mass(second));
        if (!(a > 0) || !(b > 0))
            return 0;
        var (one, other) = (Component.Of(family.Mixture, first), Component.Of(family.Mixture, second));
        var both = Component.Together(one with { Weight = a }, other with { Weight = b });
        var shape = family.Mixture.Shape;
        if (shape == CovarianceShape.Tied)
        {
            // The scatter between the two goes to what all share.
            var total = family.Statistics.TotalMass();
            var pooled = RealMatrix.Create(both.Covariance.Rows, both.Covariance.Columns, values =>
            {
                for (var e = 0; e < values.Length; e++)
                    values[e] = one.Covariance.AsSpan()[e] + ((a + b) / total * (both.Covariance.AsSpan()[e] - one.Covariance.AsSpan()[e]));
            });
            return 0.5 * total * (Component.LogDeterminant(shape, pooled) - Component.LogDeterminant(shape, one.Covariance));
        }

        return 0.5 * (((a + b) * Component.LogDeterminant(shape, both.Covariance)) - (a * Component.LogDeterminant(shape, one.Covariance)) - (b * Component.LogDeterminant(shape, other.Covariance)));
    }

    /// <summary>The family with a candidate's components if, after some iterations of each, what it explains better of the samples is more than the penalty for its components.</summary>
    private static Family? Try(
        Family family, GaussianMixture? candidate, Samples recent, ImmutableArray<long> ids, Regularization regularization, int threads, CancellationToken cancellationToken)
    {
        if (candidate is null
            || Fitted(candidate, recent, regularization, threads, cancellationToken) is not { } after
            || Fitted(family.Mixture, recent, regularization, threads, cancellationToken) is not { } before)
        {
            return null;
        }

        // What is remembered may weigh less than the samples: then the gain counts for less.
        var (remembered, weight) = (family.Statistics.TotalWeight, after.Statistics.TotalWeight);
        var share = Math.Min(1, remembered / weight);
        var gain = after.Statistics.LogLikelihood - before.Statistics.LogLikelihood;
        return share * gain > (ids.Length - family.Ids.Length) * family.Penalty(share * weight)
            ? new Family(after.Mixture, after.Statistics.About(family.Statistics.Origin).Decay(share), ids, ids.Max() + 1)
            : null;
    }

    /// <summary>A mixture after some iterations, with its statistics of the samples; null where it collapses.</summary>
    private static (GaussianMixture Mixture, SufficientStatistics Statistics)? Fitted(GaussianMixture mixture, Samples samples, Regularization regularization, int threads, CancellationToken cancellationToken)
    {
        var origin = samples.Origin();
        for (var t = 0; t < Trial; t++)
        {
            if (!MStep.TryMaximize(EStep.Expect(mixture, samples, origin, threads, cancellationToken), mixture, regularization, OnlineEm.PriorMass, out var next, out _))
                return null;
            mixture = next;
        }

        return (mixture, EStep.Expect(mixture, samples, origin, threads, cancellationToken));
    }

    /// <summary>The samples whose squared Mahalanobis distance from every component is beyond a limit.</summary>
    private static int[] Strange(GaussianMixture mixture, Samples samples, double limit, int threads, CancellationToken cancellationToken)
    {
        // Each component alone tells its distance by its density. Incomplete samples have one of fewer dimensions: they tell of no component to be born.
        var strange = new bool[samples.Count];
        for (var i = 0; i < strange.Length; i++)
            strange[i] = samples.Patterns is not { } patterns || patterns.OfRow(i) == MissingPatterns.Complete;
        for (var k = 0; k < mixture.Components; k++)
        {
            if (mixture.Weights[k] == 0)
                continue;
            var alone = Component.Compose(mixture.Shape, [Component.Of(mixture, k)])!;
            var logDensity = alone.LogDensity(samples, threads, cancellationToken);
            for (var i = 0; i < strange.Length; i++)
                strange[i] &= logDensity[i] < alone.Factors.Common - (0.5 * limit);
        }

        return [.. Enumerable.Range(0, samples.Count).Where(i => strange[i] && (samples.Weights is not { } weights || weights.Span[i] > 0))];
    }

    /// <summary>A component around some samples: their mean, their scatter and a little of what the others have.</summary>
    private static Component Around(Samples recent, int[] rows, GaussianMixture mixture, int threads, CancellationToken cancellationToken)
    {
        var own = recent.Rows(rows);
        var parts = Enumerable.Range(0, mixture.Components).Select(k => Component.Of(mixture, k)).ToArray();
        var one = Component.Compose(CovarianceShape.Full, [parts[0] with { Weight = 1 }])!;
        var statistics = EStep.Expect(one, own, own.Origin(), threads, cancellationToken);
        var d = mixture.Dimension;
        var mean = RealVector.Create([.. Enumerable.Range(0, d).Select(j => statistics.Origin[j] + statistics.RelativeMean(0)[j])]);
        var scatter = statistics.ScatterOf(0).ToArray();
        return new Component(own.TotalWeight / recent.TotalWeight, mean, RealMatrix.Create(d, d, covariance =>
        {
            PackedTriangle.Unpack(scatter, d, covariance);
            for (var e = 0; e < covariance.Length; e++)
            {
                double within = 0;
                for (var k = 0; k < parts.Length; k++)
                    within += parts[k].Weight * parts[k].Covariance.AsSpan()[e];
                covariance[e] = (covariance[e] + within) / (own.TotalWeight + 1);
            }
        }));
    }
}

using System.Collections.Immutable;

namespace StreamGmm;

/// <content>Splitting: where one component describes samples of several kinds.</content>
internal static partial class Moves
{
    /// <summary>Components become two, if that gains more than the penalty: the one that gains most, and where that is not enough the same in three or the best two at once.</summary>
    /// <param name="family">The family before.</param>
    /// <param name="recent">The samples it is tried on.</param>
    /// <param name="room">How many components more there may be.</param>
    /// <param name="regularization">What is added to the variances.</param>
    /// <param name="threads">How many threads at most, 0 for all cores.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    public static (Family Family, ImmutableArray<LineageEvent> Events)? Split(
        Family family, Samples recent, int room, Regularization regularization, int threads, CancellationToken cancellationToken)
    {
        var responsibilities = family.Mixture.Responsibilities(recent, threads, cancellationToken);
        var divisions = Enumerable.Range(0, family.Ids.Length).SelectMany(k => Divisions(k, Belonging(recent, responsibilities, k))).ToArray();
        var twos = divisions.Where(d => d.Parts.Components == 2).OrderByDescending(d => d.Gain).Take(2).ToArray();
        var threes = divisions.Where(d => d.Parts.Components == 3).OrderByDescending(d => d.Gain).Take(1).ToArray();
        foreach (var plan in (Division[][])[[.. twos.Take(1)], threes, twos])
        {
            if (plan.Length == 0 || plan.Sum(d => d.Parts.Components - 1) > room)
                continue;
            var (parts, ids, events) = Carry(family, plan);
            if (Try(family, Component.Compose(family.Mixture.Shape, parts), recent, ids, regularization, threads, cancellationToken) is { } after)
                return (after, events);
        }

        return null;

        // A component alone, as two and as three, where that explains its samples better.
        IEnumerable<Division> Divisions(int component, Samples own)
        {
            if (own.UnseenAxis() >= 0 || Component.Compose(family.Mixture.Shape, [Component.Of(family.Mixture, component)]) is not { } one || Fitted(one, own, regularization, threads, cancellationToken) is not { } before)
                yield break;
            for (var count = 2; count <= 3 && own.Count > count * (family.Mixture.Dimension + 1); count++)
            {
                var start = InitialMixture.Create(own, count, family.Mixture.Shape, new Seeding.KMeans(), threads: threads, cancellationToken: cancellationToken);
                if (Fitted(start, own, regularization, threads, cancellationToken) is { } after && after.Statistics.LogLikelihood > before.Statistics.LogLikelihood)
                    yield return new Division(component, after.Mixture, after.Statistics.LogLikelihood - before.Statistics.LogLikelihood);
            }
        }
    }

    /// <summary>The components with some of them divided: each division is a split, and one more for a third part.</summary>
    private static (Component[] Parts, ImmutableArray<long> Ids, ImmutableArray<LineageEvent> Events) Carry(Family family, Division[] plan)
    {
        var parts = Enumerable.Range(0, family.Ids.Length).Select(k => Component.Of(family.Mixture, k)).ToList();
        var (ids, next) = (family.Ids, family.NextId);
        var events = ImmutableArray.CreateBuilder<LineageEvent>();
        foreach (var (component, divided, _) in plan)
        {
            var weight = parts[component].Weight;
            parts[component] = Part(0);
            for (var part = 1; part < divided.Components; part++, next += 2)
            {
                events.Add(new LineageEvent.Split(ids[component], next, next + 1));
                ids = ids.SetItem(component, next).Add(next + 1);
                parts.Add(Part(part));
            }

            Component Part(int k) => Component.Of(divided, k) with { Weight = weight * divided.Weights[k] };
        }

        return ([.. parts], ids, events.ToImmutable());
    }

    /// <summary>The samples weighed by how much they belong to a component; those that do not are left out.</summary>
    private static Samples Belonging(Samples recent, RealMatrix responsibilities, int component)
    {
        var rows = Enumerable.Range(0, recent.Count).Where(i => responsibilities[i, component] > 1e-3).ToArray();
        return recent.Rows(rows).WithWeights(rows.Select(i => responsibilities[i, component] * (recent.Weights is { } weights ? weights.Span[i] : 1)).ToArray());
    }

    /// <summary>A component as several, and what they explain better of its samples.</summary>
    private sealed record Division(int Component, GaussianMixture Parts, double Gain);
}

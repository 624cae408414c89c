using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>A mixture with the statistics it was made of and the ids of its components: what a move changes.</summary>
/// <param name="Mixture">The mixture.</param>
/// <param name="Statistics">The statistics remembered, component by component.</param>
/// <param name="Ids">The id of each component.</param>
/// <param name="NextId">The id that the next component gets.</param>
internal sealed record Family(GaussianMixture Mixture, SufficientStatistics Statistics, ImmutableArray<long> Ids, long NextId)
{
    /// <summary>N_k: the parameters that one component more has.</summary>
    public int ParametersAComponent => Mixture.Shape.ParameterCount(Mixture.Components + 1, Mixture.Dimension) - Mixture.Shape.ParameterCount(Mixture.Components, Mixture.Dimension) + Mixture.Dimension + 1;

    /// <summary>What one component more must gain in log-likelihood over so much weight, in nats (BIC; Schwarz, 1978).</summary>
    public double Penalty(double weight) => 0.5 * ParametersAComponent * Math.Log(Math.Max(weight, Math.E));

    /// <summary>The components put into groups, each a component of the new family: −1 for none. The mixture is maximized anew.</summary>
    /// <param name="groupOf">The group of each component, numbered from 0 without gaps.</param>
    /// <param name="ids">The id of each group.</param>
    /// <param name="nextId">The id after those.</param>
    /// <param name="regularization">What is added to the variances.</param>
    /// <returns>Null where no mixture comes of it.</returns>
    public Family? Regroup(IReadOnlyList<int> groupOf, ImmutableArray<long> ids, long nextId, Regularization regularization)
    {
        var statistics = Statistics.Regroup(groupOf, ids.Length);
        var eldest = Enumerable.Range(0, ids.Length).Select(group => Enumerable.Range(0, groupOf.Count).First(k => groupOf[k] == group));
        var previous = Component.Compose(Mixture.Shape, [.. eldest.Select(k => Component.Of(Mixture, k))]);
        return previous is not null && MStep.TryMaximize(statistics, previous, regularization, OnlineEm.PriorMass, out var mixture, out _)
            ? new Family(mixture, statistics, ids, nextId)
            : null;
    }
}

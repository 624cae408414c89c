using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>The log-likelihood of the states of a fit, one restart after another.</summary>
/// <param name="X">The iteration of each.</param>
/// <param name="Y">The mean log-likelihood of each in nats; perhaps −∞.</param>
/// <param name="Restarts">The restart that each belongs to, from 0.</param>
/// <param name="XLabel">What <paramref name="X"/> is.</param>
internal sealed record FitTrace(ImmutableArray<int> X, RealVector Y, ImmutableArray<int> Restarts, string XLabel)
{
    /// <summary>The restart that the report shows: a degenerate one may end higher.</summary>
    public int Best { get; init; }
}

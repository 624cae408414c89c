using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>A state that is drawn.</summary>
/// <param name="Iteration">The iteration of a fit, or the position in a stream.</param>
/// <param name="LogLikelihood">The mean log-likelihood in nats; NaN where it is not known.</param>
/// <param name="Mixture">The mixture in page units, of m features and full covariances.</param>
/// <param name="Ids">What each of the K components keeps from state to state: its number, or its id in a stream.</param>
/// <param name="Label">What the state is called: "iteration 12".</param>
internal sealed record DrawnState(long Iteration, double LogLikelihood, GaussianMixture Mixture, ImmutableArray<long> Ids, string Label);

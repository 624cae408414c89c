namespace StreamGmm;

/// <summary>An E-step over samples that are somewhere: their statistics under a mixture, about the same origin at every call of a fit.</summary>
/// <param name="mixture">The mixture that responsibilities are computed with.</param>
/// <param name="cancellationToken">Ends it before it is done.</param>
public delegate SufficientStatistics Expectation(GaussianMixture mixture, CancellationToken cancellationToken);

using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>The two directions of most variance in page units: of the samples or, where there are none, of the mixture. The place on one is (u − center) · direction.</summary>
/// <param name="Directions">2 × m, orthonormal rows.</param>
/// <param name="Explained">The share of the variance along each.</param>
/// <param name="Center">m values: the mean in page units.</param>
/// <param name="Histograms">Weight of all complete rows along the two; null without samples.</param>
internal sealed record PrincipalAxes(RealMatrix Directions, RealVector Explained, RealVector Center, ImmutableArray<Histogram>? Histograms);

namespace StreamGmm.Core.Tests.Density;

public class MatchedDivergenceLaws
{
    [Fact]
    public void From_itself_it_is_nothing() => Law.Holds(p => Assert.InRange(MatchedDivergence.From(p.Start(), p.Start()), 0, 1e-12));

    [Fact]
    public void It_is_not_below_the_divergence() => Law.Holds(
        p =>
        {
            var (reference, mixture) = (p.Start(), (p with { Seed = p.Seed ^ 1 }).Start());
            var samples = mixture.Sample(2_000, p.Seed);
            var (now, then) = (mixture.LogDensity(samples), reference.LogDensity(samples));
            var differences = now.Zip(then, (a, b) => a - b).ToArray();
            var (mean, error) = (differences.Average(), Math.Sqrt(differences.Average(x => x * x) / samples.Count));
            Assert.True(MatchedDivergence.From(reference, mixture) >= mean - (5 * error));
        },
        cases: 20);

    [Fact]
    public void Axes_may_be_scaled() => Law.Holds(p =>
    {
        var (reference, mixture) = (p.Start(), (p with { Seed = p.Seed ^ 1 }).Start());
        Close.Relatively(1e-9, MatchedDivergence.From(reference, mixture), MatchedDivergence.From(Scaled(reference), Scaled(mixture)));
    });

    /// <summary>All lengths four times as long.</summary>
    private static GaussianMixture Scaled(GaussianMixture m) => new(m.Weights, RealMatrix.Create(m.Components, m.Dimension, [.. m.Means.AsSpan().ToArray().Select(x => 4 * x)]), m.Covariances switch
    {
        Covariances.Full full => new Covariances.Full(full.Matrices.Select(Scaled)),
        Covariances.Tied tied => new Covariances.Tied(Scaled(tied.Matrix)),
        Covariances.Diagonal diagonal => new Covariances.Diagonal(Scaled(diagonal.Variances)),
        Covariances.Spherical spherical => new Covariances.Spherical(RealVector.Create([.. spherical.Variances.Select(v => 16 * v)])),
        Covariances.LowRank lowRank => LowRanks.Scaled(lowRank, 4),
        _ => throw new System.Diagnostics.UnreachableException(),
    });

    private static RealMatrix Scaled(RealMatrix m) => RealMatrix.Create(m.Rows, m.Columns, [.. m.AsSpan().ToArray().Select(x => 16 * x)]);
}

namespace StreamGmm.Core.Tests.Density;

public class DivergenceLaws
{
    [Fact]
    public void From_itself_it_is_nothing() => Law.Holds(p =>
    {
        Assert.Equal(new Estimate(0, 0), p.Start().KullbackLeibler(p.Start(), draws: 100));
        Close.Absolutely(1e-11, 0, p.Start().KullbackLeiblerApproximation(p.Start()));
        Assert.InRange(p.Start().KullbackLeiblerUpperBound(p.Start()), 0, 1e-12);
    });

    [Fact]
    public void It_is_never_negative_and_the_bound_never_below_it() => Law.Holds(
        p =>
        {
            var (one, two) = (p.Start(), Other(p));
            var (estimate, bound) = (one.KullbackLeibler(two, draws: 4_000, seed: p.Seed), one.KullbackLeiblerUpperBound(two));
            Assert.True(estimate is { Value: >= 0, StandardError: > 0 });
            Assert.True(bound >= estimate.Value - (4 * estimate.StandardError), $"bound {bound}, estimate {estimate}");
        },
        cases: 40);

    [Fact]
    public void The_bound_is_no_higher_than_that_of_matched_components() => Law.Holds(p =>
    {
        var (one, two) = (p.Start(), (p with { Seed = p.Seed ^ 1 }).Start());
        Assert.True(one.KullbackLeiblerUpperBound(two) <= MatchedDivergence.From(two, one) * (1 + 1e-9));
    });

    [Fact]
    public void Components_in_another_order_are_the_same_mixture() => Law.Holds(p =>
    {
        var (mixture, order) = (p.Start(), p.Draw().Permutation(p.Components));
        var shuffled = new GaussianMixture(
            RealVector.Create([.. order.Select(k => mixture.Weights[k])]),
            RealMatrix.Create([.. order.Select(k => RealVector.Create(mixture.Means.Row(k)))]),
            new Covariances.Full(order.Select(mixture.Covariance)));
        Assert.InRange(mixture.KullbackLeiblerUpperBound(shuffled), 0, 1e-6);
        Close.Absolutely(1e-10, 0, mixture.KullbackLeiblerApproximation(shuffled));
    });

    [Fact]
    public void Coordinates_play_no_part() => Law.Holds(p =>
    {
        var map = Affine.Any(CovarianceShape.Diagonal, p.Dimension, p.Draw());
        var matrix = RealMatrix.Create(p.Dimension, p.Dimension, [.. map.A.Cast<double>()]);
        var (one, two) = (p.Start(), Other(p));
        Close.Relatively(1e-8, one.KullbackLeiblerApproximation(two), one.Transform(matrix).KullbackLeiblerApproximation(two.Transform(matrix)));
        Close.Relatively(1e-8, one.KullbackLeiblerUpperBound(two), one.Transform(matrix).KullbackLeiblerUpperBound(two.Transform(matrix)));
    });

    /// <summary>A mixture of another shape and seed.</summary>
    private static GaussianMixture Other(Problem p) => (p with { Seed = p.Seed ^ 1, Components = 1 + (p.Seed % 4), Kind = Generators.Shapes[p.Seed % 5] }).Start();
}

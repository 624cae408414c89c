namespace StreamGmm.Core.Tests.Density;

public class DivergenceTests
{
    public static TheoryData<string> Shapes => Some.Shapes;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Of_single_components_all_ways_agree(string shape)
    {
        var (p, q) = (Some.Unit(CovarianceShape.Parse(shape), [[4, 6]], variance: 2), Some.Unit(CovarianceShape.Parse(shape), [[1, 2]], variance: 4));
        var expected = 0.5 * (1 + (25 / 4.0) - 2 + Math.Log(4));
        Close.Relatively(1e-14, expected, p.KullbackLeiblerUpperBound(q));
        Close.Relatively(1e-14, expected, p.KullbackLeiblerApproximation(q));
        var estimate = p.KullbackLeibler(q, draws: 20_000, seed: 1);
        Assert.InRange(estimate.StandardError, 1e-4, 0.05);
        Assert.InRange(estimate.Value, expected - (4 * estimate.StandardError), expected + (4 * estimate.StandardError));
        Assert.Equal(estimate, p.KullbackLeibler(q, draws: 20_000, seed: 1, threads: 1));
    }

    [Fact]
    public void Shapes_may_differ()
    {
        var p = new GaussianMixture([1], [[1, -1]], new Covariances.Full([[[1, -0.5], [-0.5, 1]]]));
        var q = new GaussianMixture([1], [[0, 0]], new Covariances.Diagonal([[2, 4]]));

        // tr Σ′⁻¹Σ = 1/2 + 1/4, Δᵀ Σ′⁻¹ Δ the same, determinants 8 and 0.75.
        Close.Relatively(1e-14, 0.5 * (0.75 + 0.75 - 2 + Math.Log(8 / 0.75)), p.KullbackLeiblerUpperBound(q));
        var back = 0.5 * (((2 + 4) / 0.75) + (1 / 0.75) - 2 + Math.Log(0.75 / 8));
        Close.Relatively(1e-14, back, q.KullbackLeiblerUpperBound(p));
    }

    [Fact]
    public void A_component_split_in_two_is_the_same_mixture()
    {
        var (one, two) = (Some.Unit(CovarianceShape.Full, [[0, 0]]), Some.Unit(CovarianceShape.Full, [[0, 0], [0, 0]]));
        Close.Absolutely(1e-12, 0, one.KullbackLeiblerUpperBound(two));
        Close.Absolutely(1e-12, 0, two.KullbackLeiblerUpperBound(one));
        Close.Absolutely(1e-12, 0, one.KullbackLeibler(two, 1000).Value);
    }

    [Fact]
    public void What_lies_where_the_other_is_not_is_infinitely_far()
    {
        var (here, there) = (Some.Unit(CovarianceShape.Spherical, [[0]], variance: 1e-20), Some.Unit(CovarianceShape.Spherical, [[9e149]], variance: 1e-20));
        Assert.Equal(new Estimate(double.PositiveInfinity, double.PositiveInfinity), here.KullbackLeibler(there, 100));
        Assert.Equal(double.PositiveInfinity, here.KullbackLeiblerUpperBound(there));
        Assert.Equal(double.PositiveInfinity, here.KullbackLeiblerApproximation(there));
    }

    [Fact]
    public void Components_of_no_weight_do_not_count()
    {
        var pair = Some.Pair(CovarianceShape.Diagonal);
        var one = new GaussianMixture([1, 0], pair.Means, pair.Covariances);
        Close.Relatively(1e-12, 0, one.KullbackLeiblerUpperBound(one));
        Close.Relatively(1e-5, Math.Log(2), one.KullbackLeiblerUpperBound(pair));
        Assert.True(double.IsFinite(pair.KullbackLeiblerUpperBound(one)));
        Assert.True(double.IsFinite(pair.KullbackLeiblerApproximation(one)));
    }

    [Fact]
    public void Other_features_and_too_few_draws_are_refused()
    {
        var pair = Some.Pair(CovarianceShape.Full);
        Assert.Throws<ArgumentOutOfRangeException>(() => pair.KullbackLeibler(pair, draws: 1));
        const string Message = "One mixture is K = 2, D = 2, full, the other K = 1, D = 1, tied: they must be over the same features.";
        var other = Some.Unit(CovarianceShape.Tied, [[0]]);
        Assert.Equal(Message, Refusal.Of(() => pair.KullbackLeibler(other)));
        Assert.Equal(Message, Refusal.Of(() => pair.KullbackLeiblerApproximation(other)));
        Assert.Equal(Message, Refusal.Of(() => pair.KullbackLeiblerUpperBound(other)));
    }
}

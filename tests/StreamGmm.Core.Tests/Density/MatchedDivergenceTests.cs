namespace StreamGmm.Core.Tests.Density;

public class MatchedDivergenceTests
{
    public static TheoryData<string> Shapes => Some.Shapes;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Of_single_components_it_is_the_divergence_of_normal_distributions(string shape)
    {
        var (reference, mixture) = (Some.Unit(CovarianceShape.Parse(shape), [[1, 2]], variance: 4), Some.Unit(CovarianceShape.Parse(shape), [[4, 6]], variance: 2));

        // ½ (tr Σ′⁻¹Σ + Δᵀ Σ′⁻¹ Δ − D + ln det Σ′/det Σ)
        Close.Relatively(1e-14, 0.5 * (1 + (25 / 4.0) - 2 + Math.Log(4)), MatchedDivergence.From(reference, mixture));
    }

    [Fact]
    public void Correlations_count()
    {
        var reference = new GaussianMixture([1], [[0, 0]], new Covariances.Full([[[2, 1], [1, 3]]]));
        var mixture = new GaussianMixture([1], [[1, -1]], new Covariances.Full([[[1, -0.5], [-0.5, 1]]]));

        // Σ′⁻¹ = [[3, −1], [−1, 2]] / 5: tr Σ′⁻¹Σ = (3 + 0.5 + 0.5 + 2) / 5, Δᵀ Σ′⁻¹ Δ = 7 / 5, determinants 5 and 0.75
        Close.Relatively(1e-14, 0.5 * ((6 / 5.0) + (7 / 5.0) - 2 + Math.Log(5 / 0.75)), MatchedDivergence.From(reference, mixture));
    }

    [Fact]
    public void Weights_alone_diverge_as_a_choice_does()
    {
        var pair = Some.Pair(CovarianceShape.Full);
        var other = new GaussianMixture([0.2, 0.8], pair.Means, pair.Covariances);
        Close.Relatively(1e-14, (0.5 * Math.Log(0.5 / 0.2)) + (0.5 * Math.Log(0.5 / 0.8)), MatchedDivergence.From(other, pair));
    }

    [Fact]
    public void A_component_without_weight_does_not_count_and_one_that_was_given_none_is_infinitely_far()
    {
        var pair = Some.Pair(CovarianceShape.Diagonal);
        var one = new GaussianMixture([1, 0], pair.Means, pair.Covariances);
        Close.Relatively(1e-14, Math.Log(2), MatchedDivergence.From(pair, one));
        Assert.Equal(double.PositiveInfinity, MatchedDivergence.From(one, pair));
        Assert.Equal(0, MatchedDivergence.From(one, one));
    }

    [Fact]
    public void Mixtures_of_other_sizes_have_none()
    {
        var message = Assert.Throws<ArgumentException>(() => MatchedDivergence.From(Some.Pair(CovarianceShape.Full), Some.Unit(CovarianceShape.Full, [[0, 0]]))).Message;
        Assert.Equal("One mixture is K = 2, D = 2, full, the other K = 1, D = 2, full: components are matched one by one, so K and D must agree.", message);
    }
}

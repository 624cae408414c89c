namespace StreamGmm.Core.Tests.Expectation;

public class EStepTests
{
    [Fact]
    public void Sizes_must_agree()
    {
        var mixture = Some.Pair(CovarianceShape.Full);
        Assert.Equal("The samples have 3 features, the mixture has 2: they must agree.", Refusal.Of(() => EStep.Expect(mixture, Samples.From([[1, 2, 3]]), [0, 0])));
        Assert.Equal("The origin has 1 features, the mixture 2.", Refusal.Of(() => EStep.Expect(mixture, Samples.From([[1, 2]]), [0])));
    }

    [Fact]
    public void A_label_that_is_no_component_is_named() => Assert.Equal(
        "The label of row 1 is 2: the 2 components are numbered from 0.",
        Refusal.Of(() => EStep.Expect(Some.Pair(CovarianceShape.Full), Samples.From([[1, 2], [3, 4]]).WithLabels(new[] { 1, 2 }), [0, 0])));

    [Theory]
    [MemberData(nameof(Some.Shapes), MemberType = typeof(Some))]
    public void A_labelled_sample_counts_with_the_score_of_its_component_even_where_that_is_far(string shape)
    {
        var mixture = Some.Pair(CovarianceShape.Parse(shape));
        var statistics = EStep.Expect(mixture, Samples.From([[5000, 1]]).WithLabels(new[] { 0 }), [0, 0]);
        Assert.Equal((1.0, 0.0), (statistics.Mass(0), statistics.Mass(1)));
        Close.Relatively(1e-13, Math.Log(0.5) - Math.Log(2 * Math.PI) - ((5000.0 * 5000) + 1) / 2, statistics.LogLikelihood);
    }

    [Theory]
    [MemberData(nameof(Some.Shapes), MemberType = typeof(Some))]
    public void Where_all_densities_underflow_the_nearest_component_takes_the_sample_and_nothing_is_NaN(string shape)
    {
        var mixture = Some.Unit(CovarianceShape.Parse(shape), [[0, 0], [1, 0]], variance: 1e-20);
        var samples = Samples.From([[9e149, 0], [-9e149, 0], [0.5, 1e149], [0, 0]]);
        var statistics = EStep.Expect(mixture, samples, [0, 0]);
        Assert.All(statistics.Values.ToArray(), x => Assert.False(double.IsNaN(x)));
        Assert.Equal(double.NegativeInfinity, statistics.LogLikelihood);
        Assert.Equal(4, statistics.Mass(0) + statistics.Mass(1));
    }

    [Fact]
    public void Samples_of_weight_0_do_not_make_the_likelihood_infinite()
    {
        var mixture = Some.Unit(CovarianceShape.Full, [[0, 0], [1, 0]], variance: 1e-20);
        var statistics = EStep.Expect(mixture, Samples.From([[0, 0], [9e149, 0]]).WithWeights(new double[] { 1, 0 }), [0, 0]);
        Assert.True(double.IsFinite(statistics.LogLikelihood));
    }

    [Theory]
    [InlineData("full", 30)]
    [InlineData("full", 1e4)]
    [InlineData("full", 1e9)]
    [InlineData("tied", 1e4)]
    [InlineData("tied", 1e9)]
    [InlineData("diagonal", 1e4)]
    [InlineData("diagonal", 1e9)]
    [InlineData("spherical", 1e4)]
    [InlineData("spherical", 1e9)]
    public void A_scatter_so_many_standard_deviations_from_where_its_component_was_expected_is_exact(string shape, double distance)
    {
        var rows = Some.Rows(40).Where((_, i) => i % 2 == 0).ToArray();
        var start = Some.Unit(CovarianceShape.Parse(shape), [[distance, -distance]]);
        var fitted = MStep.Maximize(EStep.Expect(start, Samples.From(rows), RealVector.Create(rows[0])), start, Regularization.None);
        var moments = Moments.Of(Samples.From(rows));
        var expected = shape == "spherical" ? (moments.Covariance[0, 0] + moments.Covariance[1, 1]) / 2 : moments.Covariance[0, 0];
        Close.Relatively(1e-13, expected, fitted.Covariance(0)[0, 0]);
    }

    [Theory]
    [InlineData("full", 1e-200)]
    [InlineData("tied", 1e-200)]
    [InlineData("diagonal", 1e-200)]
    [InlineData("spherical", 1e-200)]
    [InlineData("full", 9e149)]
    [InlineData("tied", 9e149)]
    [InlineData("diagonal", 9e149)]
    [InlineData("spherical", 9e149)]
    public void Weights_of_any_size_are_relative(string shape, double weight)
    {
        // Enough rows that leaves are merged whose masses multiplied are beyond any double.
        var samples = Samples.From(Some.Rows(60_000));
        var start = Some.Pair(CovarianceShape.Parse(shape));
        Close.Mixtures(1e-12, Maximized(samples), Maximized(samples.WithWeights(Enumerable.Repeat(weight, samples.Count).ToArray())));

        GaussianMixture Maximized(Samples weighted) => MStep.Maximize(EStep.Expect(start, weighted, [0, 0]), start, Regularization.None);
    }
}

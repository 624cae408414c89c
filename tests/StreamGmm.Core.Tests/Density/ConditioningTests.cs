namespace StreamGmm.Core.Tests.Density;

public class ConditioningTests
{
    private static readonly GaussianMixture One = new([1], [[1, 2]], new Covariances.Full([[[4, 1.2], [1.2, 1]]]));

    public static TheoryData<string> Shapes => Some.Shapes;

    [Fact]
    public void Of_a_normal_distribution_it_is_the_textbooks()
    {
        // μ₁ + Σ₁₂/Σ₂₂ (x − μ₂), Σ₁₁ − Σ₁₂²/Σ₂₂
        var conditioned = One.Condition([1], [3]);
        Close.Relatively(1e-15, 1 + 1.2, conditioned.Means[0, 0]);
        Close.Relatively(1e-15, 4 - 1.44, conditioned.Covariance(0)[0, 0]);
        Close.Relatively(1e-15, 2.2, One.ConditionalMean([1], [3])[0]);
    }

    [Fact]
    public void Axes_and_values_may_be_arrays()
    {
        var (axes, values) = (new[] { 1 }, new[] { 3.0 });
        Assert.Equal(One.Condition([1], [3]), One.Condition(axes, values));
    }

    [Fact]
    public void A_bend_is_followed()
    {
        // y = |x|, nearly.
        var bend = new GaussianMixture([0.5, 0.5], [[-2, 2], [2, 2]], new Covariances.Full([[[1, -0.99], [-0.99, 1]], [[1, 0.99], [0.99, 1]]]));
        var answers = bend.ConditionalMean([0], Samples.From(new double[] { -3, -2, 0, 2, 4 }, 1));
        Close.Absolutely(0.05, [3, 2, 0, 2, 4], answers.AsSpan());
    }

    [Fact]
    public void Far_from_all_components_the_nearest_answers()
    {
        var mixture = new GaussianMixture([0.5, 0.5], [[-2, 2], [2, 2]], new Covariances.Full([[[1, -0.5], [-0.5, 1]], [[1, 0.5], [0.5, 1]]]));
        foreach (var far in new[] { 1e3, 1e9 })
        {
            var conditioned = mixture.Condition([0], [far]);
            Assert.Equal([0, 1], conditioned.Weights);
            Close.Relatively(1e-12, 2 + (0.5 * (far - 2)), mixture.ConditionalMean([0], [far])[0]);
        }
    }

    [Fact]
    public void Low_rank_becomes_full() => Assert.Equal(CovarianceShape.Full, Some.Pair(CovarianceShape.LowRank(1)).Condition([0], [1]).Shape);

    [Theory]
    [MemberData(nameof(Some.PlainShapes), MemberType = typeof(Some))]
    public void The_shape_stays(string shape) => Assert.Equal(shape, Some.Pair(CovarianceShape.Parse(shape)).Condition([0], [1]).Shape.ToString());

    [Fact]
    public void A_nearly_flat_covariance_leaves_a_positive_variance()
    {
        var flat = new GaussianMixture([1], [[0, 0]], new Covariances.Full([[[1, 1 - 1e-11], [1 - 1e-11, 1]]]));
        Close.Relatively(1e-4, 2e-11, flat.Condition([0], [1]).Covariance(0)[0, 0]);
        Assert.True(flat.Condition([0], [1]).Covariance(0)[0, 0] > 0);
    }

    [Fact]
    public void What_cannot_be_known_is_refused()
    {
        Assert.Equal("All 2 features are given: leave at least one to tell of.", Refusal.Of(() => One.Condition([0, 1], [1, 2])));
        Assert.Equal("There is no axis: name the features whose values are known.", Refusal.Of(() => One.Condition([], [])));
        Assert.Equal("There are 2 values for 1 axes: give a value for each axis.", Refusal.Of(() => One.Condition([0], [1, 2])));
        Assert.Equal("There are 2 values for 1 axes: give a value for each axis.", Refusal.Of(() => One.ConditionalMean([0], Samples.From([[1, 2]]))));
        Assert.Equal("Axis 2 is none of the 2 features: they are numbered from 0.", Refusal.Of(() => One.Condition([2], [1])));
        Assert.StartsWith("Row 0, column 0 is NaN", Refusal.Of(() => One.Condition([0], [double.NaN])), StringComparison.Ordinal);
    }
}

namespace StreamGmm.Core.Tests.Expectation;

/// <summary>A covariance that all components share has ways of its own through the E-step; what they give is what the full covariance gives.</summary>
public class TiedExpectationTests
{
    [Theory]
    [InlineData(4, 8, 1.0)]
    [InlineData(4, 8, 30.0)]
    [InlineData(6, 5, 1e2)]
    [InlineData(3, 20, 300.0)]
    [InlineData(3, 20, 1e5)]
    [InlineData(20, 3, 1.0)]
    [InlineData(2, 3, 1e8)]
    public void Statistics_are_those_of_equal_full_covariances(int components, int dimension, double apart)
    {
        var draw = new Draw(components);
        var covariance = draw.Covariance(dimension);
        var means = RealMatrix.Create(components, dimension, draw.Normals(components * dimension, apart));
        var weights = draw.Weights(components);
        var tied = new GaussianMixture(weights, means, new Covariances.Tied(covariance));
        var full = new GaussianMixture(weights, means, new Covariances.Full(Enumerable.Repeat(covariance, components)));
        var samples = full.Sample(700, 1).WithWeights(Enumerable.Range(0, 700).Select(i => i % 5 == 0 ? 0 : draw.Uniform(0.5, 2)).ToArray());
        var origin = RealVector.Create(means.Row(0));
        var (expected, actual) = (EStep.Expect(full, samples, origin), EStep.Expect(tied, samples, origin));
        Close.Relatively(1e-11, expected.LogLikelihood, actual.LogLikelihood);
        var pooled = new double[PackedTriangle.Length(dimension)];
        for (var k = 0; k < components; k++)
        {
            Close.Relatively(1e-10, expected.Mass(k), actual.Mass(k), $"mass of {k}");
            Close.Elementwise(_ => 1e-10 * (1 + apart), expected.RelativeMean(k), actual.RelativeMean(k), $"mean of {k}, axis");
            for (var e = 0; e < pooled.Length; e++)
                pooled[e] += expected.ScatterOf(k)[e];
        }

        // Nothing is lost, however far apart the components lie.
        Close.Elementwise(_ => 1e-10 * expected.TotalWeight, pooled, actual.ScatterOf(0), "scatter");
    }

    [Fact]
    public void What_one_point_loses_across_correlated_axes_is_won_back_from_a_wide_start()
    {
        // The components are 800 standard deviations of an axis apart, and 8e7 of the direction they are apart in.
        var draw = new Draw(3);
        double[] narrow = [.. draw.Normals(2_000, 1e-5)];
        var samples = Samples.From(narrow.Select((z, i) => Turned(draw.Normal(), Side(i) + z)).ToArray());
        var mixture = new GaussianMixture([0.5, 0.5], [[-400, 520], [400, -520]], new Covariances.Tied([[1e4, 0], [0, 1e4]]));
        Assert.True(mixture.Whitened!.AreAccurate);
        var scatter = EStep.Expect(mixture, samples, [0, 0]).ScatterOf(0);
        var (below, above) = (narrow.Where((_, i) => i % 2 == 0).ToArray(), narrow.Where((_, i) => i % 2 == 1).ToArray());
        Assert.Equal(1, ((0.49 * scatter[0]) - (1.4 * scatter[1]) + scatter[2]) / 4 / (Square(below) + Square(above)), 1e-4);

        static double Side(int i) => i % 2 == 0 ? -400 : 400;
        static double[] Turned(double along, double across) => [along + across, (0.7 * along) - (1.3 * across)];
        static double Square(double[] z) => z.Sum(x => (x - z.Average()) * (x - z.Average()));
    }

    [Fact]
    public void What_one_point_loses_in_floats_is_won_back_from_a_wide_start()
    {
        var draw = new Draw(4);
        var floats = Enumerable.Range(0, 4_000).Select(i => (float)(draw.Normal() + (i % 4 < 2 ? 0 : 600))).ToArray();
        var mixture = new GaussianMixture([0.5, 0.5], [[0, 0], [600, 600]], new Covariances.Tied([[1e4, 0], [0, 1e4]]));
        var expected = EStep.Expect(mixture, Samples.From(Array.ConvertAll(floats, x => (double)x), 2), [0, 0]);
        var actual = EStep.Expect(mixture, Samples.From(floats, 2), [0, 0]);
        Close.Elementwise(_ => 1e-4 * expected.TotalWeight, expected.ScatterOf(0), actual.ScatterOf(0), "scatter");
    }

    [Fact]
    public void A_scatter_too_narrow_for_floats_is_found_from_a_wide_start()
    {
        // A thousandth across, 400 away on either side: squares of floats tell a hundredth.
        var draw = new Draw(6);
        var floats = Enumerable.Range(0, 2_000).SelectMany(i =>
        {
            var (along, across) = (draw.Normal(), (i % 2 == 0 ? -400 : 400) + (1e-3 * draw.Normal()));
            return new[] { (float)(along + across), (float)((0.7 * along) - (1.3 * across)) };
        }).ToArray();
        var mixture = new GaussianMixture([0.5, 0.5], [[-400, 520], [400, -520]], new Covariances.Tied([[1e4, 0], [0, 1e4]]));
        Assert.NotNull(FloatLaws.Range(mixture, Samples.From(floats, 2)));
        Assert.Equal(1, Across(Samples.From(floats, 2)) / Across(Samples.From(Array.ConvertAll(floats, x => (double)x), 2)), 1e-4);

        double Across(Samples samples)
        {
            var scatter = EStep.Expect(mixture, samples, [0, 0]).ScatterOf(0);
            return (0.49 * scatter[0]) - (1.4 * scatter[1]) + scatter[2];
        }
    }

    [Fact]
    public void Of_one_component_nothing_is_lost_from_a_far_start()
    {
        var samples = Samples.From(new Draw(5).Normals(3_000), 3);
        SufficientStatistics From(double mean) => EStep.Expect(Some.Unit(CovarianceShape.Tied, [[mean, mean, mean]]), samples, [0, 0, 0]);
        var (expected, actual) = (From(0), From(500));
        Close.Elementwise(_ => 1e-12 * expected.TotalWeight, expected.ScatterOf(0), actual.ScatterOf(0), "scatter");
    }

    [Theory]
    [InlineData(1e-308)]
    [InlineData(1e-310)]
    [InlineData(double.Epsilon)]
    public void A_weight_next_to_nothing_leaves_the_scatter_alone(double tiny)
    {
        var draw = new Draw(1);
        var mixture = new GaussianMixture(draw.Weights(4), RealMatrix.Create(4, 8, draw.Normals(32, 3)), new Covariances.Tied(draw.Covariance(8)));
        var samples = mixture.Sample(700, 1);
        Samples With(double weight) => samples.WithWeights(Enumerable.Range(0, 700).Select(i => i % 7 == 3 ? weight : 1).ToArray());
        var origin = samples.Origin();
        Assert.Equal(EStep.Expect(mixture, With(0), origin).ScatterOf(0).ToArray(), EStep.Expect(mixture, With(tiny), origin).ScatterOf(0).ToArray());
    }

    [Fact]
    public void Components_too_far_apart_for_turned_samples_are_scored_one_by_one()
    {
        static GaussianMixture Pair(double apart) => new([0.5, 0.5], [[0, 0], [apart, 0]], new Covariances.Tied([[1, 0.5], [0.5, 1]]));
        Assert.True(Pair(500).Whitened!.AreAccurate);
        Assert.False(Pair(5_000).Whitened!.AreAccurate);
        Assert.False(Pair(1e149).Whitened!.AreAccurate);
        Close.Relatively(1e-15, Pair(0).LogDensity([0, 0]) + Math.Log(0.5), Pair(1e9).LogDensity([1e9, 0]));
        Assert.Null(Some.Pair(CovarianceShape.Full).Whitened);
    }
}

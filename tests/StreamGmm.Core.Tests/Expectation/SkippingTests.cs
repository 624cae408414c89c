using StreamGmm.Core.Tests.Statistics;

namespace StreamGmm.Core.Tests.Expectation;

public class SkippingTests
{
    private const int Components = 40;
    private const int Dimension = 8;
    private const int Count = 40_000;

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(1.5, true)]
    [InlineData(12, false)]
    [InlineData(100, false)]
    public void Everything_is_computed_where_components_overlap(double separation, bool all) =>
        Assert.Equal(all, SkippingPlan.For(Mixture(separation), new double[Dimension], Count, threads: 1, Skipping.WherePaid) is null);

    [Theory]
    [InlineData("tied")]
    [InlineData("diagonal")]
    [InlineData("spherical")]
    public void Everything_is_computed_where_that_is_cheap(string shape) =>
        Assert.Null(SkippingPlan.For(Some.Unit(CovarianceShape.Parse(shape), Mixture(100).Means), new double[Dimension], Count, threads: 1, Skipping.Always));

    [Fact]
    public void Everything_is_computed_for_few_samples() =>
        Assert.Null(SkippingPlan.For(Mixture(100), new double[Dimension], 20 * Components, threads: 1, Skipping.WherePaid));

    [Fact]
    public void Of_components_far_apart_each_is_asked_about_its_own_samples_only()
    {
        var mixture = Mixture(100);
        using var sparse = new SparseExpectation(Dimension, Components, 4096);
        var plan = SkippingPlan.For(mixture, new double[Dimension], Count, threads: 1, Skipping.WherePaid)!;
        Assert.True(sparse.TryList(plan, mixture, mixture.Sample(4096, seed: 1), 0, 4096, new double[Dimension]));
        Assert.Equal(1.0 / Components, sparse.Share, 1e-12);
    }

    [Fact]
    public void Components_far_from_the_origin_are_told_apart()
    {
        // 1e6 standard deviations away: the squares that are compared differ in the twelfth figure.
        var far = Some.Unit(CovarianceShape.Full, RealMatrix.Create(Components, Dimension, [.. Mixture(100).Means.AsSpan().ToArray().Select(x => x + 1e6)]));
        using var sparse = new SparseExpectation(Dimension, Components, 4096);
        var plan = SkippingPlan.For(far, new double[Dimension], Count, threads: 1, Skipping.WherePaid)!;
        Assert.True(sparse.TryList(plan, far, far.Sample(4096, seed: 1), 0, 4096, new double[Dimension]));
        Assert.Equal(1.0 / Components, sparse.Share, 1e-12);
    }

    [Fact]
    public void Samples_between_the_components_are_measured_and_everything_is_computed()
    {
        // The mixture lies apart, its samples do not: they are about a point to which all components are equally near.
        var means = RealMatrix.Create(16, 16, values =>
        {
            for (var k = 0; k < 16; k++)
                values[17 * k] = 14;
        });
        var mixture = Some.Unit(CovarianceShape.Full, means);
        var samples = Samples.From(new Draw(1).Normals(16 * 20_000, 0.1), 16);
        Assert.NotNull(SkippingPlan.For(mixture, new double[16], samples.Count, threads: 1, Skipping.WherePaid));
        using var sparse = new SparseExpectation(16, 16, 1024);
        var plan = SkippingPlan.For(mixture, new double[16], samples.Count, threads: 1, Skipping.WherePaid)!;
        Assert.False(sparse.TryList(plan, mixture, samples, 0, SkippingPlan.ProbeRows, new double[16]));
        Assert.False(sparse.TryList(plan, mixture, samples, 0, 1024, new double[16]));
        SameBothWays(mixture, samples, Skipping.WherePaid);
    }

    [Fact]
    public void A_sample_so_far_away_that_all_densities_underflow_goes_to_the_nearest_component()
    {
        var mixture = Some.Unit(CovarianceShape.Full, [[0, 0], [1, 0]], variance: 1e-20);
        var samples = Samples.From([[9e149, 0], [-9e149, 0], [0.5, 1e149], [0, 0]]);
        var statistics = SkippingLaws.Expected(mixture, samples, Skipping.Always);
        Assert.All(statistics.Values.ToArray(), x => Assert.False(double.IsNaN(x)));
        Assert.Equal(double.NegativeInfinity, statistics.LogLikelihood);
        Assert.Equal(4, statistics.Mass(0) + statistics.Mass(1));
    }

    [Fact]
    public void A_labelled_sample_counts_with_the_score_of_its_component_even_where_that_is_far()
    {
        var samples = Samples.From([[5000, 1], [0, 0], [5, 1]]).WithLabels(new[] { 0, -1, -1 });
        var statistics = SkippingLaws.Expected(Some.Pair(CovarianceShape.Full), samples, Skipping.Always);
        SufficientStatisticsLaws.Same(1e-12, SkippingLaws.Expected(Some.Pair(CovarianceShape.Full), samples, Skipping.Never), statistics);
        Assert.InRange(statistics.Mass(0), 2, 2.001);
    }

    [Fact]
    public void A_labelled_sample_is_its_components_even_where_that_matters_to_no_sample_beside_it()
    {
        // All lie in a narrow component, and seem to belong to the broad one about it.
        var mixture = new GaussianMixture([0.99, 0.01], [[0, 0, 0], [0.1, 0, 0]], new Covariances.Full([Ball(1), Ball(1e-20)]));
        var samples = Samples.From(Enumerable.Repeat(new[] { 0.1, 0, 0 }, 64).ToArray()).WithLabels(Enumerable.Range(0, 64).Select(i => i % 8 == 3 ? 0 : -1).ToArray());
        Assert.Equal(8, SkippingLaws.Expected(mixture, samples, Skipping.Always).Mass(0), 1e-12);
        SameBothWays(mixture, samples, Skipping.Always);

        static RealMatrix Ball(double variance) => [[variance, 0, 0], [0, variance, 0], [0, 0, variance]];
    }

    [Fact]
    public void A_component_of_weight_0_takes_nothing()
    {
        var pair = Some.Unit(CovarianceShape.Full, [[0, 0], [0, 0], [50, 0]]);
        var mixture = new GaussianMixture([0.5, 0, 0.5], pair.Means, pair.Covariances);
        var samples = Samples.From(Some.Rows(100));
        Assert.Equal(0, SkippingLaws.Expected(mixture, samples, Skipping.Always).Mass(1));
        SameBothWays(mixture, samples, Skipping.Always);
    }

    [Fact]
    public void Samples_that_all_weigh_nothing_leave_nothing()
    {
        var samples = Samples.From(Some.Rows(100)).WithWeights(new double[100]);
        Assert.All(SkippingLaws.Expected(Some.Pair(CovarianceShape.Full), samples, Skipping.Always, origin: [0, 0]).Values.ToArray(), x => Assert.Equal(0, x));
    }

    [Fact]
    public void Many_components_and_many_leaves_have_the_same_statistics_and_fewer_products()
    {
        var mixture = Mixture(12);
        SameBothWays(mixture, mixture.Sample(Count, seed: 3), Skipping.WherePaid);
    }

    [Fact]
    public void Floats_have_the_statistics_of_the_doubles_that_they_are()
    {
        var mixture = Mixture(12);
        var floats = Array.ConvertAll(mixture.Sample(Count, seed: 3).Values.ToArray(), x => (float)x);
        SufficientStatisticsLaws.Same(
            1e-12,
            SkippingLaws.Expected(mixture, Samples.From(Array.ConvertAll(floats, x => (double)x), Dimension), Skipping.Never),
            SkippingLaws.Expected(mixture, Samples.From(floats, Dimension), Skipping.WherePaid));
    }

    [Fact]
    public void Floats_are_skipped_only_where_even_their_products_cost_more()
    {
        Assert.NotNull(SkippingPlan.For(Mixture(3), new double[Dimension], Count, threads: 1, Skipping.WherePaid));
        Assert.Null(SkippingPlan.For(Mixture(3), new double[Dimension], Count, threads: 1, Skipping.WherePaid, areFloats: true));
        Assert.NotNull(SkippingPlan.For(Mixture(12), new double[Dimension], Count, threads: 1, Skipping.WherePaid, areFloats: true));
    }

    [Fact]
    public void Floats_that_are_taken_as_doubles_are_skipped_as_doubles()
    {
        // An origin that is no float: nothing is computed in floats.
        var origin = RealVector.Create(Dimension, values => values.Fill(0.1));
        var mixture = Mixture(3);
        var floats = Array.ConvertAll(mixture.Sample(Count, seed: 3).Values.ToArray(), x => (float)x);
        Bits.Same(
            SkippingLaws.Expected(mixture, Samples.From(Array.ConvertAll(floats, x => (double)x), Dimension), Skipping.WherePaid, origin: origin),
            SkippingLaws.Expected(mixture, Samples.From(floats, Dimension), Skipping.WherePaid, origin: origin));
    }

    private static void SameBothWays(GaussianMixture mixture, Samples samples, Skipping skipping) => SufficientStatisticsLaws.Same(
        1e-12,
        SkippingLaws.Expected(mixture, samples, Skipping.Never),
        SkippingLaws.Expected(mixture, samples, skipping));

    /// <summary>Random means, the typical distance between two being 4 × the separation.</summary>
    private static GaussianMixture Mixture(double separation) =>
        Some.Unit(CovarianceShape.Full, RealMatrix.Create(Components, Dimension, new Draw(5).Normals(Components * Dimension, separation)));
}

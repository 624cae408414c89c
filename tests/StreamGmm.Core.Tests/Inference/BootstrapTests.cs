namespace StreamGmm.Core.Tests.Inference;

public class BootstrapTests
{
    private static readonly BootstrapOptions Few = new() { Replicates = 20, Em = new EmOptions { Regularization = Regularization.None } };

    public static TheoryData<string, BootstrapMethod> Cases
    {
        get
        {
            var cases = new TheoryData<string, BootstrapMethod>();
            foreach (var shape in CovarianceShape.All)
            {
                cases.Add(shape.ToString(), BootstrapMethod.WeightedLikelihood);
                cases.Add(shape.ToString(), BootstrapMethod.Nonparametric);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Where_components_are_apart_it_agrees_with_the_information(string shape, BootstrapMethod method)
    {
        var (mixture, samples) = Fitted.Pair(CovarianceShape.Parse(shape), apart: 6);
        var bootstrap = Bootstrap.Run(mixture, samples, Few with { Replicates = 400, Method = method });
        Assert.Equal((400, 0), (bootstrap.Replicates.Count, bootstrap.Degenerate));
        var expected = Fitted.Flat(ObservedInformation.Of(mixture, samples).StandardErrors);
        Assert.All(Fitted.Flat(bootstrap.StandardErrors).Zip(expected), pair => Assert.InRange(pair.First / pair.Second, 0.8, 1.25));

        var (lower, upper) = (Fitted.Flat(bootstrap.Intervals().Lower), Fitted.Flat(bootstrap.Intervals().Upper));
        Assert.All(Enumerable.Range(0, expected.Length), i => Assert.InRange((upper[i] - lower[i]) / expected[i], 2 * 1.96 * 0.75, 2 * 1.96 * 1.3));
    }

    [Fact]
    public void The_mean_of_a_sample_spreads_by_sigma_over_root_n()
    {
        var samples = Samples.From(Some.Rows(200));
        var mixture = Fitted.From(Some.Unit(CovarianceShape.Full, [[0, 0]]), samples).Mixture;
        foreach (var method in Enum.GetValues<BootstrapMethod>())
        {
            var errors = Bootstrap.Run(mixture, samples, Few with { Replicates = 1000, Method = method }).StandardErrors;
            Assert.Equal(0, errors.Weights[0]);
            Assert.InRange(errors.Means[0, 0] / Math.Sqrt(mixture.Covariance(0)[0, 0] / 200), 0.93, 1.07);
        }
    }

    [Fact]
    public void Many_samples_are_fitted_far_enough_to_spread()
    {
        // A tolerance that is coarse beside the error of so many would leave every replicate where it started.
        var (mixture, samples) = Fitted.Pair(CovarianceShape.Spherical, 20_000, apart: 2.5);
        var expected = Fitted.Flat(ObservedInformation.Of(mixture, samples).StandardErrors);
        var actual = Fitted.Flat(Bootstrap.Run(mixture, samples, Few with { Replicates = 60, Em = Few.Em with { Tolerance = 1e-2 } }).StandardErrors);
        Assert.All(actual.Zip(expected), pair => Assert.InRange(pair.First / pair.Second, 0.7, 1.35));
    }

    [Theory]
    [InlineData(BootstrapMethod.WeightedLikelihood)]
    [InlineData(BootstrapMethod.Nonparametric)]
    public void A_weight_is_so_many_copies(BootstrapMethod method)
    {
        var (mixture, samples) = Fitted.Pair(CovarianceShape.Diagonal, 200, apart: 6);
        var weighted = samples.WithWeights(Enumerable.Repeat(4.0, 200).ToArray());
        var repeated = samples.Rows([.. Enumerable.Range(0, 800).Select(i => i % 200)]);
        var options = Few with { Replicates = 400, Method = method };
        Assert.All(
            Fitted.Flat(Bootstrap.Run(mixture, weighted, options).StandardErrors).Zip(Fitted.Flat(Bootstrap.Run(mixture, repeated, options).StandardErrors)),
            pair => Assert.InRange(pair.First / pair.Second, 0.85, 1.18));
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.7)]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(1000)]
    public void Random_weights_have_the_mean_and_the_variance_of_copies(double weight)
    {
        const int count = 40_000;
        var samples = Samples.From(new double[count], 1).WithWeights(Enumerable.Repeat(weight, count).ToArray());
        var drawn = BootstrapWeights.Draw(BootstrapMethod.WeightedLikelihood, samples, new Draws(3));
        var (mean, error) = (drawn.Average(), Math.Sqrt(weight / count));
        Assert.InRange(mean, weight - (4 * error), weight + (4 * error));
        // The variance of squares of a gamma distribution: 2 v² + 6 v.
        var spread = Math.Sqrt(((2 * weight * weight) + (6 * weight)) / count);
        Assert.InRange(drawn.Average(w => (w - weight) * (w - weight)), weight - (4 * spread), weight + (4 * spread));
    }

    [Fact]
    public void Rows_are_drawn_as_often_as_they_weigh_and_never_without_weight()
    {
        double[] weights = [0, 3, 0, 1, 996, 0];
        var samples = Samples.From(new double[6], 1).WithWeights(weights);
        var sums = new double[6];
        for (var i = 0; i < 300; i++)
        {
            var drawn = BootstrapWeights.Draw(BootstrapMethod.Nonparametric, samples, new Draws(i));
            Assert.Equal(1000, drawn.Sum());
            for (var row = 0; row < 6; row++)
                sums[row] += drawn[row] / 300;
        }

        Assert.Equal((0, 0, 0), (sums[0], sums[2], sums[5]));
        Close.Absolutely(0.5, weights, sums);
    }

    [Theory]
    [InlineData(BootstrapMethod.WeightedLikelihood)]
    [InlineData(BootstrapMethod.Nonparametric)]
    public void The_number_of_threads_changes_no_bit_and_the_seed_every_one(BootstrapMethod method)
    {
        var (mixture, samples) = Fitted.Pair(CovarianceShape.Full, 300);
        Bootstrap Run(int threads, int seed) => Bootstrap.Run(mixture, samples, Few with { Method = method, Seed = seed, Em = Few.Em with { Threads = threads } });

        var one = Run(1, 0).Replicates;
        foreach (var threads in new[] { 2, 7 })
            Assert.All(one.Zip(Run(threads, 0).Replicates), pair => Bits.Same(pair.First, pair.Second));
        Assert.Empty(one.Intersect(Run(2, 1).Replicates));
        Assert.Equal(one, Bootstrap.Run(mixture, samples, Few with { Method = method, Replicates = 40 }).Replicates.Take(20));
    }

    [Fact]
    public void Labels_stay_with_their_rows()
    {
        // Far from where their component is, those rows would belong to the other one.
        var samples = Samples.From([[0], [1], [-1], [0.5], [8], [10], [11], [12], [12.5], [13]]).WithLabels(new[] { -1, -1, -1, -1, 0, -1, -1, -1, -1, -1 });
        var mixture = Fitted.From(Some.Unit(CovarianceShape.Spherical, [[0], [12]], 9), samples).Mixture;
        var bootstrap = Bootstrap.Run(mixture, samples, Few);
        Assert.True(bootstrap.Replicates.Average(replicate => replicate.Covariance(0)[0, 0]) > 4);
        Assert.True(bootstrap.StandardErrors.Means[0, 0] > 2 * bootstrap.StandardErrors.Means[1, 0]);
    }

    [Fact]
    public void Limits_are_quantiles_of_the_replicates()
    {
        var (mixture, samples) = Fitted.Pair(CovarianceShape.Tied, 200);
        var bootstrap = Bootstrap.Run(mixture, samples, Few with { Replicates = 21 });
        double[] weights = [.. bootstrap.Replicates.Select(replicate => replicate.Weights[0]).Order()];
        var intervals = bootstrap.Intervals(0.8);
        Assert.Equal(0.8, intervals.Level);
        Close.Relatively(1e-12, [weights[2], weights[18]], [intervals.Lower.Weights[0], intervals.Upper.Weights[0]]);
        Close.Relatively(1e-12, (weights[0] + weights[1]) / 2, bootstrap.Intervals(0.95).Lower.Weights[0]);
    }

    [Fact]
    public void What_collapses_is_counted_and_left_out()
    {
        // A component on three rows: a resample without two of them has none to spread over.
        var samples = Samples.From([[0], [0.1], [0.2], [50], [51], [52], [53], [54], [55], [56]]);
        var mixture = Fitted.From(new GaussianMixture([0.3, 0.7], [[0.1], [53]], new Covariances.Spherical([0.01, 4])), samples).Mixture;
        var bootstrap = Bootstrap.Run(mixture, samples, Few with { Replicates = 200, Method = BootstrapMethod.Nonparametric });
        Assert.InRange(bootstrap.Degenerate, 5, 100);
        Assert.Equal(200, bootstrap.Degenerate + bootstrap.Replicates.Count);
        Assert.All(Fitted.Flat(bootstrap.StandardErrors), error => Assert.InRange(error, 0, 10));
        Assert.Equal(0, Bootstrap.Run(mixture, samples, Few).Degenerate);
    }

    [Fact]
    public void What_cannot_be_done_is_refused()
    {
        var (mixture, samples) = Fitted.Pair(CovarianceShape.Full, 50);
        Assert.Contains("two replicates", Refusal.Of<ArgumentOutOfRangeException>(() => new BootstrapOptions { Replicates = 1 }), StringComparison.Ordinal);
        Assert.Contains("There is no such method", Refusal.Of<ArgumentOutOfRangeException>(() => new BootstrapOptions { Method = (BootstrapMethod)7 }), StringComparison.Ordinal);
        Assert.Contains("The level of an interval", Refusal.Of<ArgumentOutOfRangeException>(() => Bootstrap.Run(mixture, samples, Few).Intervals(0)), StringComparison.Ordinal);
        Assert.Equal(
            "The total weight is 0.390625: the nonparametric bootstrap draws so many rows, between 1 and 1e9. Take the weighted-likelihood bootstrap, or weights that are numbers of copies.",
            Refusal.Of(() => Bootstrap.Run(mixture, samples.WithWeights(Enumerable.Repeat(Math.ScaleB(1, -7), 50).ToArray()), Few with { Method = BootstrapMethod.Nonparametric })));
        Assert.ThrowsAny<ArgumentException>(() => Bootstrap.Run(mixture, Samples.From([[1], [2]])));
        Assert.Equal(
            "0 of 20 replicates were fitted: in the others a component collapsed or lost all samples. Use fewer components, more regularization, or a simpler shape.",
            Refusal.Of<InvalidOperationException>(() => Bootstrap.Run(mixture, Samples.From([[0, 0], [0, 0], [5, 5], [5, 5]]), Few)));
    }

    [Fact]
    public void Low_rank_that_is_as_free_as_full_has_its_errors()
    {
        var (full, samples) = Fitted.Pair(CovarianceShape.Full, 200, apart: 6);
        var start = new GaussianMixture(full.Weights, full.Means, new Covariances.LowRank([[[1], [0]], [[1], [0]]], [[2], [2]], [1, 1]));
        var lowRank = Fitted.From(start, samples).Mixture;
        var options = Few with { Em = Fitted.ToTheEnd with { Tolerance = 1e-12 } };
        var expected = Fitted.Flat(Bootstrap.Run(full, samples, options).StandardErrors);
        Close.Elementwise(i => 1e-3 * expected[i], expected, Fitted.Flat(Bootstrap.Run(lowRank, samples, options).StandardErrors));
        Assert.Equal(
            "The observed information of low-rank:1 covariances is not known here: take the bootstrap, or fit full, tied, diagonal or spherical ones.",
            Refusal.Of<NotSupportedException>(() => ObservedInformation.Of(lowRank, samples)));
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        var (mixture, samples) = Fitted.Pair(CovarianceShape.Full, 50);
        Assert.ThrowsAny<OperationCanceledException>(() => Bootstrap.Run(mixture, samples, cancellationToken: new CancellationToken(canceled: true)));
    }
}

namespace StreamGmm.Core.Tests.Initialization;

public sealed class InitialMixtureTests
{
    private static readonly GaussianMixture Truth = new([0.3, 0.3, 0.4], [[0, 0], [12, 0], [0, 12]], new Covariances.Spherical([1, 2, 1.5]));

    public static TheoryData<string> Seedings => ["small-em", "k-means", "k-means++", "random"];

    [Theory]
    [MemberData(nameof(Seedings))]
    public void Every_seeding_gives_a_mixture_of_every_shape_the_same_for_the_same_seed_and_any_threads(string name)
    {
        var samples = Truth.Sample(3000, 1);
        foreach (var shape in Generators.Shapes)
        {
            var mixture = InitialMixture.Create(samples, 4, shape, Named(name), seed: 5, threads: 1);
            Assert.Equal((4, 2, shape), (mixture.Components, mixture.Dimension, mixture.Shape));
            Assert.Equal(mixture, InitialMixture.Create(samples, 4, shape, Named(name), seed: 5, threads: 3));
            Assert.NotEqual(mixture, InitialMixture.Create(samples, 4, shape, Named(name), seed: 5, restart: 1));
        }
    }

    [Theory]
    [InlineData("small-em")]
    [InlineData("k-means")]
    public void Components_that_are_apart_are_found(string name)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var samples = Truth.Sample(600, seed);
            var mixture = InitialMixture.Create(samples, 3, CovarianceShape.Full, Named(name), seed);
            foreach (var mean in Truth.Means)
                Assert.Contains(mixture.Means, m => Math.Abs(m[0] - mean[0]) < 0.5 && Math.Abs(m[1] - mean[1]) < 0.5);
        }
    }

    [Fact]
    public void K_means_clusters_become_weights_means_and_covariances()
    {
        var samples = Samples.From(new double[,] { { -1 }, { 1 }, { 99 }, { 100 }, { 101 }, { 100 } });
        var mixture = InitialMixture.Create(samples, 2, CovarianceShape.Full, new Seeding.KMeans());
        var low = mixture.Means[0, 0] < 50 ? 0 : 1;
        Assert.Equal(2.0 / 6, mixture.Weights[low], 1e-12);
        Assert.Equal(0, mixture.Means[low, 0], 1e-9);
        Assert.Equal(100, mixture.Means[1 - low, 0], 1e-9);
        // The pooled covariance, (2 + 2) / 6, counts as one more sample.
        Assert.Equal((2 + (4.0 / 6)) / 3, mixture.Covariance(low)[0, 0], 2e-3);
    }

    [Fact]
    public void Labels_alone_give_their_own_moments()
    {
        var samples = Samples.From(new double[,] { { 0 }, { 2 }, { 10 }, { 12 }, { 14 }, { 1000 } }).WithLabels(new[] { 1, 1, 0, 0, 0, -1 });
        var mixture = InitialMixture.Create(samples, 2, CovarianceShape.Diagonal, new Seeding.FromLabels());
        Assert.Equal([3.0 / 5, 2.0 / 5], mixture.Weights.Select(w => Math.Round(w, 12)));
        Assert.Equal([12, 1], mixture.Means.AsSpan().ToArray().Select(m => Math.Round(m, 9)));
    }

    [Fact]
    public void A_component_without_a_labelled_sample_is_named()
    {
        var samples = Samples.From(new double[,] { { 0 }, { 2 }, { 10 } }).WithLabels(new[] { 0, -1, 2 });
        Assert.Equal(
            "No sample is labelled 1: to start from labels each of the 3 components needs one.",
            Assert.Throws<ArgumentException>(() => InitialMixture.Create(samples, 3, default, new Seeding.FromLabels())).Message);
        Assert.Equal(
            "The samples have no labels to start from: give them with WithLabels, or use another seeding.",
            Assert.Throws<ArgumentException>(() => InitialMixture.Create(Truth.Sample(9), 3, default, new Seeding.FromLabels())).Message);
    }

    [Theory]
    [InlineData("small-em")]
    [InlineData("k-means")]
    [InlineData("k-means++")]
    [InlineData("random")]
    public void Labelled_components_start_at_the_index_of_their_label(string name)
    {
        var labels = new int[900];
        Array.Fill(labels, -1);
        var drawn = new int[900];
        var samples = Truth.Sample(900, 4, drawn);
        // Two labelled rows of components 2 and 0, the other way round: 2 → 0, 0 → 2.
        foreach (var component in new[] { 0, 2 })
        {
            foreach (var i in Enumerable.Range(0, 900).Where(i => drawn[i] == component).Take(2))
                labels[i] = 2 - component;
        }

        var mixture = InitialMixture.Create(samples.WithLabels(labels), 3, CovarianceShape.Spherical, Named(name), seed: 2);
        Assert.InRange(mixture.Means[0, 1], 9.5, 14.5);
        Assert.InRange(mixture.Means[2, 1], -2.5, 2.5);
        if (name != "random")
            Assert.InRange(mixture.Means[1, 0], 11, 13);
    }

    [Fact]
    public void Rare_labels_keep_their_components_where_others_are_frequent()
    {
        var truth = new GaussianMixture([0.25, 0.25, 0.25, 0.25], [[0, 0], [12, 0], [0, 12], [12, 12]], new Covariances.Spherical([1, 1, 1, 1]));
        var drawn = new int[20_000];
        var samples = truth.Sample(drawn.Length, 1, drawn);
        var seen = new int[4];
        var labels = drawn.Select((k, i) => seen[k]++ < (k < 2 ? 3000 : 3) ? k : -1).ToArray();
        for (var seed = 0; seed < 10; seed++)
        {
            var mixture = InitialMixture.Create(samples.WithLabels(labels), 4, CovarianceShape.Full, seed: seed);
            for (var k = 0; k < 4; k++)
                Assert.True(Math.Abs(mixture.Means[k, 0] - truth.Means[k, 0]) + Math.Abs(mixture.Means[k, 1] - truth.Means[k, 1]) < 0.5, $"seed {seed}, component {k}");
        }
    }

    [Fact]
    public void A_start_does_not_sit_on_a_few_samples_where_another_does_not()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var samples = Samples.From(new Draw(seed).Normals(300), 3);
            var mixture = InitialMixture.Create(samples, 2, CovarianceShape.Full, seed: seed);
            Assert.True(mixture.Weights.Min() * 100 > 2, $"seed {seed}: {mixture.Weights}");
        }
    }

    [Fact]
    public void A_mixture_that_does_not_fit_the_fit_is_refused()
    {
        var samples = Truth.Sample(100);
        Assert.Same(Truth, InitialMixture.Create(samples, 3, CovarianceShape.Spherical, new Seeding.From(Truth)));
        Assert.Equal(
            "The mixture to start from is K = 3, D = 2, spherical; the fit is for K = 3, D = 2, full: they must agree.",
            Assert.Throws<ArgumentException>(() => InitialMixture.Create(samples, 3, CovarianceShape.Full, new Seeding.From(Truth))).Message);
    }

    [Theory]
    [MemberData(nameof(Seedings))]
    public void Hard_data_have_a_start_too(string name)
    {
        foreach (var shape in Generators.Shapes)
        {
            foreach (var samples in HardData().Where(samples => samples.Dimension > shape.Rank))
            {
                for (var components = 1; components <= samples.Count; components++)
                {
                    var mixture = InitialMixture.Create(samples, components, shape, Named(name));
                    Assert.All(mixture.Means.AsSpan().ToArray(), m => Assert.True(double.IsFinite(m)));
                    Assert.All(mixture.LogDensity(samples), p => Assert.True(double.IsFinite(p)));
                }
            }
        }
    }

    [Fact]
    public void Axes_of_any_scale_give_the_same_start_scaled()
    {
        var samples = Truth.Sample(500, 3);
        var scaled = Samples.From(Enumerable.Range(0, 500).Select(i => { var row = new double[2]; samples.CopyRow(i, row); return new[] { row[0] * 1024, row[1] / 4096 }; }).ToArray());
        foreach (var shape in new[] { CovarianceShape.Full, CovarianceShape.Tied, CovarianceShape.Diagonal })
        {
            var a = InitialMixture.Create(samples, 3, shape, seed: 1);
            var b = InitialMixture.Create(scaled, 3, shape, seed: 1);
            // Several short runs come to one optimum, and rounding decides which of them names the components.
            foreach (var (k, l) in Ordered(a).Zip(Ordered(b)))
            {
                Assert.Equal(a.Means[k, 0] * 1024, b.Means[l, 0], 1e-6);
                Assert.Equal(a.Means[k, 1] / 4096, b.Means[l, 1], 1e-9);
            }
        }
    }

    [Fact]
    public void The_budget_of_small_em_is_five_iterations_on_many_samples()
    {
        foreach (var (n, d, k) in new[] { (1_000_000, 2, 3), (100_000, 16, 20), (50_000, 64, 20) })
        {
            var problem = new SeedingProblem(Samples.From(new double[n * d], d), k, CovarianceShape.Full, new Draws(0), 0, default);
            var (starts, part) = SmallEmSearch.Budget(problem);
            Assert.InRange(starts, 1, 10);
            Assert.True(16.0 * starts * part <= 5.0 * n, $"{starts} starts on {part} of {n}");
        }
    }

    private static IEnumerable<int> Ordered(GaussianMixture mixture) => Enumerable.Range(0, mixture.Components).OrderBy(k => mixture.Means[k, 0]);

    private static IEnumerable<Samples> HardData()
    {
        yield return Samples.From(new double[,] { { 3, 1 } });
        yield return Samples.From(new double[,] { { 1.5, -2 }, { 1.5, -2 }, { 1.5, -2 }, { 1.5, -2 } });
        yield return Samples.From(new double[,] { { 0, 7 }, { 1, 7 }, { 5, 7 } });
        yield return Samples.From(new double[,] { { 1e8, 1e-9 }, { 1e8 + 1, 2e-9 }, { 1e8 + 2, 5e-9 } });
        yield return Samples.From(new double[,] { { 1, 2, 3, 4, 5 }, { 2, 3, 5, 7, 11 } });
        yield return Samples.From(new double[,] { { 0, 0 }, { 0, 0 }, { 1, 1 }, { 1, 1 } });
        yield return Samples.From(new double[,] { { 1e149 }, { -1e149 }, { 0 } });
        yield return Samples.From(new double[,] { { 1e-158 }, { 3e-158 }, { 0 } });
        yield return Samples.From(new double[,] { { 1e-170 }, { 3e-170 }, { 0 } });
    }

    private static Seeding Named(string name) => name switch
    {
        "small-em" => new Seeding.SmallEm(),
        "k-means" => new Seeding.KMeans(),
        "k-means++" => new Seeding.KMeansPlusPlus(),
        "random" => new Seeding.RandomSamples(),
        _ => throw new ArgumentException(name),
    };
}

using System.Buffers;

namespace StreamGmm.Core.Tests.Expectation;

public class PosteriorTests
{
    private static readonly Samples Points = Samples.From(Some.Rows(100));

    [Fact]
    public void Densities_of_a_known_mixture_are_right()
    {
        // ½ N(0, 1) + ½ N(2, 1) at 1.
        var mixture = Some.Unit(CovarianceShape.Full, [[0], [2]]);
        Close.Absolutely(1e-15, -0.5 - (0.5 * Math.Log(2 * Math.PI)), mixture.LogDensity([1]));
        Assert.Equal([0.5, 0.5], mixture.Responsibilities([1]));
        Assert.Equal((0, 0, 1), (mixture.Assign([1]), mixture.Assign([-3]), mixture.Assign([1.001])));
    }

    [Fact]
    public void Components_far_apart_do_not_blur_one_another()
    {
        var far = new GaussianMixture([0.5, 0.5], [[1e20], [0]], new Covariances.Spherical([1, 1]));
        var expected = Math.Log(0.5) - (0.5 * Math.Log(2 * Math.PI)) - 12.5;
        Close.Absolutely(1e-14, expected, far.LogDensity([5]));
        Close.Absolutely(1e-14, expected, far.LogDensity(Samples.From([[5]]))[0]);
    }

    [Fact]
    public void Memory_that_scores_another_mixture_when_it_is_read_does_no_harm()
    {
        var (mixture, other) = (Some.Pair(CovarianceShape.Full), Some.Unit(CovarianceShape.Full, [[0, 0, 0], [1, 1, 1], [5, 5, 5]]));
        using var memory = new Watched(Some.Rows(1000).SelectMany(row => row).ToArray(), () => other.LogDensity(Samples.From([[1, 2, 3]])));
        var samples = Samples.From(memory.Memory, 2);
        Assert.Equal(mixture.LogDensity(Samples.From(Some.Rows(1000)), threads: 1), mixture.LogDensity(samples, threads: 1));
    }

    /// <summary>Memory that tells when it is read.</summary>
    private sealed class Watched(double[] values, Action read) : MemoryManager<double>
    {
        public override Span<double> GetSpan()
        {
            read();
            return values;
        }

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin() => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
        }
    }

    [Theory]
    [MemberData(nameof(Some.Shapes), MemberType = typeof(Some))]
    public void A_point_described_at_once_has_the_single_answers(string shape)
    {
        var mixture = Some.Pair(CovarianceShape.Parse(shape));
        foreach (var row in Some.Rows(20))
        {
            var component = mixture.Assign(row);
            Assert.Equal((component, mixture.Responsibilities(row)[component], mixture.LogDensity(row)), mixture.Describe(row));
        }
    }

    [Theory]
    [MemberData(nameof(Some.Shapes), MemberType = typeof(Some))]
    public void Writing_into_a_span_gives_the_same(string shape)
    {
        var mixture = Some.Pair(CovarianceShape.Parse(shape));
        var (densities, responsibilities, labels, row) = (new double[100], new double[200], new int[100], new double[2]);
        mixture.LogDensity(Points, densities);
        mixture.Responsibilities(Points, responsibilities);
        mixture.Assign(Points, labels);
        mixture.Responsibilities([1, 2], row);
        Assert.Equal(mixture.LogDensity(Points), densities);
        Assert.Equal(mixture.Responsibilities(Points).AsSpan().ToArray(), responsibilities);
        Assert.Equal(mixture.Assign(Points), labels);
        Assert.Equal(mixture.Responsibilities([1, 2]), row);
    }

    [Fact]
    public void Destinations_of_another_length_are_refused()
    {
        var mixture = Some.Pair(CovarianceShape.Full);
        Assert.Equal("The destination holds 99 values: 100 are written.", Refusal.Of(() => mixture.LogDensity(Points, new double[99])));
        Assert.Equal("The destination holds 201 values: 200 are written.", Refusal.Of(() => mixture.Responsibilities(Points, new double[201])));
        Assert.Equal("The destination holds 0 values: 100 are written.", Refusal.Of(() => mixture.Assign(Points, Span<int>.Empty)));
        Assert.Equal("The destination holds 3 values: 2 are written.", Refusal.Of(() => mixture.Responsibilities([1, 2], new double[3])));
    }

    [Fact]
    public void Points_of_another_dimension_or_without_numbers_are_refused()
    {
        var mixture = Some.Pair(CovarianceShape.Full);
        Assert.Equal("The samples have 1 features, the mixture has 2: they must agree.", Refusal.Of(() => mixture.LogDensity([1])));
        Assert.Equal("The samples have 3 features, the mixture has 2: they must agree.", Refusal.Of(() => mixture.Responsibilities(Samples.From([[1, 2, 3]]))));
        Assert.Equal("Row 0, column 1 is NaN: every value must be finite and below 1e150 in magnitude. Clean the row or leave it out.", Refusal.Of(() => mixture.Assign([1, double.NaN])));
    }

    [Theory]
    [MemberData(nameof(Some.Shapes), MemberType = typeof(Some))]
    public void A_point_where_all_densities_underflow_goes_to_the_nearest_component(string shape)
    {
        var mixture = Some.Unit(CovarianceShape.Parse(shape), [[-1e149, 0], [1e149, 0]], variance: 1e-20);
        Assert.Equal(double.NegativeInfinity, mixture.LogDensity([9e149, 0]));
        Assert.Equal([0, 1], mixture.Responsibilities([9e149, 0]));
        Assert.Equal([1, 0], mixture.Responsibilities([-9e149, 3]));
        Assert.Equal([1, 0, 1], mixture.Assign(Samples.From([[9e149, 0], [-9e149, 3], [1e148, 0]])));
    }

    [Theory]
    [MemberData(nameof(Some.Shapes), MemberType = typeof(Some))]
    public void A_component_of_weight_0_gets_nothing(string shape)
    {
        var pair = Some.Pair(CovarianceShape.Parse(shape));
        var mixture = new GaussianMixture([1, 0], pair.Means, pair.Covariances);
        Assert.Equal([1, 0], mixture.Responsibilities([5, 1]));
        Assert.True(double.IsFinite(mixture.LogDensity([5, 1])));

        // Where all densities underflow it is passed over too, though it is the nearest.
        var tiny = Some.Unit(CovarianceShape.Parse(shape), [[-1e149, 0], [1e149, 0]], variance: 1e-20);
        Assert.Equal([1, 0], new GaussianMixture([1, 0], tiny.Means, tiny.Covariances).Responsibilities([9e149, 0]));
    }

    [Fact]
    public void No_samples_give_no_answers()
    {
        var (mixture, none) = (Some.Pair(CovarianceShape.Full), Samples.From(Array.Empty<double>(), 2));
        Assert.Empty(mixture.LogDensity(none));
        Assert.Empty(mixture.Assign(none));
        Assert.Equal(0, mixture.Responsibilities(none).Rows);
    }
}

namespace StreamGmm.Core.Tests.Model;

public class GaussianMixtureTests
{
    private static readonly RealMatrix Identity = [[1, 0], [0, 1]];

    [Fact]
    public void It_is_equal_by_value()
    {
        Assert.All(CovarianceShape.All, shape =>
        {
            Assert.Equal(Some.Pair(shape), Some.Pair(shape));
            Assert.Equal(Some.Pair(shape).GetHashCode(), Some.Pair(shape).GetHashCode());
            Assert.Equal($"K = 2, D = 2, {shape}", Some.Pair(shape).ToString());
        });
        Assert.NotEqual(Some.Pair(CovarianceShape.Diagonal), Some.Pair(CovarianceShape.Spherical));
        Assert.NotEqual(Some.Unit(CovarianceShape.Full, [[0, 0]]), Some.Unit(CovarianceShape.Full, [[0, 0]], variance: 2));
        Assert.NotEqual(Some.Unit(CovarianceShape.Full, [[0, 0]]), Some.Unit(CovarianceShape.Full, [[0, 1]]));
    }

    [Theory]
    [InlineData("spherical", 13)]
    [InlineData("diagonal", 21)]
    [InlineData("tied", 26)]
    [InlineData("full", 41)]
    public void Two_components_in_five_dimensions_have_so_many_parameters(string shape, int expected) =>
        Assert.Equal(expected, Some.Unit(CovarianceShape.Parse(shape), [[0, 0, 0, 0, 0], [1, 1, 1, 1, 1]]).ParameterCount);

    [Fact]
    public void Every_shape_gives_the_covariance_of_a_component_as_a_matrix()
    {
        Assert.All(CovarianceShape.All, shape => Assert.Equal([[2, 0], [0, 2]], Some.Unit(shape, [[0, 0], [1, 1]], variance: 2).Covariance(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Some.Pair(CovarianceShape.Tied).Covariance(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Some.Pair(CovarianceShape.Tied).Covariance(-1));
    }

    [Fact]
    public void Weights_must_lie_between_0_and_1_and_sum_to_1()
    {
        Assert.Equal("The weight of component 1 is -0.1: weights lie between 0 and 1.", Refuse([0.5, -0.1]));
        Assert.Equal("The weight of component 0 is NaN: weights lie between 0 and 1.", Refuse([double.NaN, 1]));
        Assert.Equal("The weight of component 1 is 1.5: weights lie between 0 and 1.", Refuse([0.5, 1.5]));
        Assert.Equal("The weights sum to 0.75: they must sum to 1.", Refuse([0.5, 0.25]));
        Assert.Equal("There is no weight: a mixture has at least one component.", Refuse([]));
        Assert.Equal(2, new GaussianMixture([0.333333, 0.666666], [[0, 0], [1, 1]], new Covariances.Spherical([1, 1])).Components);

        static string Refuse(RealVector weights) => Refusal.Of(() => new GaussianMixture(weights, [[0, 0], [1, 1]], new Covariances.Spherical([1, 1])));
    }

    [Fact]
    public void Means_must_be_finite_and_as_many_as_weights()
    {
        Assert.Equal("The means are 1 × 2 for 2 weights: a row of at least one feature is needed for each component.", Refuse([[0, 0]]));
        Assert.Equal("The means are 2 × 0 for 2 weights: a row of at least one feature is needed for each component.", Refuse([[], []]));
        Assert.Equal("The mean of component 1 has the value NaN: means must be finite and below 1e150 in magnitude.", Refuse([[0, 0], [double.NaN, 0]]));
        Assert.Equal("The mean of component 0 has the value -1E+150: means must be finite and below 1e150 in magnitude.", Refuse([[0, -1e150], [0, 0]]));

        static string Refuse(RealMatrix means) => Refusal.Of(() => new GaussianMixture([0.5, 0.5], means, new Covariances.Spherical([1, 1])));
    }

    [Fact]
    public void Covariances_must_fit_weights_and_means()
    {
        Assert.Equal("The full covariances are for K = 1, D = 2; weights and means are for K = 2, D = 2.", Refuse(new Covariances.Full([Identity])));
        Assert.Equal("The tied covariances are for K = 2, D = 1; weights and means are for K = 2, D = 2.", Refuse(new Covariances.Tied([[1]])));
        Assert.Equal("The diagonal covariances are for K = 2, D = 3; weights and means are for K = 2, D = 2.", Refuse(new Covariances.Diagonal([[1, 1, 1], [1, 1, 1]])));
        Assert.Equal("The spherical covariances are for K = 3, D = 2; weights and means are for K = 2, D = 2.", Refuse(new Covariances.Spherical([1, 1, 1])));
        Assert.Equal("The covariance of component 1 is 1 × 2: it must be 2 × 2.", Refuse(new Covariances.Full([Identity, [[1, 0]]])));
        Assert.Equal("The tied covariance is 2 × 3: it must be 2 × 2.", Refuse(new Covariances.Tied([[1, 0, 0], [0, 1, 0]])));
    }

    [Fact]
    public void Covariances_must_be_symmetric_and_positive_definite()
    {
        Assert.Equal("The covariance of component 1 is not symmetric at (1, 0): a covariance matrix equals its transpose.", Refuse(new Covariances.Full([Identity, [[1, 0.5], [0.4, 1]]])));
        Assert.Equal("The tied covariance has no finite number at (1, 0) or (0, 1): covariances are finite.", Refuse(new Covariances.Tied([[1, double.NaN], [0.4, 1]])));
        Assert.Equal("The covariance of component 1 is not positive definite at axis 1: give every direction a positive variance.", Refuse(new Covariances.Full([Identity, [[1, 2], [2, 1]]])));
        Assert.Equal("The covariance of component 0 is not positive definite at axis 0: give every direction a positive variance.", Refuse(new Covariances.Tied([[0, 0], [0, 1]])));
        Assert.Equal("The covariance of component 0 is not positive definite at axis 1: give every direction a positive variance.", Refuse(new Covariances.Diagonal([[1, 0], [1, 1]])));
        Assert.Equal("The covariance of component 1 is not positive definite at axis 0: give every direction a positive variance.", Refuse(new Covariances.Diagonal([[1, 1], [double.NaN, 1]])));
        Assert.Equal("The covariance of component 1 is not positive definite at axis 0: give every direction a positive variance.", Refuse(new Covariances.Spherical([1, -1])));
        Assert.Equal("The covariance of component 0 is not positive definite at axis 0: give every direction a positive variance.", Refuse(new Covariances.Spherical([double.PositiveInfinity, 1])));
    }

    [Fact]
    public void Halves_that_differ_by_rounding_are_made_symmetric()
    {
        var mixture = new GaussianMixture([1], [[0, 0]], new Covariances.Full([[[1, 0.5], [0.5 + 2e-9, 1]]]));
        Assert.Equal(mixture.Covariance(0)[0, 1], mixture.Covariance(0)[1, 0]);
        Close.Absolutely(1e-15, 0.5 + 1e-9, mixture.Covariance(0)[0, 1]);
    }

    private static string Refuse(Covariances covariances) => Refusal.Of(() => new GaussianMixture([0.5, 0.5], [[0, 0], [1, 1]], covariances));
}

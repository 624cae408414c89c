namespace StreamGmm.Core.Tests.Density;

public class ProductsTests
{
    [Fact]
    public void Two_measurements_are_weighed_by_their_precision()
    {
        var product = new GaussianMixture([1], [[0]], new Covariances.Spherical([1])).Product(new GaussianMixture([1], [[4]], new Covariances.Spherical([3])));
        Close.Mixtures(1e-15, new GaussianMixture([1], [[1]], new Covariances.Spherical([0.75])), product.Mixture);

        // N(0; 4, 1 + 3)
        Close.Relatively(1e-15, (-0.5 * Math.Log(2 * Math.PI * 4)) - 2, product.LogConstant);
    }

    [Theory]
    [InlineData("spherical", "spherical", "spherical")]
    [InlineData("spherical", "diagonal", "diagonal")]
    [InlineData("diagonal", "diagonal", "diagonal")]
    [InlineData("tied", "tied", "tied")]
    [InlineData("tied", "spherical", "full")]
    [InlineData("full", "diagonal", "full")]
    public void The_shape_is_one_that_holds_the_result(string one, string two, string both)
    {
        var (a, b) = (Some.Pair(CovarianceShape.Parse(one)), Some.Pair(CovarianceShape.Parse(two)));
        Assert.Equal((both, 4), (a.Product(b).Mixture.Shape.ToString(), a.Product(b).Mixture.Components));
        Assert.Equal(both, b.Product(a).Mixture.Shape.ToString());
    }

    [Fact]
    public void Where_they_do_not_meet_at_all_the_nearest_two_components_are_told()
    {
        var here = new GaussianMixture([0.2, 0.8], [[0], [1e140]], new Covariances.Spherical([1e-40, 1e-40]));
        var there = new GaussianMixture([0.5, 0, 0.5], [[3e140], [1e140], [1e146]], new Covariances.Spherical([1e-40, 1e-40, 1e-40]));
        var product = here.Product(there);
        Assert.Equal(double.NegativeInfinity, product.LogConstant);
        Assert.Equal([0, 0, 0, 1, 0, 0], product.Mixture.Weights);
    }

    [Fact]
    public void Other_features_are_refused() => Assert.Equal(
        "One mixture is K = 2, D = 2, full, the other K = 1, D = 1, tied: they must be over the same features.",
        Refusal.Of(() => Some.Pair(CovarianceShape.Full).Product(Some.Unit(CovarianceShape.Tied, [[0]]))));
}

namespace StreamGmm.Core.Tests.Density;

public class MixtureMomentsTests
{
    [Fact]
    public void The_spread_between_components_adds_to_that_within()
    {
        var mixture = new GaussianMixture([0.25, 0.75], [[0, 0], [4, 8]], new Covariances.Spherical([1, 5]));
        Assert.Equal([3, 6], mixture.Mean());

        // ¼ 1 + ¾ 5 = 4 within, ¼ ¾ (4, 8)(4, 8)ᵀ between.
        Assert.Equal<RealMatrix>([[7, 6], [6, 16]], mixture.Covariance());
        Assert.Equal<RealMatrix>([[5, 0], [0, 5]], mixture.Covariance(1));
    }

    [Fact]
    public void An_offset_costs_nothing()
    {
        var mixture = new GaussianMixture([0.1, 0.2, 0.7], [[1e12 + 1], [1e12 + 2], [1e12 + 3]], new Covariances.Tied([[1]]));
        Close.Absolutely(2e-4, 1e12 + 2.6, mixture.Mean()[0]);
        Close.Absolutely(1e-3, 1 + 0.44, mixture.Covariance()[0, 0]);
    }
}

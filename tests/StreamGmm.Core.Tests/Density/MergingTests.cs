namespace StreamGmm.Core.Tests.Density;

public class MergingTests
{
    [Fact]
    public void The_merged_component_takes_the_first_place()
    {
        var mixture = new GaussianMixture([0.5, 0.25, 0.25], [[0, 0], [2, 0], [4, 4]], new Covariances.Full([[[1, 0], [0, 1]], [[9, 0], [0, 9]], [[3, 1], [1, 3]]]));
        var merged = mixture.Merge(2, 1);
        Assert.Equal(new GaussianMixture([0.5, 0.5], [[0, 0], [3, 2]], new Covariances.Full([[[1, 0], [0, 1]], [[7, 2.5], [2.5, 10]]])), merged);
        Assert.Equal(merged, mixture.Merge(1, 2));
    }

    [Theory]
    [InlineData("full", "full", "full", "full")]
    [InlineData("tied", "full", "full", "tied")]
    [InlineData("diagonal", "full", "diagonal", "diagonal")]
    [InlineData("spherical", "full", "diagonal", "spherical")]
    public void The_shape_is_the_simplest_that_holds_the_result(string shape, string apart, string alongAnAxis, string coinciding)
    {
        var mixture = Some.Unit(CovarianceShape.Parse(shape), [[0, 0], [1, 1], [1, 4], [1, 4]]);
        Assert.Equal(apart, mixture.Merge(0, 1).Shape.ToString());
        Assert.Equal(alongAnAxis, mixture.Merge(1, 2).Shape.ToString());
        Assert.Equal(coinciding, mixture.Merge(2, 3).Shape.ToString());
    }

    [Fact]
    public void One_component_that_is_left_may_be_tied_and_one_feature_spherical()
    {
        Assert.Equal(new GaussianMixture([1], [[2.5, 0.5]], new Covariances.Tied([[7.25, 1.25], [1.25, 1.25]])), Some.Pair(CovarianceShape.Tied).Merge(0, 1));
        Assert.Equal(new GaussianMixture([1], [[1]], new Covariances.Spherical([2])), Some.Unit(CovarianceShape.Spherical, [[0], [2]]).Merge(0, 1));
    }

    [Fact]
    public void A_component_of_no_weight_vanishes()
    {
        var mixture = new GaussianMixture([0, 1, 0], [[9, 9], [1, 2], [3, 4]], new Covariances.Spherical([1, 2, 3]));
        Assert.Equal(new GaussianMixture([1, 0], [[1, 2], [3, 4]], new Covariances.Spherical([2, 3])), mixture.Merge(0, 1));
        Assert.Equal(new GaussianMixture([0, 1], [[9, 9], [1, 2]], new Covariances.Spherical([1, 2])), mixture.Merge(2, 0));
    }

    [Fact]
    public void What_is_not_two_components_is_refused()
    {
        var pair = Some.Pair(CovarianceShape.Full);
        Assert.Equal("Component 1 cannot be merged with itself: name two different components.", Refusal.Of(() => pair.Merge(1, 1)));
        Assert.Equal("The 2 components are numbered from 0.", Refusal.Of<ArgumentOutOfRangeException>(() => pair.Merge(0, 2)));
        Assert.Equal("The 2 components are numbered from 0.", Refusal.Of<ArgumentOutOfRangeException>(() => pair.Merge(-1, 0)));
    }
}

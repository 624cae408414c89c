namespace StreamGmm.Core.Tests.Density;

public class MarginalsTests
{
    [Fact]
    public void Axes_come_in_the_order_given()
    {
        var mixture = new GaussianMixture([0.25, 0.75], [[1, 2, 3], [4, 5, 6]], new Covariances.Tied([[4, 1, 0.5], [1, 5, 0.25], [0.5, 0.25, 6]]));
        Assert.Equal(new GaussianMixture([0.25, 0.75], [[3, 1], [6, 4]], new Covariances.Tied([[6, 0.5], [0.5, 4]])), mixture.Marginal(2, 0));
    }

    [Fact]
    public void Low_rank_becomes_full() => Assert.Equal(CovarianceShape.Full, Some.Pair(CovarianceShape.LowRank(1)).Marginal(1).Shape);

    [Fact]
    public void Axes_may_be_an_array()
    {
        var axes = new[] { 1, 0 };
        var mixture = Some.Pair(CovarianceShape.Full);
        Assert.Equal(mixture.Marginal(1, 0), mixture.Marginal(axes));
    }

    [Theory]
    [MemberData(nameof(Some.PlainShapes), MemberType = typeof(Some))]
    public void The_shape_stays(string shape) => Assert.Equal(shape, Some.Pair(CovarianceShape.Parse(shape)).Marginal(1).Shape.ToString());

    [Fact]
    public void Axes_that_make_no_mixture_are_refused()
    {
        var mixture = Some.Pair(CovarianceShape.Full);
        Assert.Equal("There is no axis: a mixture has at least one feature. Name those to keep.", Refusal.Of(() => mixture.Marginal()));
        Assert.Equal("Axis 2 is none of the 2 features: they are numbered from 0.", Refusal.Of(() => mixture.Marginal(0, 2)));
        Assert.Equal("Axis -1 is none of the 2 features: they are numbered from 0.", Refusal.Of(() => mixture.Marginal(-1)));
        Assert.Equal("Axis 1 is given twice: name each axis once.", Refusal.Of(() => mixture.Marginal(1, 1)));
    }

    public static TheoryData<string> Shapes => Some.Shapes;
}

namespace StreamGmm.Core.Tests.Density;

public class TransformationTests
{
    private static readonly RealMatrix Turn = [[0.6, -0.8], [0.8, 0.6]];

    [Theory]
    [InlineData("full", "full", "full", "full")]
    [InlineData("tied", "tied", "tied", "tied")]
    [InlineData("diagonal", "diagonal", "full", "full")]
    [InlineData("spherical", "diagonal", "spherical", "full")]
    [InlineData("low-rank:1", "full", "low-rank:1", "full")]
    public void The_shape_is_the_simplest_that_holds_the_result(string shape, string scaled, string turned, string sheared)
    {
        var pair = Some.Pair(CovarianceShape.Parse(shape));
        Assert.Equal(shape, pair.Transform([[0, 2], [-2, 0]]).Shape.ToString());
        Assert.Equal(scaled, pair.Transform([[0, 2], [3, 0]]).Shape.ToString());
        Assert.Equal(turned, pair.Transform(Turn).Shape.ToString());
        Assert.Equal(sheared, pair.Transform([[1, 1], [0, 1]]).Shape.ToString());
    }

    [Fact]
    public void Means_move_and_covariances_turn()
    {
        var mixture = new GaussianMixture([1], [[1, 2]], new Covariances.Diagonal([[4, 9]])).Transform([[1, 1], [0, 2]], [10, 20]);
        Assert.Equal(new GaussianMixture([1], [[13, 24]], new Covariances.Full([[[13, 18], [18, 36]]])), mixture);
    }

    [Fact]
    public void Balls_scaled_along_orthogonal_rows_lie_along_the_axes()
    {
        var mixture = Some.Unit(CovarianceShape.Spherical, [[0, 0]]).Transform([[3, 4], [-8, 6]]);
        Assert.Equal(new Covariances.Diagonal([[25, 100]]), mixture.Covariances);
    }

    [Fact]
    public void Fewer_rows_project() =>
        Assert.Equal(Some.Pair(CovarianceShape.Full).Marginal(1), Some.Pair(CovarianceShape.Full).Transform([[0, 1]]));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_singular_matrix_is_refused(string shape)
    {
        var pair = Some.Pair(CovarianceShape.Parse(shape));
        foreach (RealMatrix singular in new RealMatrix[] { [[1, 2], [2, 4]], [[0, 0], [0, 1]], [[1, 0], [1, 0]], [[1, 1], [1, 1 + 1e-9]] })
        {
            Assert.Matches(
                @"^A Σ Aᵀ of component 0 is not safely positive definite at row [01]: A is singular, or nearly so, or far too large or small\. Give it rows of which none follows from the others\.$",
                Refusal.Of(() => pair.Transform(singular)));
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var pair = Some.Pair(CovarianceShape.Full);
        Assert.Equal("A is 2 × 1 for a mixture of 2 features: it needs 2 columns, and from 1 to 2 rows.", Refusal.Of(() => pair.Transform([[1], [1]])));
        Assert.Equal("A is 3 × 2 for a mixture of 2 features: it needs 2 columns, and from 1 to 2 rows.", Refusal.Of(() => pair.Transform([[1, 0], [0, 1], [1, 1]])));
        Assert.Equal("b has 1 values for the 2 rows of A: it needs one for each.", Refusal.Of(() => pair.Transform(Turn, [1])));
        Assert.Equal("A has the value NaN: all its values must be finite.", Refusal.Of(() => pair.Transform([[double.NaN, 0], [0, 1]])));
        Assert.Equal("b has the value Infinity: all its values must be finite.", Refusal.Of(() => pair.Transform(Turn, [0, double.PositiveInfinity])));
        Assert.Equal("The mean of component 1 would have the value 5E+150: means stay below 1e150 in magnitude. Scale A and b down.", Refusal.Of(() => pair.Transform([[1e150, 0], [0, 1e150]])));
    }

    public static TheoryData<string> Shapes => Some.Shapes;
}

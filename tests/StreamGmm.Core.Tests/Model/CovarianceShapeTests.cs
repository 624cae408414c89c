namespace StreamGmm.Core.Tests.Model;

public class CovarianceShapeTests
{
    [Fact]
    public void Shapes_read_back_by_name()
    {
        Assert.Equal(["full", "tied", "diagonal", "spherical"], CovarianceShape.All.Select(shape => shape.ToString()));
        Assert.All(CovarianceShape.All, shape => Assert.Equal(shape, CovarianceShape.Parse(shape.ToString())));
        Assert.Equal(CovarianceShape.Full, default);
        Assert.Equal("low-rank:12", CovarianceShape.LowRank(12).ToString());
        Assert.Equal(CovarianceShape.LowRank(12), CovarianceShape.Parse("low-rank:12"));
        Assert.NotEqual(CovarianceShape.LowRank(12), CovarianceShape.LowRank(11));
        Assert.Equal((12, 0), (CovarianceShape.LowRank(12).Rank, CovarianceShape.Tied.Rank));
    }

    [Theory]
    [InlineData("low-rank")]
    [InlineData("low-rank:")]
    [InlineData("low-rank:0")]
    [InlineData("low-rank:-1")]
    [InlineData("low-rank:1.5")]
    [InlineData("low-rank: 2")]
    [InlineData("LOW-RANK:2")]
    [InlineData("low-rank:99999999999")]
    [InlineData("")]
    [InlineData(null)]
    public void A_rank_is_a_whole_number_of_1_or_more(string? name) => Assert.False(CovarianceShape.TryParse(name, out _));

    [Fact]
    public void A_rank_below_1_is_refused() =>
        Assert.StartsWith("A component has at least one direction of its own. Without any it is spherical.", Refusal.Of<ArgumentOutOfRangeException>(() => CovarianceShape.LowRank(0)), StringComparison.Ordinal);

    /// <summary>D r − r (r − 1)/2 for the directions and variances, and one for the noise.</summary>
    [Theory]
    [InlineData(2, 64, 5, 622)]
    [InlineData(1, 2, 1, 3)]
    [InlineData(3, 3, 2, 18)]
    public void Low_rank_parameters_are_those_of_directions_variances_and_noise(int components, int dimension, int rank, int expected) =>
        Assert.Equal(expected, CovarianceShape.LowRank(rank).ParameterCount(components, dimension));

    [Fact]
    public void With_all_directions_but_one_it_is_as_free_as_full() =>
        Assert.All(Enumerable.Range(2, 20), d => Assert.Equal(CovarianceShape.Full.ParameterCount(3, d), CovarianceShape.LowRank(d - 1).ParameterCount(3, d)));

    [Fact]
    public void An_unknown_name_is_refused() => Assert.Equal(
        "'diag' is no covariance shape: expected full, tied, diagonal, spherical or low-rank:R with R a whole number of 1 or more.",
        Refusal.Of<FormatException>(() => CovarianceShape.Parse("diag")));
}

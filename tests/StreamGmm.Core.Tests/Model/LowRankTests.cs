namespace StreamGmm.Core.Tests.Model;

public class LowRankTests
{
    /// <summary>Variance 5 along (3, 4) / 5 and 1 across it.</summary>
    private static readonly Covariances.LowRank Slanted = new([[[0.6], [0.8]]], [[5]], [1]);

    [Fact]
    public void The_matrix_has_the_variances_along_and_across_the_directions()
    {
        var mixture = new GaussianMixture([1], [[1, 2]], Slanted);
        Close.Absolutely(1e-15, [1 + (4 * 0.36), 4 * 0.48, 4 * 0.48, 1 + (4 * 0.64)], mixture.Covariance(0).AsSpan());
        Assert.Equal(CovarianceShape.LowRank(1), mixture.Shape);
        Assert.Equal("K = 1, D = 2, low-rank:1", mixture.ToString());
        Assert.Equal(5, mixture.ParameterCount);
        Assert.Equal([[0.6], [0.8]], Slanted.Directions[0]);
    }

    [Fact]
    public void It_is_equal_by_value()
    {
        Assert.Equal(Slanted, new Covariances.LowRank([[[0.6], [0.8]]], [[5]], [1]));
        Assert.NotEqual(Slanted, new Covariances.LowRank([[[0.8], [0.6]]], [[5]], [1]));
        Assert.NotEqual(Slanted, new Covariances.LowRank([[[0.6], [0.8]]], [[4]], [1]));
        Assert.NotEqual(Slanted, new Covariances.LowRank([[[0.6], [0.8]]], [[5]], [2]));
    }

    [Fact]
    public void Directions_written_with_six_digits_are_made_orthonormal()
    {
        var mixture = new GaussianMixture([1], [[0, 0, 0]], new Covariances.LowRank([[[0.577350, 0.707107], [0.577350, -0.707107], [0.577350, 0]]], [[3, 2]], [1]));
        Close.Absolutely(1e-14, [1 / Math.Sqrt(3), Math.Sqrt(0.5)], mixture.Covariances is Covariances.LowRank exact ? exact.Directions[0].Row(0) : []);
    }

    [Fact]
    public void Parts_that_do_not_fit_are_refused()
    {
        Assert.Equal("There are directions of 1 components, variances of 2 and noise of 1: each component needs all three.", Refusal.Of(() => new Covariances.LowRank([[[1], [0]]], [[5], [5]], [1])));
        Assert.Equal("A covariance of rank 2 needs more than 2 features, there are 2: take a smaller rank.", Refusal.Of(() => new Covariances.LowRank([[[1, 0], [0, 1]]], [[5, 5]], [1])));
        Assert.Equal("The directions of component 0 are 3 × 1: 3 × 2 were expected, a column for each variance.", Refusal.Of(() => new Covariances.LowRank([[[1], [0], [0]]], [[5, 5]], [1])));
        Assert.Equal("The directions of component 0 are not orthonormal: they have the length 1 and are at right angles.", Refusal.Of(() => new GaussianMixture([1], [[0, 0]], new Covariances.LowRank([[[0.6], [0.7]]], [[5]], [1]))));
        Assert.Equal("The covariance of component 0 is not positive definite: give every direction and the noise a positive, finite variance.", Refusal.Of(() => new GaussianMixture([1], [[0, 0]], new Covariances.LowRank([[[0.6], [0.8]]], [[5]], [0]))));
        Assert.Equal("A covariance of rank 3 needs more than 3 features, there are 1: take a smaller rank, or another shape.", Refusal.Of(() => SufficientStatistics.Zero(CovarianceShape.LowRank(3), 1, [0])));
        Assert.Equal("A covariance of rank 2 needs more than 2 features, there are 2: take a smaller rank.", Refusal.Of(() => InitialMixture.Create(Samples.From(Some.Rows(20)), 2, CovarianceShape.LowRank(2))));
    }

    [Fact]
    public void Far_away_along_a_direction_nothing_is_lost()
    {
        // One standard deviation along the direction, which is a hundred thousand times that across it; two across it.
        var mixture = new GaussianMixture([1], [[0, 0]], new Covariances.LowRank([[[0.6], [0.8]]], [[1e10]], [1]));
        var along = 1e5;
        var point = new[] { (0.6 * along) - (0.8 * 2), (0.8 * along) + (0.6 * 2) };
        Close.Absolutely(1e-8, (-0.5 * (1 + 4)) - Math.Log(2 * Math.PI) - (0.5 * Math.Log(1e10)), mixture.LogDensity(point));
    }

    [Fact]
    public void A_noise_that_is_rounding_beside_the_variances_is_refused() =>
        Assert.Equal(
            "The noise of component 0 is 1 beside a variance of 1E+13 along a direction: below 1e-12 of it noise cannot be told from rounding. Give it more.",
            Refusal.Of(() => new GaussianMixture([1], [[0, 0]], new Covariances.LowRank([[[0.6], [0.8]]], [[1e13]], [1]))));

    [Fact]
    public void Its_draws_have_its_covariance()
    {
        var mixture = new GaussianMixture([1], [[1, 2]], Slanted);
        var drawn = SampleStatistics.Of(mixture.Sample(40_000, 7)).Covariance();
        Close.Absolutely(0.1, mixture.Covariance(0).AsSpan(), drawn.AsSpan());
    }
}

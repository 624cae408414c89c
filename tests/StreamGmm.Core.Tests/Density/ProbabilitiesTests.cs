namespace StreamGmm.Core.Tests.Density;

public class ProbabilitiesTests
{
    private static readonly GaussianMixture Turned = new([0.5, 0.5], [[0, 0], [5, 1]], new Covariances.Full([[[2, 1.2], [1.2, 1]], [[1, -0.6], [-0.6, 2]]]));

    [Fact]
    public void One_standard_deviation_each_way_holds_two_thirds()
    {
        var inside = Some.Unit(CovarianceShape.Full, [[3]]).ProbabilityInside(new Region.Box([2], [4]));
        Close.Absolutely(1e-14, 0.6826894921370859, inside.Value);
        Assert.Equal(0, inside.StandardError);
        Close.Relatively(1e-12, Math.Pow(0.6826894921370859, 2), Some.Unit(CovarianceShape.Diagonal, [[3, 3]]).ProbabilityInside(new Region.Box([2, 2], [4, 4])).Value);
        Close.Absolutely(1e-36, 7.61985302416052e-24, Some.Unit(CovarianceShape.Spherical, [[0]]).ProbabilityInside(new Region.Box([10], [double.PositiveInfinity])).Value);
    }

    [Fact]
    public void A_point_to_find_may_be_an_array()
    {
        double[] inside = [0.5, 2], outside = [0.5, 2.1];
        Assert.True(new Region.Box([0, 0], [1, 2]).Contains(inside));
        Assert.False(new Region.Box([0, 0], [1, 2]).Contains(outside));
    }

    [Fact]
    public void Within_a_radius_of_one_component_the_share_is_chi_squareds()
    {
        // In the plane 1 − exp(−r²/2).
        var one = new GaussianMixture([1], [[5, 1]], new Covariances.Full([Turned.Covariance(1)]));
        foreach (var radius in new[] { 0.5, 1, 2 })
        {
            var inside = one.ProbabilityInside(Region.Around(Turned, 1, radius), draws: 50_000, seed: 3);
            Assert.InRange(inside.StandardError, 1e-4, 0.01);
            Assert.InRange(inside.Value, 1 - Math.Exp(-radius * radius / 2) - (4 * inside.StandardError), 1 - Math.Exp(-radius * radius / 2) + (4 * inside.StandardError));
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_estimate_and_no_hit_still_has_an_error()
    {
        var box = new Region.Box([-1, -1], [1, 2]);
        Assert.Equal(Turned.ProbabilityInside(box, 10_000, 5), Turned.ProbabilityInside(box, 10_000, 5));
        Assert.NotEqual(Turned.ProbabilityInside(box, 10_000, 5), Turned.ProbabilityInside(box, 10_000, 6));
        var none = Turned.ProbabilityInside(new Region.Box([100, 100], [101, 101]), 10_000);
        Assert.Equal(0, none.Value);
        Assert.InRange(none.StandardError, 1e-5, 2e-4);
        Assert.Equal(1, Turned.ProbabilityInside(new Region.Box([double.NegativeInfinity, double.NegativeInfinity], [double.PositiveInfinity, double.PositiveInfinity]), 100).Value);
    }

    [Fact]
    public void The_border_belongs_to_a_region()
    {
        Assert.True(new Region.Box([0, 0], [1, 1]).Contains([1, 0]));
        Assert.False(new Region.Box([0, 0], [1, 1]).Contains([1, -1e-9]));
        var ellipse = new Region.Ellipsoid([1, 1], [[4, 0], [0, 1]], 2);
        Assert.True(ellipse.Contains([5, 1]));
        Assert.False(ellipse.Contains([5, 1.1]));
        Assert.Equal(ellipse, new Region.Ellipsoid([1, 1], [[4, 0], [0, 1]], 2));
        Assert.NotEqual<Region>(ellipse, new Region.Ellipsoid([1, 1], [[4, 0], [0, 1]], 3));
    }

    [Fact]
    public void What_is_no_region_is_refused()
    {
        Assert.Equal("There are 1 lower and 2 upper limits: a box has one of both for each feature.", Refusal.Of(() => new Region.Box([0], [1, 2])));
        Assert.Equal("Axis 1 goes from 2 to 1: the lower limit must not be above the upper one.", Refusal.Of(() => new Region.Box([0, 2], [1, 1])));
        Assert.Equal("Axis 0 goes from NaN to 1: the lower limit must not be above the upper one.", Refusal.Of(() => new Region.Box([double.NaN], [1])));
        Assert.Equal("The radius is -1: give a number of standard deviations, 0 or more.", Refusal.Of(() => Region.Around(Turned, 0, -1)));
        Assert.Equal("The region has 1 features, the mixture 2: they must agree.", Refusal.Of(() => Turned.ProbabilityInside(new Region.Box([0], [1]))));
        Assert.Equal("The point has 1 features, the region 2: they must agree.", Refusal.Of(() => _ = Region.Around(Turned, 0, 1).Contains([0])));
    }

    [Fact]
    public void A_cancelled_estimate_ends() =>
        Assert.Throws<OperationCanceledException>(() => Turned.ProbabilityInside(new Region.Box([0, 0], [1, 1]), cancellationToken: new CancellationToken(canceled: true)));
}

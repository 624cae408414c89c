namespace StreamGmm.Core.Tests.Evaluation;

public class ComponentMatchingTests
{
    private static readonly GaussianMixture One = new([0.5, 0.3, 0.2], [[0, 0], [5, 0], [0, 5]], new Covariances.Spherical([1, 4, 9]));

    public static TheoryData<string> Shapes => Some.Shapes;

    [Fact]
    public void Renumbered_components_are_found_again()
    {
        var other = new GaussianMixture([0.2, 0.5, 0.3], [[0.1, 5.2], [0.3, 0], [4.8, 0]], new Covariances.Diagonal([[8, 9], [1, 1], [4, 5]]));
        foreach (var distance in Enum.GetValues<ComponentDistance>())
        {
            Assert.Equal([1, 2, 0], One.MatchComponents(other, distance));
            Assert.Equal([2, 0, 1], other.MatchComponents(One, distance));
        }
    }

    [Fact]
    public void The_component_that_fits_worst_stays_alone()
    {
        var two = new GaussianMixture([0.5, 0.5], [[0, 5], [0, 0]], new Covariances.Spherical([9, 1]));
        Assert.Equal([1, -1, 0], One.MatchComponents(two));
        Assert.Equal([2, 0], two.MatchComponents(One));
    }

    [Fact]
    public void Components_that_all_moved_far_are_matched_in_order()
    {
        var there = new GaussianMixture([0.25, 0.25, 0.5], [[103], [101], [105]], new Covariances.Tied([[0.01]]));
        var here = new GaussianMixture([0.5, 0.25, 0.25], [[0], [2], [4]], new Covariances.Tied([[0.01]]));
        Assert.Equal([1, 0, 2], here.MatchComponents(there));
        Assert.Equal([1, 0, 2], here.MatchComponents(there, ComponentDistance.Jeffreys));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Distances_are_the_textbooks(string shape)
    {
        var (a, b) = (Some.Unit(CovarianceShape.Parse(shape), [[0, 0]], variance: 1), Some.Unit(CovarianceShape.Parse(shape), [[3, 4]], variance: 3));

        // Σ̄ = 2: ⅛ 25/2 + ½ ln (4/√(1 · 9))
        var bhattacharyya = (25 / 16.0) + (0.5 * Math.Log(4 / 3.0));
        Close.Relatively(1e-14, bhattacharyya, a.ComponentDistances(b)[0, 0]);
        Close.Relatively(1e-14, Math.Sqrt(1 - Math.Exp(-bhattacharyya)), a.ComponentDistances(b, ComponentDistance.Hellinger)[0, 0]);
        Close.Relatively(1e-14, 0.5 * ((2 / 3.0) + 6 - 4 + (25 / 3.0) + 25), a.ComponentDistances(b, ComponentDistance.Jeffreys)[0, 0]);
        Close.Relatively(1e-14, 5, a.ComponentDistances(b, ComponentDistance.Euclidean)[0, 0]);
    }

    [Fact]
    public void Components_that_are_infinitely_far_are_matched_all_the_same()
    {
        var far = new GaussianMixture([0.5, 0.5], [[1e149, 0], [0, 0]], new Covariances.Spherical([1e-30, 1]));
        Assert.Equal([1, 0], Some.Pair(CovarianceShape.Full).MatchComponents(far, ComponentDistance.Jeffreys));
        Assert.Equal(double.PositiveInfinity, Some.Pair(CovarianceShape.Full).ComponentDistances(far, ComponentDistance.Jeffreys)[1, 0]);
        Assert.StartsWith(
            "There is no such distance: expected Bhattacharyya, Hellinger, Jeffreys, Euclidean.",
            Refusal.Of<ArgumentOutOfRangeException>(() => far.MatchComponents(far, (ComponentDistance)9)),
            StringComparison.Ordinal);
    }
}

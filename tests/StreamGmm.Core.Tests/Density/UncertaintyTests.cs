namespace StreamGmm.Core.Tests.Density;

public class UncertaintyTests
{
    public static TheoryData<string> Shapes => Some.Shapes;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Of_one_component_the_upper_bound_is_the_entropy(string shape)
    {
        var bounds = Some.Unit(CovarianceShape.Parse(shape), [[1, 2, 3]], variance: 4).EntropyBounds();
        Close.Relatively(1e-14, (1.5 * Math.Log(2 * Math.PI * Math.E)) + (3 * Math.Log(2)), bounds.Upper);

        // −ln N(0; 0, 2 Σ)
        Close.Relatively(1e-14, (1.5 * Math.Log(4 * Math.PI)) + (3 * Math.Log(2)), bounds.Lower);
    }

    [Fact]
    public void Components_far_apart_add_the_entropy_of_the_choice_and_those_of_no_weight_nothing()
    {
        var far = new GaussianMixture([0.25, 0.75, 0], [[0], [1e100], [0]], new Covariances.Spherical([1, 1, 1]));
        var choice = (0.25 * Math.Log(4)) + (0.75 * Math.Log(4.0 / 3));
        Close.Relatively(1e-14, choice + (0.5 * Math.Log(2 * Math.PI * Math.E)), far.EntropyBounds().Upper);
        Close.Relatively(1e-14, choice + (0.5 * Math.Log(4 * Math.PI)), far.EntropyBounds().Lower);
    }
}

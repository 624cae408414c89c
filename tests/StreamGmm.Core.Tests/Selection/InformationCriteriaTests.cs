namespace StreamGmm.Core.Tests.Selection;

public class InformationCriteriaTests
{
    [Fact]
    public void They_are_those_of_Akaike_and_Schwarz()
    {
        var criteria = new InformationCriteria(LogLikelihood: -100, Parameters: 7, Weight: Math.Exp(3), Entropy: 2.5);
        Close.Absolutely(1e-12, 214, criteria.Aic);
        Close.Absolutely(1e-12, 221, criteria.Bic);
        Close.Absolutely(1e-12, 226, criteria.Icl);
        Assert.Equal((criteria.Bic, criteria.Aic, criteria.Icl), (criteria.By(Criterion.Bic), criteria.By(Criterion.Aic), criteria.By(Criterion.Icl)));
    }

    [Fact]
    public void Of_a_fit_they_count_the_weight_of_the_samples()
    {
        var samples = Samples.From(Some.Rows(40)).WithWeights(Enumerable.Repeat(2.5, 40).ToArray());
        var state = Em.Start(Some.Pair(CovarianceShape.Full), samples);
        var criteria = InformationCriteria.Of(state);
        Assert.Equal(new InformationCriteria(state.TotalLogLikelihood, 11, 100, criteria.Entropy), criteria);
        Assert.InRange(criteria.Entropy, 1e-3, 100 * Math.Log(2));
    }

    [Fact]
    public void One_component_leaves_nothing_undecided()
    {
        var state = Em.Start(Some.Unit(CovarianceShape.Tied, [[0, 0]]), Samples.From(Some.Rows(40)));
        Assert.InRange(InformationCriteria.Of(state).Entropy, 0, 1e-10);
    }

    [Fact]
    public void Where_the_likelihood_is_0_so_is_the_entropy()
    {
        var narrow = Some.Unit(CovarianceShape.Spherical, [[0, 0], [1, 1]], 1e-200);
        var criteria = InformationCriteria.Of(Em.Start(narrow, Samples.From([[9e149, 0], [0, 9e149]])));
        Assert.Equal(double.PositiveInfinity, criteria.Icl);
        Assert.Equal(0, criteria.Entropy);
    }
}

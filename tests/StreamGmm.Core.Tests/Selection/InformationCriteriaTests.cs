namespace StreamGmm.Core.Tests.Selection;

public class InformationCriteriaTests
{
    [Fact]
    public void They_are_those_of_Akaike_and_Schwarz()
    {
        var criteria = new InformationCriteria(LogLikelihood: -100, Parameters: 7, Weight: Math.Exp(3));
        Close.Absolutely(1e-12, 214, criteria.Aic);
        Close.Absolutely(1e-12, 221, criteria.Bic);
    }

    [Fact]
    public void Of_a_fit_they_count_the_weight_of_the_samples()
    {
        var samples = Samples.From(Some.Rows(40)).WithWeights(Enumerable.Repeat(2.5, 40).ToArray());
        var state = Em.Start(Some.Pair(CovarianceShape.Full), samples);
        Assert.Equal(new InformationCriteria(state.TotalLogLikelihood, 11, 100), InformationCriteria.Of(state));
    }
}

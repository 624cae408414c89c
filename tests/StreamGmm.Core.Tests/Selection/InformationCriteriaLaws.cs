namespace StreamGmm.Core.Tests.Selection;

public class InformationCriteriaLaws
{
    [Fact]
    public void The_entropy_is_that_of_the_responsibilities_of_unlabelled_samples() => Law.Holds(p =>
    {
        var (samples, mixture) = (p.Samples(), p.Start());
        var responsibilities = mixture.Responsibilities(samples);
        var (weights, labels) = (samples.Weights?.ToArray(), samples.Labels?.ToArray());
        var expected = Enumerable.Range(0, samples.Count)
            .Where(i => labels is null || labels[i] < 0)
            .Sum(i => -(weights?[i] ?? 1) * responsibilities.Row(i).ToArray().Where(r => r > 0).Sum(r => r * Math.Log(r)));
        var state = Em.Start(mixture, samples);
        Close.Absolutely(1e-11 * Math.Abs(state.TotalLogLikelihood), expected, InformationCriteria.Of(state).Entropy);
    });
}

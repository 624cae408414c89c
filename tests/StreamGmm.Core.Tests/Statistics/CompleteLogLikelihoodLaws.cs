namespace StreamGmm.Core.Tests.Statistics;

public class CompleteLogLikelihoodLaws
{
    [Fact]
    public void It_is_the_sum_over_samples_and_components() => Law.Holds(p =>
    {
        var (samples, mixture) = (p.Samples(), p.Start());
        var statistics = EStep.Expect(mixture, samples, samples.Origin());
        var other = MStep.Maximize(statistics, mixture, new Regularization.Relative(0.01));
        var (weights, responsibilities) = (samples.Weights?.ToArray(), mixture.Responsibilities(samples));
        double expected = 0;
        for (var k = 0; k < p.Components; k++)
        {
            var density = Only(other, k).LogDensity(samples);
            for (var i = 0; i < samples.Count; i++)
            {
                var label = samples.Labels is { } labels ? labels.Span[i] : -1;
                var share = label < 0 ? responsibilities[i, k] : label == k ? 1 : 0;
                expected += (weights?[i] ?? 1) * share * (Math.Log(other.Weights[k]) + density[i]);
            }
        }

        Close.Relatively(1e-11, expected, CompleteLogLikelihood.Of(statistics, other));
    });

    [Fact]
    public void Of_one_component_it_is_the_log_likelihood() => Law.Holds(p =>
    {
        p = p with { Components = 1 };
        var statistics = EStep.Expect(p.Start(), p.Samples(), p.Samples().Origin());
        Close.Relatively(1e-12, statistics.LogLikelihood, CompleteLogLikelihood.Of(statistics, p.Start()));
    });

    [Fact]
    public void The_M_step_makes_it_largest() => Law.Holds(p =>
    {
        var statistics = EStep.Expect(p.Start(), p.Samples(), p.Samples().Origin());
        var best = CompleteLogLikelihood.Of(statistics, MStep.Maximize(statistics, p.Start(), Regularization.None));
        Assert.True(best > CompleteLogLikelihood.Of(statistics, p.Start()));
        Assert.True(best > CompleteLogLikelihood.Of(statistics, MStep.Maximize(statistics, p.Start(), new Regularization.Relative(1e-3))));
    });

    [Fact]
    public void A_component_of_weight_0_has_no_part_in_it()
    {
        var pair = Some.Pair(CovarianceShape.Full);
        var samples = Samples.From(Some.Rows(20));
        var statistics = EStep.Expect(pair, samples, [0, 0]);
        var one = new GaussianMixture([1, 0], pair.Means, pair.Covariances);
        Assert.True(double.IsFinite(CompleteLogLikelihood.Of(statistics, one)));
    }

    /// <summary>A component by itself.</summary>
    private static GaussianMixture Only(GaussianMixture mixture, int component) =>
        new([1], RealMatrix.Create([RealVector.Create(mixture.Means.Row(component))]), new Covariances.Full([mixture.Covariance(component)]));
}

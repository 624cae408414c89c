namespace StreamGmm.Core.Tests.Model;

public class LowRankLaws
{
    private static readonly EmOptions Plain = new() { Regularization = Regularization.None, Tolerance = 0, MaxIterations = 4, Acceleration = Acceleration.None };

    [Fact]
    public void It_tells_the_same_as_the_full_mixture_of_its_matrices() => Holds(p =>
    {
        var (mixture, samples) = (p.Start(), p.Samples());
        var full = new GaussianMixture(mixture.Weights, mixture.Means, new Covariances.Full(Enumerable.Range(0, p.Components).Select(mixture.Covariance)));
        Close.Relatively(1e-11, full.LogDensity(samples).AsSpan(), mixture.LogDensity(samples).AsSpan());
        Close.Absolutely(1e-11, full.Responsibilities(samples).AsSpan(), mixture.Responsibilities(samples).AsSpan());
        var (expected, actual) = (EStep.Expect(full, samples, samples.Origin()), EStep.Expect(mixture, samples, samples.Origin()));
        Assert.Equal(expected.Length, actual.Length);
        Close.Relatively(1e-10, expected.Values, actual.Values);
        Close.Relatively(1e-11, CompleteLogLikelihood.Of(expected, full), CompleteLogLikelihood.Of(actual, mixture));
    });

    [Fact]
    public void With_all_directions_but_one_a_fit_is_the_full_one() => Holds(p =>
    {
        if (p.Dimension == 1)
            return;
        var (samples, shape) = (p.Samples(), CovarianceShape.LowRank(p.Dimension - 1));
        var full = Em.Iterate(Em.Start(p.PlainStart(CovarianceShape.Full), samples), samples, Plain).Last();
        var fitted = Em.Iterate(Em.Start(p.PlainStart(shape), samples), samples, Plain).Last();
        Close.Relatively(1e-9, full.LogLikelihood, fitted.LogLikelihood);
        for (var k = 0; k < p.Components; k++)
            Close.Absolutely(1e-8 * (1 + full.Mixture.Covariance(k).AsSpan().ToArray().Max()), full.Mixture.Covariance(k).AsSpan(), fitted.Mixture.Covariance(k).AsSpan());
    });

    [Fact]
    public void More_directions_are_never_less_likely_in_an_M_step() => Holds(p =>
    {
        var (start, samples) = (p.PlainStart(CovarianceShape.Full), p.Samples());
        var statistics = EStep.Expect(start, samples, samples.Origin());
        var before = double.NegativeInfinity;
        for (var rank = 1; rank < p.Dimension; rank++)
        {
            var own = SufficientStatistics.Read(CovarianceShape.LowRank(rank), p.Components, statistics.Origin, statistics.Values);
            var now = CompleteLogLikelihood.Of(own, MStep.Maximize(own, p.PlainStart(CovarianceShape.LowRank(rank)), Regularization.None));
            Assert.True(now >= before - (1e-10 * Math.Abs(now)), $"Rank {rank}: {now:R} after {before:R}.");
            before = now;
        }
    });

    [Fact]
    public void Its_rank_and_noise_keep_the_variance_there_is() => Holds(p =>
    {
        if (p.Shape.Rank == 0)
            return;
        var (start, samples) = (p.Start(), p.Samples());
        var statistics = EStep.Expect(start, samples, samples.Origin());
        var mixture = MStep.Maximize(statistics, start, Regularization.None);
        for (var k = 0; k < p.Components; k++)
        {
            var (expected, actual) = (0.0, 0.0);
            for (var j = 0; j < p.Dimension; j++)
                (expected, actual) = (expected + (statistics.ScatterOf(k)[PackedTriangle.Diagonal(j)] / statistics.Mass(k)), actual + mixture.Covariance(k)[j, j]);
            Close.Relatively(1e-12, expected, actual);
        }
    });

    private static void Holds(Action<Problem> body) => Law.Holds(Generators.ProblemsOf(CovarianceShape.LowRank(1)), body);
}

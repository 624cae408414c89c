namespace StreamGmm.Core.Tests.Density;

public class ProbabilitiesLaws
{
    [Fact]
    public void Boxes_counted_have_the_probability_that_is_computed() => Law.Holds(
        Generators.ProblemsOf(CovarianceShape.Diagonal, CovarianceShape.Spherical),
        p =>
        {
            var (mixture, draw) = ((p with { Dimension = 2 + (p.Dimension % 3) }).Start(), p.Draw());
            double[] lower = [.. Enumerable.Range(0, mixture.Dimension).Select(_ => draw.Uniform(-6, 0))];
            var box = new Region.Box(RealVector.Create(lower), RealVector.Create([.. lower.Select(x => x + draw.Uniform(3, 9))]));
            var full = new GaussianMixture(mixture.Weights, mixture.Means, new Covariances.Full(Enumerable.Range(0, mixture.Components).Select(mixture.Covariance)));
            var (exact, counted) = (mixture.ProbabilityInside(box), full.ProbabilityInside(box, draws: 5_000, seed: p.Seed));
            Assert.Equal(0, exact.StandardError);
            Assert.True(counted.StandardError > 0);
            Assert.InRange(counted.Value, exact.Value - (5 * counted.StandardError), exact.Value + (5 * counted.StandardError));
        },
        cases: 30);
}

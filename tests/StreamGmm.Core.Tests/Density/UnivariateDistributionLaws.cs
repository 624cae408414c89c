namespace StreamGmm.Core.Tests.Density;

public class UnivariateDistributionLaws
{
    [Fact]
    public void The_quantile_undoes_the_distribution_function() => Law.Holds(p =>
    {
        var mixture = (p with { Dimension = 1 }).Start();
        foreach (var x in (p with { Dimension = 1 }).Values().Select(row => row[0]))
        {
            // What rounding of a probability means for x; far out, nothing is left of it.
            var slack = 1e-15 / Math.Exp(mixture.LogDensity([x]));
            if (slack < 1e-6)
                Close.Absolutely(1e-12 + slack, x, mixture.Quantile(mixture.Cdf(x)));
            else
                Assert.True(mixture.Cdf(x) is < 1e-6 or > 1 - 1e-6);
        }
    });

    [Fact]
    public void The_distribution_function_undoes_the_quantile() => Law.Holds(p =>
    {
        var (mixture, draw) = ((p with { Dimension = 1 }).Start(), p.Draw());
        foreach (var probability in new[] { 1e-200, 1e-12, draw.Uniform(0, 0.5), 0.5, draw.Uniform(0.5, 1), 1 - 1e-12 })
            Close.Absolutely(1e-12 * probability, probability, mixture.Cdf(mixture.Quantile(probability)));
    });

    [Fact]
    public void It_rises_by_the_integral_of_the_density() => Law.Holds(
        p =>
        {
            var (mixture, draw) = ((p with { Dimension = 1 }).Start(), p.Draw());
            var (from, to) = (draw.Uniform(-8, 0), draw.Uniform(0, 8));

            // Simpson's rule.
            const int Steps = 2000;
            var step = (to - from) / Steps;
            var sum = Enumerable.Range(0, Steps + 1).Sum(i => (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(mixture.LogDensity([from + (i * step)])));
            Close.Absolutely(1e-10, sum * step / 3, mixture.Cdf(to) - mixture.Cdf(from));
        },
        cases: 20);
}

namespace StreamGmm.Core.Tests.Expectation;

/// <summary>Components that cannot matter to a sample are left out, whatever that costs, and nothing changes.</summary>
public class SkippingLaws
{
    /// <summary>From components upon one another to such that no sample has two.</summary>
    private static readonly double[] Stretches = [0, 1, 3, 30, 1e6];

    [Fact]
    public void Work_skipped_or_not_the_likelihood_and_the_statistics_are_the_same() => Law.Holds(
        p =>
        {
            foreach (var stretch in Stretches)
            {
                var (mixture, samples) = Stretched(p, stretch);
                AssertSame(Expected(mixture, samples, Skipping.Never), Expected(mixture, samples, Skipping.Always));
            }
        },
        cases: 40);

    [Fact]
    public void Floats_have_the_statistics_of_the_doubles_that_they_are() => Law.Holds(
        any =>
        {
            var p = any with { Kind = CovarianceShape.Full };
            foreach (var stretch in Stretches)
            {
                var (mixture, samples) = Stretched(p, stretch);
                var floats = Array.ConvertAll(samples.Values.ToArray(), x => (float)x);
                var doubles = p.Like(Samples.From(Array.ConvertAll(floats, x => (double)x), p.Dimension));
                AssertSame(Expected(mixture, doubles, Skipping.Never), Expected(mixture, p.Like(Samples.From(floats, p.Dimension)), Skipping.Always));
            }
        },
        cases: 20);

    [Fact]
    public void Work_skipped_or_not_every_sample_has_the_same_density_and_after_a_step_the_same_component() => Law.Holds(
        p =>
        {
            foreach (var stretch in Stretches)
            {
                var (mixture, samples) = Stretched(p, stretch);
                var (all, some) = (LogDensities(mixture, samples, Skipping.Never), LogDensities(mixture, samples, Skipping.Always));
                for (var i = 0; i < all.Length; i++)
                {
                    if (samples.Weights is not { } weights || weights.Span[i] > 0)
                        Close.Relatively(1e-13, all[i], some[i], $"density of row {i}");
                }

                if (MStep.TryMaximize(Expected(mixture, samples, Skipping.Never), mixture, new Regularization.Relative(1e-6), out var after, out _)
                    && MStep.TryMaximize(Expected(mixture, samples, Skipping.Always), mixture, new Regularization.Relative(1e-6), out var same, out _))
                    Assert.Equal(after.Assign(samples), same.Assign(samples));
            }
        },
        cases: 40);

    [Fact]
    public void The_values_in_a_row_of_weight_0_do_not_matter_bit_for_bit() => Law.Holds(
        p =>
        {
            var weighted = p with { IsWeighted = true };
            var (mixture, samples) = Stretched(weighted, 3);
            var (values, weights) = (samples.Values.ToArray(), weighted.Weights());
            weights[0] = 1;
            var changed = values.Select((x, i) => weights[i / p.Dimension] > 0 ? x : 1e140).ToArray();
            var origin = RealVector.Create(values.AsSpan(0, p.Dimension));
            var (before, after) = (weighted.Like(Samples.From(values, p.Dimension)).WithWeights(weights), weighted.Like(Samples.From(changed, p.Dimension)).WithWeights(weights));
            Bits.Same(Expected(mixture, before, Skipping.Always, origin: origin), Expected(mixture, after, Skipping.Always, origin: origin));
        },
        cases: 20);

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits() => Law.Holds(
        p =>
        {
            // Copies of the samples, shifted a little each, so that there are many leaves.
            var (mixture, some) = Stretched(p with { IsWeighted = false, IsLabelled = false }, 10);
            var values = some.Values.ToArray();
            var samples = Samples.From(Enumerable.Range(0, 60_000 * p.Dimension).Select(i => values[i % values.Length] + (1e-3 * (i / values.Length))).ToArray(), p.Dimension);
            foreach (var skipping in new[] { Skipping.WherePaid, Skipping.Always })
            {
                var one = Expected(mixture, samples, skipping, threads: 1);
                Assert.All([2, 3, 8, 64], threads => Bits.Same(one, Expected(mixture, samples, skipping, threads)));
            }
        },
        cases: 10);

    internal static SufficientStatistics Expected(GaussianMixture mixture, Samples samples, Skipping skipping, int threads = 1, RealVector? origin = null)
    {
        var layout = new StatisticsLayout(mixture.Shape, mixture.Components, mixture.Dimension);
        var values = new double[layout.Length];
        EStep.Expect(mixture, samples, origin ?? samples.Origin(), values, default, looksTwice: true, threads, skipping);
        return new SufficientStatistics(layout, origin ?? samples.Origin(), values);
    }

    internal static double[] LogDensities(GaussianMixture mixture, Samples samples, Skipping skipping)
    {
        var densities = new double[samples.Count];
        EStep.Expect(mixture, samples, samples.Origin(), new double[new StatisticsLayout(mixture.Shape, mixture.Components, mixture.Dimension).Length], densities, looksTwice: true, threads: 1, skipping);
        return densities;
    }

    private static void AssertSame(SufficientStatistics all, SufficientStatistics some)
    {
        Close.Relatively(1e-13, all.TotalWeight, some.TotalWeight, "weight");
        Close.Relatively(1e-12, all.MeanLogLikelihood, some.MeanLogLikelihood, "likelihood");
        for (var k = 0; k < all.Components; k++)
        {
            Close.Absolutely(1e-13 * all.TotalWeight, all.Mass(k), some.Mass(k), "mass");
            if (all.Mass(k) < 1)
                continue;
            var spread = all.TotalVariances();
            Close.Elementwise(j => 1e-12 * Math.Sqrt(spread[j]), all.RelativeMean(k), some.RelativeMean(k), $"mean of component {k}, axis");

            // A far sample left out has next to no share, but its square may be a billion.
            var (scatter, whole) = (all.ScatterOf(k).ToArray(), all.TotalWeight * spread.Max());
            Close.Elementwise(_ => (1e-12 * scatter.Max()) + (1e-16 * whole), scatter, some.ScatterOf(k), $"scatter of component {k}, place");
        }
    }

    /// <summary>The problem with its components moved away from one another, and a few rows far from all of them.</summary>
    private static (GaussianMixture Mixture, Samples Samples) Stretched(Problem p, double stretch)
    {
        var (start, draw) = (p.Start(), p.Draw());
        var means = RealMatrix.Create(p.Components, p.Dimension, [.. start.Means.AsSpan().ToArray().Select(x => stretch * x)]);
        var rows = p.Values().Select((row, i) =>
            draw.Chance(0.01) ? draw.Normals(p.Dimension, 1e4) : [.. row.Select((x, j) => x + ((stretch - 1) * start.Means[i % p.Components, j]))]);
        return (new GaussianMixture(start.Weights, means, start.Covariances), p.Like(Samples.From([.. rows])));
    }
}

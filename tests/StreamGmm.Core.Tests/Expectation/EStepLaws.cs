using StreamGmm.Core.Tests.Statistics;

namespace StreamGmm.Core.Tests.Expectation;

public class EStepLaws
{
    [Fact]
    public void The_statistics_of_the_parts_add_up_to_those_of_the_whole_even_far_from_zero() => Law.Holds(p =>
    {
        var far = p.Values().Select(row => row.Select(x => 1e8 + Rounded(x)).ToArray()).ToArray();
        var samples = p.Like(Samples.From(far));
        var mixture = Moved(p.Start(), 1e8);
        var origin = samples.Origin();
        var whole = EStep.Expect(mixture, samples, origin);
        var cut = 1 + p.Draw().Integer(samples.Count - 1);
        var parts = EStep.Expect(mixture, samples.Slice(0, cut), origin) + EStep.Expect(mixture, samples.Slice(cut, samples.Count - cut), origin);
        SufficientStatisticsLaws.Same(1e-13, whole, parts);
    });

    [Fact]
    public void Shifting_by_1e8_changes_no_bit_of_the_statistics() => Law.Holds(p =>
    {
        // Multiples of 2^-20 are the same numbers 1e8 further.
        var values = p.Values().Select(row => row.Select(Rounded).ToArray()).ToArray();
        var (near, far) = (p.Like(Samples.From(values)), p.Like(Samples.From([.. values.Select(row => row.Select(x => x + 1e8).ToArray())])));
        var start = p.Start();
        var mixture = new GaussianMixture(start.Weights, RealMatrix.Create(p.Components, p.Dimension, [.. start.Means.AsSpan().ToArray().Select(Rounded)]), start.Covariances);
        var moved = Moved(mixture, 1e8);
        Bits.Same(EStep.Expect(mixture, near, near.Origin()).Values, EStep.Expect(moved, far, far.Origin()).Values);
        Bits.Same(mixture.LogDensity(near).AsSpan(), moved.LogDensity(far).AsSpan());
    });

    [Fact]
    public void A_component_has_the_mass_mean_and_scatter_of_its_share_of_the_samples() => Law.Holds(p =>
    {
        var (mixture, samples) = (p.Start(), p.Samples());
        var origin = samples.Origin();
        var shares = Shares(p, mixture, samples);
        var statistics = EStep.Expect(mixture, samples, origin);
        var values = p.Values();
        for (var k = 0; k < p.Components; k++)
        {
            var mass = shares.Sum(row => row[k]);
            Close.Relatively(1e-12, mass, statistics.Mass(k), "mass");
            var mean = Enumerable.Range(0, p.Dimension).Select(j => values.Select((row, i) => shares[i][k] * row[j]).Sum() / mass).ToArray();
            for (var j = 0; j < p.Dimension; j++)
                Close.Relatively(1e-11, mean[j], origin[j] + statistics.RelativeMean(k)[j], "mean");
        }

        Close.Relatively(1e-13, samples.TotalWeight, statistics.TotalWeight);
        Close.Relatively(1e-12, LogLikelihood(p, mixture, samples), statistics.LogLikelihood);
    });

    [Fact]
    public void The_values_in_a_row_of_weight_0_do_not_matter_bit_for_bit() => Law.Holds(p =>
    {
        var weighted = p with { IsWeighted = true };
        var (values, weights, draw) = (weighted.Values(), weighted.Weights(), p.Draw());
        weights[0] = 1;
        var changed = values.Select((row, i) => weights[i] > 0 ? row : draw.Normals(p.Dimension, draw.Chance(0.5) ? 1e140 : 1)).ToArray();
        var origin = RealVector.Create(values[0]);
        Bits.Same(
            EStep.Expect(p.Start(), weighted.Like(Samples.From(values)).WithWeights(weights), origin),
            EStep.Expect(p.Start(), weighted.Like(Samples.From(changed)).WithWeights(weights), origin));
    });

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits() => Law.Holds(
        p =>
        {
            // Copies of the samples, shifted a little each, so that there are many leaves.
            var values = p.Values();
            var rows = Enumerable.Range(0, 20_000).Select(i => values[i % values.Length].Select(x => x + (1e-3 * (i / values.Length))).ToArray()).ToArray();
            foreach (var samples in new[] { Samples.From(rows), p.Samples() })
            {
                var one = EStep.Expect(p.Start(), samples, samples.Origin(), threads: 1);
                Assert.All([2, 3, 8, 64], threads => Bits.Same(one, EStep.Expect(p.Start(), samples, samples.Origin(), threads)));
                var densities = p.Start().LogDensity(samples, threads: 1).AsSpan().ToArray();
                Assert.All([2, 3, 8], threads => Bits.Same(densities, p.Start().LogDensity(samples, threads).AsSpan()));
            }
        },
        cases: 20);

    /// <summary>The nearest multiple of 2^-20.</summary>
    internal static double Rounded(double x) => Math.ScaleB(Math.Round(Math.ScaleB(x, 20)), -20);

    internal static GaussianMixture Moved(GaussianMixture mixture, double shift) => new(
        mixture.Weights,
        RealMatrix.Create(mixture.Components, mixture.Dimension, [.. mixture.Means.AsSpan().ToArray().Select(x => x + shift)]),
        mixture.Covariances);

    /// <summary>Weight × responsibility, a row for each sample.</summary>
    private static double[][] Shares(Problem p, GaussianMixture mixture, Samples samples)
    {
        var responsibilities = mixture.Responsibilities(samples);
        return [.. Enumerable.Range(0, samples.Count).Select(i =>
        {
            var label = p.IsLabelled ? p.Labels()[i] : -1;
            var weight = p.IsWeighted ? p.Weights()[i] : 1;
            return Enumerable.Range(0, p.Components).Select(k => weight * (label < 0 ? responsibilities[i, k] : label == k ? 1 : 0)).ToArray();
        })];
    }

    private static double LogLikelihood(Problem p, GaussianMixture mixture, Samples samples)
    {
        var (densities, responsibilities) = (mixture.LogDensity(samples), mixture.Responsibilities(samples));
        var (labels, weights) = (p.Labels(), p.Weights());
        return Enumerable.Range(0, samples.Count).Sum(i =>
            (p.IsWeighted ? weights[i] : 1) * (densities[i] + (p.IsLabelled && labels[i] >= 0 ? Math.Log(responsibilities[i, labels[i]]) : 0)));
    }
}

namespace StreamGmm.Core.Tests.Expectation;

public class FloatLaws
{
    private static readonly EmOptions Plain = new() { Tolerance = 0, MaxIterations = 12, Acceleration = Acceleration.None };

    [Fact]
    public void The_trace_of_a_fit_to_floats_agrees_with_that_to_doubles() => Law.Holds(p =>
    {
        var (floats, doubles) = Both(p, p.Values());
        var start = p.Start();

        // Of a shared covariance the start may be too narrow for floats.
        if (!(start.Whitened?.Spread > FloatRange.MostSpread))
            Assert.NotNull(Range(start, floats));
        var expected = Em.Iterate(Em.Start(start, doubles), doubles, Plain).Select(state => state.LogLikelihood).ToArray();
        var actual = Em.Iterate(Em.Start(start, floats), floats, Plain).Select(state => state.LogLikelihood).ToArray();
        Assert.Equal(expected.Length, actual.Length);
        Close.Relatively(1e-5, expected, actual, "log-likelihood of state");
    });

    [Fact]
    public void Masses_means_and_scatters_agree_with_those_of_doubles() => Law.Holds(p =>
    {
        var (floats, doubles) = Both(p, p.Values());
        var origin = doubles.Origin();
        AssertClose(2e-6, EStep.Expect(p.Start(), doubles, origin), EStep.Expect(p.Start(), floats, origin));
    });

    [Fact]
    public void The_statistics_of_the_parts_add_up_to_those_of_the_whole() => Law.Holds(p =>
    {
        var samples = Both(p, p.Values()).Floats;
        var (origin, cut) = (samples.Origin(), 1 + p.Draw().Integer(samples.Count - 1));
        var parts = EStep.Expect(p.Start(), samples.Slice(0, cut), origin) + EStep.Expect(p.Start(), samples.Slice(cut, samples.Count - cut), origin);
        AssertClose(2e-6, EStep.Expect(p.Start(), samples, origin), parts);
    });

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits() => Law.Holds(
        p =>
        {
            var (values, draw) = (p.Values(), p.Draw());
            var many = Enumerable.Range(0, 20_000).Select(i => values[i % values.Length].Select(x => (draw.Chance(1e-5) ? 1e6 : 1) * (x + (1e-3 * (i / values.Length)))).ToArray()).ToArray();
            var samples = Both(p with { IsWeighted = false, IsLabelled = false }, many).Floats;
            var one = EStep.Expect(p.Start(), samples, samples.Origin(), threads: 1);
            Assert.All([2, 3, 8, 64], threads => Bits.Same(one, EStep.Expect(p.Start(), samples, samples.Origin(), threads)));
        },
        cases: 15);

    [Fact]
    public void Far_samples_are_as_good_as_in_doubles_and_nothing_is_no_number() => Law.Holds(p =>
    {
        var (values, draw) = (p.Values(), p.Draw());
        foreach (var row in values.Where(_ => draw.Chance(0.05)))
            row[draw.Integer(p.Dimension)] *= Math.Pow(10, draw.Uniform(3, 37));
        var (floats, doubles) = Both(p, values);
        var origin = doubles.Origin();
        var (expected, actual) = (EStep.Expect(p.Start(), doubles, origin), EStep.Expect(p.Start(), floats, origin));
        Assert.All(actual.Values.ToArray(), x => Assert.False(double.IsNaN(x)));
        AssertClose(2e-6, expected, actual);
        Some.AssertSound(Em.Next(Em.Start(p.Start(), floats), floats, Plain));
    });

    [Fact]
    public void The_values_in_a_row_of_weight_0_do_not_matter_bit_for_bit() => Law.Holds(p =>
    {
        var weighted = p with { IsWeighted = true };
        var (values, weights, draw) = (weighted.Values(), weighted.Weights(), p.Draw());
        weights[0] = 1;
        var changed = values.Select((row, i) => weights[i] > 0 ? row : draw.Normals(p.Dimension, draw.Chance(0.5) ? 1e37 : 1)).ToArray();
        var (one, other) = (Both(weighted, values).Floats.WithWeights(weights), Both(weighted, changed).Floats.WithWeights(weights));
        Bits.Same(EStep.Expect(p.Start(), one, one.Origin()), EStep.Expect(p.Start(), other, one.Origin()));
    });

    [Fact]
    public void What_a_mixture_says_of_floats_is_what_it_says_of_the_same_doubles() => Law.Holds(p =>
    {
        var (floats, doubles) = Both(p, p.Values());
        Bits.Same(p.Start().LogDensity(doubles).AsSpan(), p.Start().LogDensity(floats).AsSpan());
        Bits.Same(p.Start().Responsibilities(doubles).AsSpan(), p.Start().Responsibilities(floats).AsSpan());
        Assert.Equal(p.Start().Assign(doubles), p.Start().Assign(floats));
    });

    [Fact]
    public void Under_a_mixture_that_is_too_narrow_floats_are_taken_as_doubles() => Law.Holds(p =>
    {
        var (floats, doubles) = Both(p, p.Values());
        var (start, scale) = (p.Start(), Math.Pow(10, p.Draw().Uniform(-24, -19)));
        var narrow = new GaussianMixture(start.Weights, start.Means, Some.Unit(p.Shape, start.Means, scale).Covariances);
        Assert.Null(Range(narrow, floats));
        Bits.Same(EStep.Expect(narrow, doubles, doubles.Origin()), EStep.Expect(narrow, floats, doubles.Origin()));
    });

    internal static FloatRange? Range(GaussianMixture mixture, Samples samples) =>
        FloatRange.Of(mixture, samples, samples.Origin(), new double[mixture.Means.AsSpan().Length]);

    /// <summary>The same samples twice: as floats, and as the doubles that those floats are.</summary>
    internal static (Samples Floats, Samples Doubles) Both(Problem p, double[][] values)
    {
        var floats = values.SelectMany(row => row.Select(x => (float)x)).ToArray();
        return (p.Like(Samples.From(floats, p.Dimension)), p.Like(Samples.From(Array.ConvertAll(floats, x => (double)x), p.Dimension)));
    }

    /// <summary>Weights to a share of themselves, means to one of standard deviations and their size, scatters to one of those of all samples.</summary>
    private static void AssertClose(double tolerance, SufficientStatistics expected, SufficientStatistics actual)
    {
        var variances = expected.TotalVariances();
        Close.Relatively(tolerance, expected.TotalWeight, actual.TotalWeight, "weight");
        Close.Absolutely(tolerance * (1 + Math.Abs(expected.LogLikelihood)), expected.LogLikelihood, actual.LogLikelihood, "log-likelihood");
        for (var k = 0; k < expected.Components; k++)
        {
            var scale = expected.TotalWeight;
            Close.Absolutely(tolerance * scale, expected.Mass(k), actual.Mass(k), "mass");
            if (expected.Mass(k) < 1e-3 * scale)
                continue;
            Close.Elementwise(j => 10 * tolerance * Math.Sqrt(variances[j]) * scale / expected.Mass(k), expected.RelativeMean(k), actual.RelativeMean(k), $"mean of component {k}, axis");
            for (var j = 0; j < expected.Dimension; j++)
            {
                var form = expected.Layout.Scatter;
                Close.Absolutely(10 * tolerance * scale * variances.Max(), form.Along(expected.ScatterOf(k), j), form.Along(actual.ScatterOf(k), j), $"scatter of component {k} along {j}");
            }
        }
    }
}

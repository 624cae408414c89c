namespace StreamGmm.Core.Tests.Expectation;

public class MissingTests
{
    private static readonly double Nan = double.NaN;

    [Theory]
    [MemberData(nameof(Some.Shapes), MemberType = typeof(Some))]
    public void Three_components_in_four_dimensions_agree_with_the_books_to_1e_12(string shape)
    {
        var p = new Problem(CovarianceShape.Parse(shape), 4, 3, 12, IsWeighted: true, IsLabelled: true, 7);
        var samples = Holes.Samples(p);
        var (start, origin) = (p.Start(), samples.Origin());
        var plain = new PlainMissing(start, samples);
        plain.AssertSame(1e-12, EStep.Expect(start, samples, origin));
        var densities = start.LogDensity(samples.WithLabels(Enumerable.Repeat(-1, samples.Count).ToArray()));
        Assert.All(Enumerable.Range(0, samples.Count).Where(i => p.Labels()[i] < 0 && p.Weights()[i] > 0), i => Close.Relatively(1e-12, plain.LogDensities[i], densities[i]));

        var next = MStep.Maximize(EStep.Expect(start, samples, origin), start, Regularization.None);
        if (p.Shape != CovarianceShape.Full)
            return;
        for (var k = 0; k < 3; k++)
        {
            Close.Relatively(1e-12, plain.Masses[k] / samples.TotalWeight, next.Weights[k]);
            Close.Absolutely(1e-12, plain.Means[k].ToArray(), next.Means.Row(k));
            Close.Absolutely(1e-11, (plain.Scatters[k] / plain.Masses[k]).ToRowMajorArray(), next.Covariance(k).AsSpan());
        }
    }

    [Theory]
    [MemberData(nameof(Some.Shapes), MemberType = typeof(Some))]
    public void A_row_without_any_value_has_density_1_and_counts_by_its_weight(string shape)
    {
        var mixture = Some.Pair(CovarianceShape.Parse(shape));
        var samples = Samples.From([[0, 0], [Nan, Nan]], MissingValues.Marginalize).WithWeights(new[] { 1.0, 4 });
        var (alone, both) = (EStep.Expect(mixture, samples.Slice(0, 1), [0, 0]), EStep.Expect(mixture, samples, [0, 0]));
        Assert.Equal(alone.LogLikelihood, both.LogLikelihood);
        Assert.Equal(5, both.TotalWeight);
        Close.Absolutely(1e-15, alone.Mass(1) + 2, both.Mass(1));
    }

    [Theory]
    [MemberData(nameof(Some.Shapes), MemberType = typeof(Some))]
    public void Far_away_nothing_is_NaN_and_the_nearest_component_takes_the_row(string shape)
    {
        var mixture = Some.Unit(CovarianceShape.Parse(shape), [[0, 0, 0], [5, 1, 2]], 1e-20);
        var samples = Samples.From([[9e149, Nan, -9e149], [-9e149, 1, Nan], [Nan, 1e-3, Nan]], MissingValues.Marginalize);
        var statistics = EStep.Expect(mixture, samples, [0, 0, 0]);
        Assert.All(statistics.Values.ToArray(), x => Assert.False(double.IsNaN(x)));
        Assert.Equal([double.NegativeInfinity, double.NegativeInfinity], mixture.LogDensity(samples).Take(2));
        Assert.All(mixture.Responsibilities(samples).AsSpan().ToArray(), x => Assert.InRange(x, 0, 1));
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(1, mixture.Responsibilities(samples).Row(i).ToArray().Sum(), 1e-12));
    }

    [Fact]
    public void The_nearest_component_is_told_where_every_square_overflows()
    {
        var mixture = Some.Unit(CovarianceShape.Full, [[-5e149, 0], [5e149, 0]], 1e-200);
        var samples = Samples.From([[4e149, Nan], [-3e149, Nan]], MissingValues.Marginalize);
        Assert.Equal([1, 0], mixture.Assign(samples));
    }

    [Fact]
    public void More_patterns_than_are_kept_are_right_too()
    {
        // D = 120, K = 20: 145,200 numbers a pattern, so that 57 are kept.
        var p = new Problem(CovarianceShape.Full, 120, 20, 1, false, false, 3);
        var values = Holes.In([.. p.Values().Take(130)], new Draw(5), 0.02);
        var (samples, start) = (Samples.From(values, MissingValues.Marginalize), p.Start());
        Assert.True(samples.Patterns!.Count > 100);
        var statistics = EStep.Expect(start, samples, samples.Origin());
        var single = Enumerable.Range(0, samples.Count).Select(i => EStep.Expect(start, samples.Slice(i, 1), samples.Origin())).Aggregate((a, b) => a + b);
        Statistics.SufficientStatisticsLaws.Same(1e-11, single, statistics);
    }

    [Fact]
    public void Axes_that_follow_from_others_up_to_rounding_are_factored_in_any_order()
    {
        // x, x + e and e + a little: the last pivot is 1e-8 of its element in this order, and 1e-14 where the first axis comes last.
        RealMatrix covariance = [[1, 1, 0], [1, 1 + 1e-6, 1e-6], [0, 1e-6, 1e-6 + 1e-14]];
        var mixture = new GaussianMixture([1], [[0, 0, 0]], new Covariances.Full([covariance]));
        var samples = Samples.From([[Nan, 0.5, 0.001], [Nan, 0.5, 0.001]], MissingValues.Marginalize);
        var statistics = EStep.Expect(mixture, samples, [0, 0, 0]);
        Assert.All(statistics.Values.ToArray(), x => Assert.True(double.IsFinite(x)));
        Close.Absolutely(1e-3, 0.499, statistics.RelativeMean(0)[0]);
        Close.Absolutely(1e-9, 0, statistics.ScatterOf(0)[0]);
    }

    [Fact]
    public void A_constant_axis_with_missing_values_keeps_no_scatter()
    {
        var mixture = new GaussianMixture([0.5, 0.5], [[0, 7], [3, 7]], new Covariances.Full([[[1, 0], [0, 1]], [[1, 0], [0, 1]]]));
        var samples = Samples.From([[0, 7], [1, Nan], [3, 7], [4, Nan], [2, 7]], MissingValues.Marginalize);
        var statistics = EStep.Expect(mixture, samples, samples.Origin());
        Assert.All([0, 1], k => Assert.Equal([0.0, 0.0], statistics.ScatterOf(k)[1..].ToArray()));
        Assert.All([0, 1], k => Assert.Equal(0, statistics.RelativeMean(k)[1]));
    }

    [Fact]
    public void A_constant_axis_with_missing_values_fits()
    {
        var rows = Some.Rows(200).Select((row, i) => new[] { row[0], row[1], i % 3 == 0 ? Nan : 7 }).ToArray();
        var samples = Samples.From(rows, MissingValues.Marginalize);
        var start = InitialMixture.Create(samples, 2);
        var fit = Em.Iterate(Em.Start(start, samples), samples).Last();
        Assert.Equal(EmStatus.Converged, fit.Status);
        Assert.All([0, 1], k => Assert.Equal(7, fit.Mixture.Means[k, 2]));
        Some.AssertSound(fit);
    }
}

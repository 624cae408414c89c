namespace StreamGmm.Core.Tests.Maximization;

public class MStepTests
{
    /// <summary>Two rows of one component, three of the other.</summary>
    private static readonly Samples Certain = Samples.From([[0, 0], [2, 4], [10, 10], [12, 11], [14, 15]]).WithLabels(new[] { 0, 0, 1, 1, 1 });

    [Fact]
    public void Tied_is_the_mean_of_the_covariances_by_mass()
    {
        var tied = Maximize(CovarianceShape.Tied, Certain);
        Close.Absolutely(1e-14, [0.4, 0.6], tied.Weights.AsSpan());
        Close.Absolutely(1e-13, [1, 2, 12, 12], tied.Means.AsSpan());
        Close.Absolutely(1e-13, [(2 + 8) / 5.0, (4 + 10) / 5.0, (4 + 10) / 5.0, (8 + 14) / 5.0], tied.Covariance(0).AsSpan());
    }

    [Fact]
    public void One_sphere_has_the_variance_of_all_features_about_their_means()
    {
        var rows = Some.Rows(50);
        var start = Some.Unit(CovarianceShape.Spherical, [[0, 0]]);
        var sphere = MStep.Maximize(EStep.Expect(start, Samples.From(rows), [0, 0]), start, Regularization.None);
        var centred = Enumerable.Range(0, 2).SelectMany(j => rows.Select(row => row[j] - rows.Average(r => r[j]))).ToArray();
        Close.Relatively(1e-14, centred.Average(x => x * x), sphere.Covariance(0)[0, 0]);
    }

    [Theory]
    [MemberData(nameof(Some.Shapes), MemberType = typeof(Some))]
    public void A_component_without_mass_stays_where_it_was_with_weight_0(string shape)
    {
        var start = Some.Unit(CovarianceShape.Parse(shape), [[0, 0], [5, 1], [2000, -3000]], variance: 2);
        var fitted = MStep.Maximize(EStep.Expect(start, Samples.From(Some.Rows(50)), [0, 0]), start, Regularization.None);
        Assert.Equal(0, fitted.Weights[2]);
        Close.Absolutely(1e-15, 1, fitted.Weights.Sum());
        Assert.Equal([2000.0, -3000], fitted.Means.Row(2).ToArray());
        if (shape != "tied")
            Assert.Equal(start.Covariance(2), fitted.Covariance(2));
    }

    [Theory]
    [InlineData("full", "The covariance of component 0 has collapsed: it has no variance of its own along axis 0.")]
    [InlineData("tied", "The covariance of component 0 has collapsed: it has no variance of its own along axis 0.")]
    [InlineData("diagonal", "The covariance of component 0 has collapsed: it has no variance of its own along axis 0.")]
    [InlineData("spherical", "The covariance of component 0 has collapsed: it has no variance of its own along axis 0.")]
    public void A_collapse_is_told_with_its_reason_and_a_repair(string shape, string reason)
    {
        var samples = Samples.From([[0, 0], [5, 1]]).WithLabels(new[] { 0, 1 });
        var start = Some.Pair(CovarianceShape.Parse(shape));
        var statistics = EStep.Expect(start, samples, [0, 0]);
        Assert.False(MStep.TryMaximize(statistics, start, Regularization.None, out var mixture, out var degeneracy));
        Assert.Null(mixture);
        Assert.Equal(new Degeneracy(0, reason, "Use fewer components, more regularization, or a simpler covariance shape."), degeneracy);
        Assert.Equal($"{reason} Use fewer components, more regularization, or a simpler covariance shape.", Refusal.Of<InvalidOperationException>(() => MStep.Maximize(statistics, start, Regularization.None)));
        Assert.True(MStep.TryMaximize(statistics, start, new Regularization.Absolute(1e-3), out _, out _));
    }

    [Theory]
    [MemberData(nameof(Some.Shapes), MemberType = typeof(Some))]
    public void Sums_beyond_the_range_of_numbers_end_the_fit_and_say_so(string shape)
    {
        var rows = Some.Rows(3000).Select(row => row.Select(x => x * 1e140).ToArray()).ToArray();
        var samples = Samples.From(rows).WithWeights(rows.Select(_ => 1e100).ToArray());
        var start = Some.Pair(CovarianceShape.Parse(shape));
        var end = Em.Next(Em.Start(start, samples), samples);
        Assert.Equal(EmStatus.Degenerate, end.Status);
        Assert.Equal(start, end.Mixture);
        Assert.EndsWith("is beyond the range of numbers.", end.Degeneracy!.Reason, StringComparison.Ordinal);
        Assert.Equal("Scale the data or the weights down.", end.Degeneracy.Repair);
    }

    [Theory]
    [MemberData(nameof(Some.PlainShapes), MemberType = typeof(Some))]
    public void A_variance_that_is_nothing_but_rounding_beside_that_of_all_samples_is_a_collapse(string shape)
    {
        var shared = shape == "tied";
        var samples = Samples.From([[0], [1e-15], [1], [shared ? 1 : 2]]).WithLabels(new[] { 0, 0, 1, 1 });
        var start = Some.Unit(CovarianceShape.Parse(shape), [[0], [1]]);
        Assert.False(MStep.TryMaximize(EStep.Expect(start, samples, [0]), start, Regularization.None, out _, out var degeneracy));
        Assert.Equal(0, degeneracy.Component);
        Assert.True(MStep.TryMaximize(EStep.Expect(start, samples, [0]), start, new Regularization.Relative(1e-6), out _, out _));
    }

    [Theory]
    [InlineData("full")]
    [InlineData("diagonal")]
    [InlineData("spherical")]
    public void A_component_of_equal_rows_is_a_collapse_though_the_others_vary(string shape)
    {
        // 0.1 and 0.7 are no sums of a few powers of two: recentring leaves rounding, which is not variance.
        double[][] rows = [.. Enumerable.Repeat(new[] { 0.1, 0.7 }, 10), .. Some.Rows(20).Select(row => new[] { row[0] + 5, row[1] })];
        var samples = Samples.From(rows).WithLabels(rows.Select((_, i) => i < 10 ? 0 : 1).ToArray());
        var start = Some.Unit(CovarianceShape.Parse(shape), [[0.3, 0.4], [5, 1]]);
        Assert.False(MStep.TryMaximize(EStep.Expect(start, samples, [0, 0]), start, Regularization.None, out _, out var degeneracy));
        Assert.Equal("The covariance of component 0 has collapsed: it has no variance of its own along axis 0.", degeneracy.Reason);
    }

    [Fact]
    public void Few_directions_without_any_noise_are_a_collapse_that_names_them()
    {
        var samples = Samples.From([[0, 0, 0], [1, 1, 0], [2, 2, 0], [-1, -1, 0]]);
        var start = Some.Unit(CovarianceShape.LowRank(1), [[0, 0, 0]]);
        Assert.False(MStep.TryMaximize(EStep.Expect(start, samples, [0, 0, 0]), start, Regularization.None, out _, out var degeneracy));
        Assert.Equal("The covariance of component 0 has collapsed: it has no variance of its own besides that along its 1 directions.", degeneracy.Reason);
        Assert.Equal("Use fewer components, more regularization, or a smaller rank.", degeneracy.Repair);
        Assert.True(MStep.TryMaximize(EStep.Expect(start, samples, [0, 0, 0]), start, new Regularization.Relative(1e-6), out _, out _));
    }

    [Fact]
    public void A_direction_without_variance_is_a_collapse_even_where_every_axis_has_some()
    {
        var samples = Samples.From([[0, 0], [1, 1], [2, 2], [-1, -1]]);
        var start = Some.Unit(CovarianceShape.Full, [[0, 0]]);
        Assert.False(MStep.TryMaximize(EStep.Expect(start, samples, [0, 0]), start, Regularization.None, out _, out var degeneracy));
        Assert.Equal("The covariance of component 0 has collapsed: it has no variance of its own along axis 1.", degeneracy.Reason);
    }

    [Fact]
    public void Statistics_without_weight_have_no_maximum()
    {
        var start = Some.Pair(CovarianceShape.Full);
        Assert.False(MStep.TryMaximize(SufficientStatistics.Zero(CovarianceShape.Full, 2, [0, 0]), start, Regularization.None, out _, out var degeneracy));
        Assert.Equal(new Degeneracy(0, "The samples have no weight at all.", "Give some samples a positive weight."), degeneracy);
    }

    [Fact]
    public void Statistics_must_be_of_the_mixture_before() => Assert.Equal(
        "The statistics are of K = 2, D = 2, full, the mixture before is K = 2, D = 2, tied: they must agree.",
        Refusal.Of(() => MStep.Maximize(SufficientStatistics.Zero(CovarianceShape.Full, 2, [0, 0]), Some.Pair(CovarianceShape.Tied), Regularization.None)));

    private static GaussianMixture Maximize(CovarianceShape shape, Samples samples) =>
        MStep.Maximize(EStep.Expect(Some.Pair(shape), samples, [0, 0]), Some.Pair(shape), Regularization.None);
}

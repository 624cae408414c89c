namespace StreamGmm.Core.Tests.Iteration;

/// <summary>Data that leave little to fit: the fit goes on with the default regularization, and nothing is NaN.</summary>
public class EmEdgeTests
{
    public static TheoryData<string> Shapes => Some.Shapes;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_constant_column_fits(string shape)
    {
        var last = AssertFits(shape, [.. Some.Rows(60).Select(row => new[] { row[0], 1e6 / 3, row[1] })], [[0, 3.333e5, 0], [5, 3.333e5, 1]]);
        Assert.Equal([1e6 / 3, 1e6 / 3], last.Mixture.Means.Select(mean => mean[1]));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_constant_column_is_degenerate_without_regularization_unless_one_variance_serves_all_axes(string shape)
    {
        var samples = Samples.From([.. Some.Rows(60).Select(row => new[] { row[0], 1e6 / 3, row[1] })]);
        var last = Em.Iterate(Em.Start(Some.Unit(CovarianceShape.Parse(shape), [[0, 3.333e5, 0], [5, 3.333e5, 1]]), samples), samples, new EmOptions { Regularization = Regularization.None }).Last();
        Assert.Equal(!CovarianceShape.Parse(shape).HasOneScale, last.Status == EmStatus.Degenerate);
        Assert.Equal(CovarianceShape.Parse(shape).HasOneScale ? null : "The covariance of component 0 has collapsed: it has no variance of its own along axis 1.", last.Degeneracy?.Reason);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Equal_rows_fit_at_their_very_value(string shape)
    {
        var row = new[] { 0.1, 1e8 / 3, -7 };
        double[][] rows = [.. Enumerable.Repeat(row, 20)];
        Assert.Equal(row, AssertFits(shape, rows, [[0, 3e7, 0]]).Mixture.Means.Row(0).ToArray());
        Assert.All(AssertFits(shape, rows, [[0, 1e8 / 3, -7], [1, 1e8 / 3, -7]]).Mixture.Means, mean => Close.Elementwise(j => 1e-15 * Math.Abs(row[j]), row, mean.AsSpan()));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void As_many_samples_as_components_fit(string shape) =>
        AssertFits(shape, [[0, 0], [5, 1], [1, 7]], [[0, 1], [5, 0], [2, 5]]);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void One_sample_and_one_component_fit(string shape) =>
        Assert.Equal([3.0, 4], AssertFits(shape, [[3, 4]], [[0, 0]]).Mixture.Means.Row(0).ToArray());

    [Theory]
    [MemberData(nameof(Shapes))]
    public void More_features_than_samples_fit(string shape)
    {
        var draw = new Draw(5);
        AssertFits(shape, [.. Enumerable.Range(0, 8).Select(i => draw.Normals(30).Select(x => x + (10 * (i % 2))).ToArray())], [RealVector.Create(new double[30]), RealVector.Create(30, mean => mean.Fill(10))]);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_component_that_starts_far_from_everything_loses_its_mass_and_stays(string shape)
    {
        var last = AssertFits(shape, Some.Rows(60), [[0, 0], [5, 1], [3000, 3000]]);
        Assert.Equal((0, 3000.0), (last.Mixture.Weights[2], last.Mixture.Means[2, 0]));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Samples_of_any_size_fit(string shape)
    {
        AssertFits(shape, [.. Some.Rows(60).Select(row => row.Select(x => 1e148 * x).ToArray())], [[0, 0], [5e148, 1e148]], tolerateInfinity: true);
        AssertFits(shape, [.. Some.Rows(60).Select(row => row.Select(x => 1e-140 * x).ToArray())], [[0, 0], [5e-140, 1e-140]]);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void One_wild_row_among_others_does_no_harm_to_the_numbers(string shape) =>
        AssertFits(shape, [.. Some.Rows(60), [1e140, -1e149]], [[0, 0], [5, 1]], tolerateInfinity: true);

    private static EmState AssertFits(string shape, double[][] rows, RealMatrix means, bool tolerateInfinity = false)
    {
        var samples = Samples.From(rows);
        var states = Em.Iterate(Em.Start(Some.Unit(CovarianceShape.Parse(shape), means), samples), samples, new EmOptions { MaxIterations = 50 }).ToArray();
        Assert.All(states, Some.AssertSound);
        Assert.NotEqual(EmStatus.Degenerate, states[^1].Status);
        if (!tolerateInfinity)
            Assert.True(double.IsFinite(states[^1].LogLikelihood));
        Assert.All(states[^1].Mixture.LogDensity(samples), value => Assert.False(double.IsNaN(value)));
        return states[^1];
    }
}

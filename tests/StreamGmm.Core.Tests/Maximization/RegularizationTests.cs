namespace StreamGmm.Core.Tests.Maximization;

public class RegularizationTests
{
    /// <summary>All one component; variances 1 and 4 along the axes, and 0 along the third.</summary>
    private static readonly double[][] Rows = [[1, 2, 7], [-1, 2, 7], [1, -2, 7], [-1, -2, 7]];

    [Theory]
    [InlineData("full", 1.1, 4.4, 0.25)]
    [InlineData("diagonal", 1.1, 4.4, 0.25)]
    [InlineData("tied", 1.1, 4.4, 0.25)]
    public void Relative_adds_a_share_of_the_variance_of_each_axis_and_of_the_mean_of_the_others_where_there_is_none(string shape, double first, double second, double third)
    {
        var covariance = Fit(shape, Rows, new Regularization.Relative(0.1)).Covariance(0);
        Close.Absolutely(1e-14, [first, second, third], [covariance[0, 0], covariance[1, 1], covariance[2, 2]]);
    }

    [Fact]
    public void Relative_adds_a_share_of_the_mean_variance_to_spheres() =>
        Close.Absolutely(1e-14, 5.0 / 3 * 1.1, Fit("spherical", Rows, new Regularization.Relative(0.1)).Covariance(0)[0, 0]);

    [Theory]
    [MemberData(nameof(Some.Shapes), MemberType = typeof(Some))]
    public void Relative_adds_its_share_of_1_where_no_axis_has_variance(string shape) =>
        Close.Absolutely(1e-15, 0.1, Fit(shape, [[3, 3, 3], [3, 3, 3]], new Regularization.Relative(0.1)).Covariance(0)[1, 1]);

    [Theory]
    [InlineData("full", 1.5, 4.5, 0.5)]
    [InlineData("tied", 1.5, 4.5, 0.5)]
    [InlineData("diagonal", 1.5, 4.5, 0.5)]
    [InlineData("spherical", (5.0 / 3) + 0.5, (5.0 / 3) + 0.5, (5.0 / 3) + 0.5)]
    public void Absolute_adds_the_same_to_every_variance(string shape, double first, double second, double third)
    {
        var covariance = Fit(shape, Rows, new Regularization.Absolute(0.5)).Covariance(0);
        Close.Absolutely(1e-14, [first, second, third], [covariance[0, 0], covariance[1, 1], covariance[2, 2]]);
    }

    [Theory]
    [InlineData("relative:1E-06")]
    [InlineData("absolute:0.25")]
    [InlineData("absolute:0")]
    public void It_reads_back_what_it_writes(string text)
    {
        Assert.Equal(text, Regularization.Parse(text).ToString());
        Assert.Equal(Regularization.Parse(text), Regularization.Parse(text));
        Assert.Equal(Regularization.None, Regularization.Parse("absolute:0"));
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("relative:")]
    [InlineData("relative:-1")]
    [InlineData("absolute:NaN")]
    [InlineData("absolute:Infinity")]
    [InlineData("ridge:1")]
    [InlineData("")]
    public void What_cannot_be_read_is_refused(string text) => Assert.Equal(
        $"'{text}' is no regularization: expected relative:V or absolute:V with V a number of 0 or more, as in relative:1e-6.",
        Refusal.Of<FormatException>(() => Regularization.Parse(text)));

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void It_is_a_finite_number_of_0_or_more(double value)
    {
        Assert.StartsWith("Regularization is a finite number of 0 or more.", Refusal.Of<ArgumentOutOfRangeException>(() => new Regularization.Relative(value)), StringComparison.Ordinal);
        Assert.StartsWith("Regularization is a finite number of 0 or more.", Refusal.Of<ArgumentOutOfRangeException>(() => new Regularization.Absolute(value)), StringComparison.Ordinal);
    }

    private static GaussianMixture Fit(string shape, double[][] rows, Regularization regularization)
    {
        var start = Some.Unit(CovarianceShape.Parse(shape), [[0, 0, 0]]);
        return MStep.Maximize(EStep.Expect(start, Samples.From(rows), [0, 0, 0]), start, regularization);
    }
}

namespace StreamGmm.Core.Tests.Density;

public class DensityThresholdTests
{
    private static readonly GaussianMixture Standard = new([1], [[0]], new Covariances.Spherical([1]));

    [Fact]
    public void The_quantile_is_linear_between_two_samples()
    {
        // Places 0 to 4; ln p of 4, 3, 2, 1, 0.
        var samples = Samples.From(new double[] { 3, 0, 4, 1, 2 }, 1);
        double At(double x) => Standard.LogDensity([x]);
        Assert.Equal(At(4), DensityThreshold.FromQuantile(Standard, samples, 0).LogDensity);
        Assert.Equal(At(3), DensityThreshold.FromQuantile(Standard, samples, 0.25).LogDensity);
        Close.Relatively(1e-15, (0.6 * At(3)) + (0.4 * At(2)), DensityThreshold.FromQuantile(Standard, samples, 0.35).LogDensity);
        Assert.Equal(At(0), DensityThreshold.FromQuantile(Standard, samples, 1).LogDensity);
        Assert.Equal([0, 2], DensityThreshold.FromQuantile(Standard, samples, 0.35).Outliers(samples));
    }

    [Fact]
    public void What_is_impossible_is_an_outlier_whatever_the_threshold()
    {
        var narrow = new GaussianMixture([1], [[0]], new Covariances.Spherical([1e-20]));
        var samples = Samples.From(new[] { 0, 9e149, 1e-10, 8e149, 2e-10 }, 1);
        foreach (var quantile in new[] { 0, 0.1, 0.3 })
        {
            var threshold = DensityThreshold.FromQuantile(narrow, samples, quantile);
            Assert.False(double.IsNaN(threshold.LogDensity));
            Assert.Equal([1, 3], threshold.Outliers(samples));
        }

        Assert.True(new DensityThreshold(narrow, double.NegativeInfinity).IsOutlier([9e149]));
    }

    [Fact]
    public void A_point_may_be_an_array()
    {
        double[] near = [0], far = [3];
        Assert.False(new DensityThreshold(Standard, -3).IsOutlier(near));
        Assert.True(new DensityThreshold(Standard, -3).IsOutlier(far));
    }

    [Fact]
    public void A_threshold_is_a_value()
    {
        Assert.Equal(new DensityThreshold(Standard, -3), new DensityThreshold(Standard, -3));
        Assert.NotEqual(new DensityThreshold(Standard, -3), new DensityThreshold(Standard, -4));
        Assert.True(new DensityThreshold(Standard, -3).IsOutlier([2.1]));
        Assert.False(new DensityThreshold(Standard, -3).IsOutlier([2]));
    }

    [Fact]
    public void What_is_no_threshold_is_refused()
    {
        Assert.Equal("The threshold is not a number: give a log density in nats.", Refusal.Of(() => new DensityThreshold(Standard, double.NaN)));
        foreach (var q in new[] { -0.1, 1.1, double.NaN })
            Assert.StartsWith("A quantile lies from 0 to 1.", Refusal.Of<ArgumentOutOfRangeException>(() => DensityThreshold.FromQuantile(Standard, Samples.From(new[] { 1.0 }, 1), q)), StringComparison.Ordinal);
        const string None = "There is no sample of positive weight: a quantile needs at least one.";
        Assert.Equal(None, Refusal.Of(() => DensityThreshold.FromQuantile(Standard, Standard.Sample(0), 0.5)));
        Assert.Equal(None, Refusal.Of(() => DensityThreshold.FromQuantile(Standard, Samples.From(new[] { 1.0 }, 1).WithWeights(new double[1]), 0.5)));
    }
}

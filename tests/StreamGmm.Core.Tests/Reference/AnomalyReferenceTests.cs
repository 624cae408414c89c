namespace StreamGmm.Core.Tests.Reference;

/// <summary>The least probable 4 % of the samples, against those of scikit-learn and numpy.</summary>
[Trait("Category", "Reference")]
public class AnomalyReferenceTests
{
    private static readonly ReferenceFile File = ReferenceFile.Read("anomaly_stretched_tied_k4");

    private static Samples Samples => Samples.From(File.Rows());

    [Fact]
    public void The_same_16_rows_are_outliers()
    {
        var mixture = File["model"].Mixture(File["covariance_type"].GetString()!);
        var threshold = DensityThreshold.FromQuantile(mixture, Samples, 0.04);
        Close.Relatively(1e-10, File["score_samples"].Doubles(), mixture.LogDensity(Samples).AsSpan());
        Close.Relatively(1e-10, File["percentiles"].Number("4"), threshold.LogDensity);
        Assert.Equal(File.Root.Integers("anomaly_rows"), threshold.Outliers(Samples));
        Assert.Equal(16, threshold.Outliers(Samples).Length);
    }

    [Theory]
    [InlineData("1", 0.01)]
    [InlineData("2", 0.02)]
    [InlineData("5", 0.05)]
    [InlineData("10", 0.1)]
    [InlineData("50", 0.5)]
    public void Other_quantiles_are_the_same(string percent, double quantile)
    {
        var mixture = File["model"].Mixture(File["covariance_type"].GetString()!);
        Close.Relatively(1e-10, File["percentiles"].Number(percent), DensityThreshold.FromQuantile(mixture, Samples, quantile).LogDensity);
    }

    [Fact]
    public void Fitted_here_the_same_16_rows_are_outliers()
    {
        var expected = File["converged_model"];
        var options = new EmOptions { Tolerance = 1e-9, Regularization = new Regularization.Absolute(1e-6) };
        var start = Em.Start(File["model"].Mixture("tied"), Samples, options);
        var mixture = Em.Iterate(start, Samples, options).Last().Mixture;
        var threshold = DensityThreshold.FromQuantile(mixture, Samples, 0.04);
        Close.Absolutely(1e-4, expected.Number("threshold"), threshold.LogDensity);
        Assert.Equal(expected.Integers("anomaly_rows"), threshold.Outliers(Samples));
    }
}

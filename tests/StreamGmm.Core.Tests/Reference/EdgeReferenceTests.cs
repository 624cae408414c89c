namespace StreamGmm.Core.Tests.Reference;

/// <summary>Points far from everything, and rows that are all the same.</summary>
[Trait("Category", "Reference")]
public class EdgeReferenceTests
{
    [Theory]
    [InlineData("full")]
    [InlineData("tied")]
    [InlineData("diag")]
    [InlineData("spherical")]
    public void Far_points_have_the_log_densities_of_long_double(string covarianceType)
    {
        var file = ReferenceFile.Read("edge_far_points");
        var points = Samples.From([.. file["points"].EnumerateArray().Select(JsonNumbers.Doubles)]);
        var model = file["models"].EnumerateArray().Single(m => m.GetProperty("covariance_type").GetString() == covarianceType);
        var mixture = model.Mixture(covarianceType);
        Close.Relatively(1e-12, model.Doubles("score_samples"), mixture.LogDensity(points).AsSpan(), "log density of point");
        Close.Absolutely(1e-12, model.GetProperty("predict_proba").Matrix().AsSpan(), mixture.Responsibilities(points).AsSpan());
        Assert.Equal(model.Integers("predict"), mixture.Assign(points));
    }

    [Fact]
    public void Identical_rows_fit_with_nothing_but_the_regularization_as_variance()
    {
        var file = ReferenceFile.Read("edge_identical_points");
        var samples = Samples.From([.. file["x"].EnumerateArray().Select(JsonNumbers.Doubles)]);
        var start = new GaussianMixture([1], [[0, 0]], new Covariances.Full([[[1, 0], [0, 1]]]));
        var fitted = Em.Next(Em.Start(start, samples), samples, file.Options());
        Assert.Equal(file["means"].Matrix(), fitted.Mixture.Means);
        Assert.Equal(file["covariances"][0].Matrix(), fitted.Mixture.Covariance(0));
        Close.Absolutely(1e-12, file["score"].GetDouble(), fitted.LogLikelihood);
    }
}

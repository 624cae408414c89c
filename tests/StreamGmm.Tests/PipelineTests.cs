namespace StreamGmm.Tests;

public sealed class PipelineTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("streamgmm").FullName;

    private string File => Path.Combine(folder, "pipeline.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_pipeline_is_fitted_step_by_step()
    {
        var samples = Some.Samples();
        var pipeline = Gmm.FitPipeline(samples, new FitOptions(3) { Seed = 1 }, new PcaOptions { Whiten = true });

        var standardizer = Standardizer.Fit(samples);
        var pca = Pca.Fit(standardizer.Transform(samples), new PcaOptions { Whiten = true });
        var mixture = Gmm.Fit(pca.Transform(standardizer.Transform(samples)), new FitOptions(3) { Seed = 1 }).Mixture;
        Assert.Equal(new Pipeline([standardizer, pca], mixture), pipeline);
    }

    [Fact]
    public void Steps_can_be_left_out()
    {
        Assert.Equal([typeof(Standardizer)], Gmm.FitPipeline(Some.Samples(), new FitOptions(2)).Steps.Select(step => step.GetType()));
        Assert.Equal([typeof(Pca)], Gmm.FitPipeline(Some.Samples(), new FitOptions(2), new PcaOptions(), standardize: false).Steps.Select(step => step.GetType()));
        Assert.Equal(Gmm.Fit(Some.Samples(), new FitOptions(2)).Mixture, Gmm.FitPipeline(Some.Samples(), new FitOptions(2), standardize: false).Mixture);
    }

    [Fact]
    public void What_was_fitted_behind_invertible_steps_scores_raw_rows_as_a_fit_to_them_does()
    {
        // Full covariances follow any change of coordinates.
        var samples = Some.Samples(2000);
        var start = Gmm.Fit(samples, new FitOptions(3) { Seed = 1, Em = new EmOptions { Regularization = Regularization.None } });
        var pipeline = Gmm.FitPipeline(samples, new FitOptions(3) { Seed = 1, Em = new EmOptions { Regularization = Regularization.None } }, new PcaOptions { Whiten = true });
        Assert.Equal(start.LogLikelihood, pipeline.LogDensity(samples).Average(), 1e-4);
    }

    [Fact]
    public void A_saved_pipeline_is_loaded_equal()
    {
        var pipeline = Gmm.FitPipeline(Some.Samples(), new FitOptions(3), new PcaOptions { Components = 1 });
        Gmm.SavePipeline(pipeline, File, ["a", "b"]);
        Assert.Equal(pipeline, Gmm.LoadPipeline(File));
        Assert.Equal([File], Directory.GetFiles(folder));
    }

    [Fact]
    public void A_file_that_holds_no_pipeline_is_named()
    {
        Gmm.Save(Some.Mixture, File);
        Assert.StartsWith($"'{File}': The format is 'streamgmm.mixture': 'streamgmm.pipeline' was expected.", Assert.Throws<InvalidDataException>(() => Gmm.LoadPipeline(File)).Message, StringComparison.Ordinal);
    }
}

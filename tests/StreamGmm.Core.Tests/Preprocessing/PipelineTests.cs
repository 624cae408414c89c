namespace StreamGmm.Core.Tests.Preprocessing;

public class PipelineTests
{
    private static readonly Standardizer Standardizer = new([1, 2], [2, 0.5]);

    private static readonly Pca Pca = new([0, 0], [[0.6, 0.8]], [4], 5, whitens: true);

    private static readonly GaussianMixture Line = new([0.5, 0.5], [[-1], [1]], new Covariances.Spherical([1, 0.25]));

    [Fact]
    public void Rows_go_through_the_steps_in_their_order()
    {
        var pipeline = new Pipeline([Standardizer, Pca], Line);
        Assert.Equal(2, pipeline.Dimension);
        Assert.Equal("standardizer, D = 2; PCA, D = 2 to 1, whitening; K = 2, D = 1, spherical", pipeline.ToString());
        Close.Absolutely(1e-15, [(0.6 + (0.8 * 2)) / 2], pipeline.Transform([3, 3]).AsSpan());
        Assert.Equal(1, pipeline.Assign([3, 3]));
        Assert.Equal([1, 0], pipeline.Assign(Samples.From(new double[,] { { 3, 3 }, { -1, 1 } })));
    }

    [Fact]
    public void Where_features_are_dropped_the_density_is_that_of_the_projection()
    {
        // A = (0.6 / 2, 0.8 / 0.5) / 2, a row of length |A|.
        var pipeline = new Pipeline([Standardizer, Pca], Line);
        Close.Absolutely(1e-14, Math.Log(Math.Sqrt((0.3 * 0.3) + (1.6 * 1.6)) / 2), pipeline.LogVolume);
        Close.Absolutely(1e-14, Line.LogDensity([1.1]) + pipeline.LogVolume, pipeline.LogDensity([3, 3]));
    }

    [Fact]
    public void Without_steps_it_is_the_mixture()
    {
        var pipeline = new Pipeline([], Line);
        Assert.Equal(1, pipeline.Dimension);
        Assert.Equal(Line.LogDensity([0.3]), pipeline.LogDensity([0.3]));
        Bits.Same(Rows.Of(Line.Sample(5, 1)).AsSpan(), Rows.Of(pipeline.Sample(5, 1)).AsSpan());
    }

    [Fact]
    public void Draws_are_taken_back_to_raw_rows()
    {
        var drawn = new Pipeline([Standardizer, Pca], Line).Sample(20_000, 3);
        Assert.Equal(2, drawn.Dimension);
        var mean = SampleStatistics.Of(drawn).Mean();
        Close.Absolutely(0.1, [1, 2], mean.AsSpan());
        Rows.Same(1e-12, Line.Sample(20_000, 3), new Pipeline([Standardizer, Pca], Line).Transform(drawn));
    }

    [Fact]
    public void Equal_parts_make_equal_pipelines()
    {
        Assert.Equal(new Pipeline([Standardizer, Pca], Line), new Pipeline([new Standardizer([1, 2], [2, 0.5]), Pca], Line));
        Assert.NotEqual(new Pipeline([Standardizer, Pca], Line), new Pipeline([new Standardizer([1, 3], [2, 0.5]), Pca], Line));
    }

    [Fact]
    public void Steps_that_do_not_follow_one_another_are_refused()
    {
        Assert.Equal("Step 0 gives 1 features, step 1 takes 2: each takes what the one before gives.", Refusal.Of(() => new Pipeline([Pca, Standardizer], Line)));
        Assert.Equal("The last step gives 2 features, the mixture has 1: they must agree.", Refusal.Of(() => new Pipeline([Standardizer], Line)));
    }
}

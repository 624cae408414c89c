namespace StreamGmm.Core.Tests.Preprocessing;

public class PipelineLaws
{
    [Fact]
    public void The_density_of_raw_rows_is_that_of_the_mixture_taken_back_to_them() => Law.Holds(p =>
    {
        var samples = p.Samples();
        var pipeline = Of(p);
        var raw = pipeline.Mixture.Transform(Matrix(pipeline), pipeline.Steps.Reverse().Aggregate(RealVector.Create(new double[p.Dimension]), (x, step) => step.Inverse(x.AsSpan())));
        Close.Relatively(1e-9, raw.LogDensity(samples).AsSpan(), pipeline.LogDensity(samples).AsSpan());
        Close.Absolutely(1e-9, raw.Responsibilities(samples).AsSpan(), pipeline.Responsibilities(samples).AsSpan());
        Close.Relatively(1e-9, raw.LogDensity(samples)[0], pipeline.LogDensity(Rows.Of(samples).Row(0)));
    });

    [Fact]
    public void Saved_and_loaded_it_is_the_same() => Law.Holds(p =>
    {
        var saved = new SavedPipeline(Of(p), p.Draw().Chance(0.5) ? [.. Enumerable.Range(0, p.Dimension).Select(j => $"column \"{j}\"")] : null);
        using var stream = new MemoryStream();
        saved.Write(stream);
        stream.Position = 0;
        var read = SavedPipeline.Read(stream);
        Assert.Equal(saved, read);
        Bits.Same(saved.Pipeline.LogDensity(p.Samples()).AsSpan(), read.Pipeline.LogDensity(p.Samples()).AsSpan());
    });

    private static Pipeline Of(Problem p)
    {
        var standardizer = Standardizer.Fit(p.Samples());
        var pca = Pca.Fit(standardizer.Transform(p.Samples()), new PcaOptions { Whiten = p.Draw().Chance(0.5) });
        return new Pipeline([standardizer, pca], p.Start());
    }

    /// <summary>What takes a direction in the mixture's features back to raw ones, D × D.</summary>
    private static RealMatrix Matrix(Pipeline pipeline)
    {
        var d = pipeline.Dimension;
        var standardizer = (Standardizer)pipeline.Steps[0];
        var pca = (Pca)pipeline.Steps[1];
        return RealMatrix.Create(d, d, matrix =>
        {
            for (var j = 0; j < d; j++)
            {
                for (var i = 0; i < d; i++)
                    matrix[(j * d) + i] = standardizer.Deviations[j] * pca.Directions[i, j] * (pca.Whitens ? Math.Sqrt(pca.Variances[i]) : 1);
            }
        });
    }
}

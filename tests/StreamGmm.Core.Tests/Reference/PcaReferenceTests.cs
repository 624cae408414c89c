using System.Globalization;
using StreamGmm.Core.Tests.Preprocessing;

namespace StreamGmm.Core.Tests.Reference;

/// <summary>Principal components against those of scikit-learn; its older versions choose the signs by the samples, so these are compared up to sign.</summary>
[Trait("Category", "Reference")]
public class PcaReferenceTests
{
    public static TheoryData<string> Cases => ReferenceFile.Named("pca_");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Mean_variances_and_directions_are_the_same(string name)
    {
        var file = ReferenceFile.Read(name);
        var samples = Samples.From(file.Rows());
        var options = new PcaOptions { Components = file["n_components"].GetInt32() };
        foreach (var (pca, tolerance) in new[] { (Pca.Fit(samples, options), 1e-12), (Pca.Fit(SampleStatistics.Of(samples), options), 1e-12) })
        {
            Close.Relatively(1e-13, file.Root.Doubles("mean"), pca.Mean.AsSpan(), "mean");
            Close.Absolutely(tolerance * pca.Variances[0], file.Root.Doubles("explained_variance"), pca.Variances.AsSpan(), "variance");
            Close.Absolutely(tolerance, file.Root.Doubles("explained_variance_ratio"), pca.Shares.AsSpan(), "share");
            Close.Relatively(tolerance, file.Root.Number("total_variance"), pca.TotalVariance, "whole variance");
            var (expected, signs) = (file["components"].Matrix(), Signs(file, pca));
            for (var i = 0; i < pca.OutputDimension; i++)
                Close.Absolutely(1e-10, [.. expected.Row(i).ToArray().Select(x => signs[i] * x)], pca.Directions.Row(i), $"direction {i}, axis");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rows_are_taken_there_and_back_the_same(string name)
    {
        var file = ReferenceFile.Read(name);
        var samples = Samples.From(file.Rows());
        var options = new PcaOptions { Components = file["n_components"].GetInt32() };
        var (pca, whitening) = (Pca.Fit(samples, options), Pca.Fit(samples, options with { Whiten = true }));
        var signs = Signs(file, pca);
        Same(1e-10, file["transform_first5"].Matrix(), pca.Transform(samples), signs);
        Same(1e-10, file["whitened_first5"].Matrix(), whitening.Transform(samples), signs);
        var back = Rows.Of(pca.Inverse(pca.Transform(samples)));
        Close.Absolutely(1e-11, file["inverse_first2"].Matrix().AsSpan(), back.AsSpan()[..(2 * samples.Dimension)]);
        var error = back.AsSpan().ToArray().Zip(Rows.Of(samples).AsSpan().ToArray(), (x, y) => (x - y) * (x - y)).Average();
        Close.Absolutely(1e-12, file.Root.Number("reconstruction_mean_squared_error"), error);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void As_many_components_exceed_a_share(string name)
    {
        var file = ReferenceFile.Read(name);
        var samples = Samples.From(file.Rows());
        foreach (var share in file["n_components_for"].EnumerateObject())
            Assert.Equal(share.Value.GetInt32(), Pca.Fit(samples, new PcaOptions { Share = double.Parse(share.Name, CultureInfo.InvariantCulture) }).OutputDimension);
    }

    private static int[] Signs(ReferenceFile file, Pca pca)
    {
        var components = file["components"].Matrix();
        return [.. Enumerable.Range(0, pca.OutputDimension).Select(i => Math.Sign(components.Row(i).ToArray().Zip(pca.Directions.Row(i).ToArray(), (x, y) => x * y).Sum()))];
    }

    private static void Same(double tolerance, RealMatrix expected, Samples actual, int[] signs)
    {
        var rows = Rows.Of(actual);
        for (var i = 0; i < expected.Rows; i++)
            Close.Absolutely(tolerance, [.. expected.Row(i).ToArray().Select((x, j) => signs[j] * x)], rows.Row(i), $"row {i}, component");
    }
}

namespace StreamGmm.Core.Tests.Preprocessing;

public class PcaTests
{
    /// <summary>Variances 4 along (3, 4) / 5 and 1 across it, four samples at their ends: divided by 3 instead of 4.</summary>
    private static readonly Samples Cross = Samples.From(new double[,] { { 10 + 1.2, 1.6 }, { 10 - 1.2, -1.6 }, { 10 - 0.4, 0.3 }, { 10 + 0.4, -0.3 } });

    [Fact]
    public void Directions_and_variances_are_those_of_a_known_cross()
    {
        foreach (var pca in new[] { Pca.Fit(Cross), Pca.Fit(SampleStatistics.Of(Cross)) })
        {
            Close.Absolutely(1e-14, [10, 0], pca.Mean.AsSpan());
            Close.Absolutely(1e-14, [0.6, 0.8, 0.8, -0.6], pca.Directions.AsSpan());
            Close.Absolutely(1e-14, [8 / 3.0, 0.5 / 3], pca.Variances.AsSpan());
            Close.Absolutely(1e-14, 8.5 / 3, pca.TotalVariance);
            Close.Absolutely(1e-14, [8 / 8.5, 0.5 / 8.5], pca.Shares.AsSpan());
            Close.Absolutely(1e-14, [2, 0], pca.Transform([11.2, 1.6]).AsSpan());
            Assert.Equal("PCA, D = 2 to 2", pca.ToString());
        }
    }

    [Fact]
    public void As_many_are_kept_as_are_asked_for()
    {
        Assert.Equal(1, Pca.Fit(Cross, new PcaOptions { Components = 1 }).OutputDimension);
        Assert.Equal(1, Pca.Fit(Cross, new PcaOptions { Share = 0.9 }).OutputDimension);
        Assert.Equal(2, Pca.Fit(Cross, new PcaOptions { Share = 0.95 }).OutputDimension);
        Assert.Equal(1, Pca.Fit(Cross, new PcaOptions { Share = 0.95, Components = 1 }).OutputDimension);
        Assert.Equal(1, Pca.Fit(Cross, new PcaOptions { Share = 0.1, Components = 2 }).OutputDimension);
        Assert.Equal("PCA, D = 2 to 1, whitening", Pca.Fit(Cross, new PcaOptions { Components = 1, Whiten = true }).ToString());
    }

    [Fact]
    public void Fewer_components_take_back_the_nearest_point_there_is()
    {
        var pca = Pca.Fit(Cross, new PcaOptions { Components = 1, Whiten = true });
        Close.Absolutely(1e-14, [10.6, 0.8], pca.Inverse(pca.Transform([10.6 + 0.8, 0.8 - 0.6]).AsSpan()).AsSpan());
    }

    [Fact]
    public void Directions_without_variance_are_there_but_cannot_be_whitened()
    {
        var line = Samples.From(new double[,] { { 0, 0, 5 }, { 1, 1, 5 }, { 3, 3, 5 } });
        foreach (var fit in new Func<PcaOptions?, Pca>[] { options => Pca.Fit(line, options), options => Pca.Fit(SampleStatistics.Of(line), options) })
        {
            var pca = fit(null);
            Close.Absolutely(1e-14, [14 / 3.0, 0, 0], pca.Variances.AsSpan());
            Assert.Equal([0, 0], pca.Variances.Skip(1));
            Rows.Same(1e-14, line, pca.Inverse(pca.Transform(line)));
            Assert.Equal(1, fit(new PcaOptions { Share = 1, Whiten = true }).OutputDimension);
            Assert.Equal(
                "2 components are to be whitened, of which 1 have any variance: keep at most so many, or give Share = 1.",
                Refusal.Of(() => fit(new PcaOptions { Components = 2, Whiten = true })));
        }
    }

    [Fact]
    public void Decomposing_the_samples_keeps_the_digits_of_small_variances()
    {
        var draw = new Draw(3);
        var samples = Samples.From(Enumerable.Range(0, 100).Select(_ => draw.Normal()).Select(x => new[] { x, x + (1e-9 * draw.Normal()) }).ToArray());
        var apart = SampleStatistics.Of(Samples.From(Rows.Of(samples).Select(row => new[] { (row[1] - row[0]) / Math.Sqrt(2) }).ToArray()));

        // Half a unit of the last place of 1 is 1e-7 of the small deviation.
        var expected = apart.Variances()[0] * 100 / 99 * (1 - Math.Pow(Correlation(samples), 2));
        Assert.InRange(Pca.Fit(samples).Variances[1] / expected, 1 - 1e-5, 1 + 1e-5);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Equal("3 components are to be kept: there are 2 features, which give no more than that.", Refusal.Of(() => Pca.Fit(Cross, new PcaOptions { Components = 3 })));
        Assert.Equal("At least one component is kept. (Parameter 'Components')\nActual value was 0.", Assert.Throws<ArgumentOutOfRangeException>(() => new PcaOptions { Components = 0 }).Message.ReplaceLineEndings("\n"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PcaOptions { Share = 1.01 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PcaOptions { Share = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PcaOptions { Share = double.NaN });
        Assert.Equal("The samples weigh 1 together: a variance needs more than one sample. Weights count samples; scale them so.", Refusal.Of(() => Pca.Fit(Cross.Slice(0, 1))));
        Assert.Equal("The samples do not vary: no number of components exceeds a share of nothing. Give Components instead.", Refusal.Of(() => Pca.Fit(Samples.From(new double[5, 2]), new PcaOptions { Share = 0.5 })));
        Assert.Equal("Statistics of shape diagonal know no covariances: take full ones.", Refusal.Of(() => Pca.Fit(SampleStatistics.Of(Cross, CovarianceShape.Diagonal))));
        Assert.Equal("There are 1 features: 2 were expected.", Refusal.Of(() => Pca.Fit(Cross).Transform([1])));
    }

    [Theory]
    [InlineData(1, 0.1, 2.0, 1.0, 5, "Directions 0 and 1 are not at right angles: directions are orthonormal.")]
    [InlineData(2, 0, 2.0, 1.0, 5, "Direction 0 has not the length 1: directions are unit vectors.")]
    [InlineData(1, 0, 1.0, 2.0, 5, "The variance along direction 1 is larger than the one before: the largest comes first.")]
    [InlineData(1, 0, 2.0, -1.0, 5, "The variance along direction 1 is -1: variances are finite and not negative, and positive where they are divided by.")]
    [InlineData(1, 0, 2.0, 1.0, 1, "The whole variance is 1: it is finite, and not less than that along the directions kept.")]
    public void Parts_that_are_no_analysis_are_refused(double x, double y, double first, double second, double total, string message) =>
        Assert.Equal(message, Refusal.Of(() => new Pca([0, 0], [[x, 0], [y, 1 - (y * y / 2)]], [first, second], total)));

    [Fact]
    public void A_variance_of_0_is_not_divided_by() =>
        Assert.StartsWith("The variance along direction 1 is 0", Refusal.Of(() => new Pca([0, 0], [[1, 0], [0, 1]], [1, 0], 1, whitens: true)), StringComparison.Ordinal);

    private static double Correlation(Samples samples)
    {
        var turned = SampleStatistics.Of(Samples.From(Rows.Of(samples).Select(row => new[] { (row[0] + row[1]) / Math.Sqrt(2), (row[1] - row[0]) / Math.Sqrt(2) }).ToArray())).Covariance();
        return turned[0, 1] / Math.Sqrt(turned[0, 0] * turned[1, 1]);
    }
}

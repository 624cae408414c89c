namespace StreamGmm.Reports.Tests.Svg;

public sealed class HistogramPictureTests
{
    [Fact]
    public void Bars_are_as_high_as_their_counts_and_their_areas_sum_to_1()
    {
        var content = Content.Of(Some.Around(Some.Pair(), 60), Some.Pair(), bins: 8);
        var drawn = new Drawn(content, ReportView.Histogram);
        for (var panel = 0; panel < 2; panel++)
        {
            var (axis, histogram) = (content.Axes[panel], content.Samples!.Histograms[panel]);
            var width = axis.Scale * (histogram.To - histogram.From) / 8;
            var bars = Drawn.Lines(drawn.Of("bars").ElementAt(panel)).Select(bar => (Left: drawn.X(bar[0].X, panel), Right: drawn.X(bar[2].X, panel), Height: drawn.Y(bar[1].Y, panel))).ToArray();
            var full = Enumerable.Range(0, 8).Where(i => histogram.Counts[i] > 0).ToArray();
            Assert.Equal(full.Length, bars.Length);
            Assert.All(full.Zip(bars), pair =>
            {
                Assert.Equal(histogram.Counts[pair.First], pair.Second.Height * width * 61, 0.1);
                Assert.Equal(axis.ToData(histogram.From) + (pair.First * width), pair.Second.Left, 0.01 * width);
                Assert.Equal(width, pair.Second.Right - pair.Second.Left, 0.01 * width);
            });
            Assert.Equal(1, bars.Sum(bar => (bar.Right - bar.Left) * bar.Height), 0.01);
        }
    }

    [Fact]
    public void Curves_are_the_weighted_densities_and_their_sum()
    {
        var mixture = Some.Pair();
        var drawn = new Drawn(Content.Of(Some.Around(mixture, 60), mixture), ReportView.Histogram);
        for (var axis = 0; axis < 2; axis++)
        {
            var marginal = mixture.Marginal(axis);
            var curves = drawn.Of("components").ElementAt(axis).Elements().ToArray();
            for (var k = 0; k < 2; k++)
            {
                var variance = marginal.Covariance(k)[0, 0];
                Assert.All(Drawn.Lines(curves[k]).Single(), p => AssertDensity(
                    marginal.Weights[k] * Math.Exp(-0.5 * Math.Pow(drawn.X(p.X, axis) - marginal.Means[k, 0], 2) / variance) / Math.Sqrt(2 * Math.PI * variance), p.Y, axis));
            }

            Assert.All(Drawn.Lines(drawn.Of("sum").ElementAt(axis)).Single(), p => AssertDensity(Math.Exp(marginal.LogDensity([drawn.X(p.X, axis)])), p.Y, axis));
        }

        void AssertDensity(double expected, double pixel, int panel) => Assert.Equal(expected, drawn.Y(pixel, panel), drawn.Y(0, panel) / 300);
    }

    [Fact]
    public void Bars_too_narrow_to_be_set_apart_are_one_outline()
    {
        var content = Content.Of(Some.Around(Some.Pair(), 60), Some.Pair(), bins: 200);
        var drawn = new Drawn(content, ReportView.Histogram);
        var outline = Assert.Single(Drawn.Lines(drawn.Of("bars").First()));
        var (width, histogram) = (content.Axes[0].Scale * (content.Samples!.Histograms[0].To - content.Samples.Histograms[0].From) / 200, content.Samples.Histograms[0]);
        Assert.Equal(histogram.Counts.Max(), drawn.Y(outline.Min(p => p.Y)) * width * 61, 0.1);
        Assert.Null(drawn.Of("bars").First().Attribute("stroke"));
    }

    [Fact]
    public void One_feature_has_one_panel()
    {
        var mixture = Some.Pair().Marginal(0);
        var drawn = new Drawn(Content.Of(Samples.From([[1], [2], [6]]), mixture), ReportView.Histogram);
        Assert.Equal("x0 →", Assert.Single(drawn.Of("x-name")).Value);
        Assert.Single(drawn.Of("bars"));
    }

    [Fact]
    public void One_component_needs_no_sum() => Assert.Empty(new Drawn(Content.Of(null, Some.Many(1)), ReportView.Histogram).Of("sum"));

    [Fact]
    public void A_needle_of_a_density_does_not_flatten_the_bars()
    {
        var mixture = new GaussianMixture(RealVector.Create([0.5, 0.5]), RealMatrix.Create(new[,] { { 0.0 }, { 3 } }), new Covariances.Spherical(RealVector.Create([1, 1e-14])));
        var drawn = new Drawn(Content.Of(Samples.From([.. Enumerable.Range(0, 50).Select(i => new[] { i / 10.0 })]), mixture, bins: 10), ReportView.Histogram);
        var highest = Drawn.Lines(drawn.Of("bars").Single()).Min(bar => bar[1].Y);
        var clip = drawn.Root.Descendants(Shape.Svg + "clipPath").Single().Elements().Single();
        Assert.InRange((Drawn.Number(clip, "y") + Drawn.Number(clip, "height") - highest) / Drawn.Number(clip, "height"), 0.3, 1);
    }
}

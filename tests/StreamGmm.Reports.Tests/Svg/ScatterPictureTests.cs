using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace StreamGmm.Reports.Tests.Svg;

public sealed partial class ScatterPictureTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1e8)]
    public void Ellipses_lie_at_1_2_and_3_standard_deviations(double shift)
    {
        var mixture = Some.Pair(shift);
        var drawn = new Drawn(Content.Of(Some.Around(mixture, 60), mixture), ReportView.Scatter);
        Assert.Equal(2, drawn.Of("ellipses").Elements().Count());
        foreach (var (group, k) in drawn.Of("ellipses").Elements().Select((group, k) => (group, k)))
        {
            foreach (var (ring, sigma) in group.Elements().Select((ring, i) => (ring, i + 1)))
                Assert.All(Points(group, ring), p => Assert.Equal(sigma, Mahalanobis(mixture, k, drawn.X(p.X), drawn.Y(p.Y)), 0.01));
        }
    }

    [Fact]
    public void A_heavier_component_has_the_stronger_line()
    {
        var mixture = Some.Pair();
        double[] widths = [.. new Drawn(Content.Of(null, mixture), ReportView.Scatter).Of("ellipses").Elements().Select(group => Drawn.Number(group, "stroke-width"))];
        Assert.True(widths[0] < widths[1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e8)]
    public void Contours_are_of_equal_density(double shift)
    {
        var mixture = Some.Pair(shift);
        var drawn = new Drawn(Content.Of(null, mixture), ReportView.Scatter);
        XElement[] contours = [.. drawn.Of("contours").Elements()];
        Assert.Equal(DensityContours.Shares.Count, contours.Length);
        foreach (var contour in contours)
        {
            double[] densities = [.. Drawn.Lines(contour).SelectMany(line => line).Select(p => mixture.LogDensity([drawn.X(p.X), drawn.Y(p.Y)]))];
            Assert.InRange(densities.Length, 20, 2000);
            Assert.InRange(densities.Max() - densities.Min(), 0, 0.05);
        }
    }

    [Fact]
    public void Contours_hold_the_shares_of_probability_that_the_legend_names()
    {
        var mixture = Some.Pair();
        var levels = DensityContours.Levels(mixture);
        var densities = mixture.LogDensity(mixture.Sample(40_000, seed: 1));
        foreach (var (share, level) in DensityContours.Shares.Zip(levels))
            Assert.Equal(share, densities.Count(density => density >= level) / 40_000.0, 0.012);
        Assert.Contains("50, 80, 95, 99 %", new Drawn(Content.Of(null, mixture), ReportView.Scatter).Texts);
    }

    [Fact]
    public void Each_sample_is_a_dot_in_the_colour_of_its_most_likely_component()
    {
        var (mixture, samples) = (Some.Pair(), Some.Around(Some.Pair(), 60));
        var content = Content.Of(samples, mixture);
        var drawn = new Drawn(content, ReportView.Scatter);
        foreach (var path in drawn.Of("samples").Elements().Concat(drawn.Of("outliers").Elements()))
            Assert.Equal(Ink.Color((int)Drawn.Number(path, "data-component")), (string?)path.Attribute("stroke"));
        foreach (var row in samples.Where((_, i) => !content.Samples!.Outliers!.Value[i]))
        {
            var memberships = mixture.Responsibilities(row.AsSpan());
            var path = Assert.Single(drawn.Of("samples").Elements(), path => Drawn.Lines(path).Any(dot => Math.Abs(drawn.X(dot[0].X) - row[0]) < 0.01 && Math.Abs(drawn.Y(dot[0].Y) - row[1]) < 0.1));
            Assert.Equal(memberships[1] > memberships[0] ? 1 : 0, Drawn.Number(path, "data-component"));
        }
    }

    [Fact]
    public void The_more_certain_the_stronger()
    {
        var mixture = Some.Many(2);
        var middle = new[] { (mixture.Means[0, 0] + mixture.Means[1, 0]) / 2, (mixture.Means[0, 1] + mixture.Means[1, 1]) / 2 };
        var drawn = new Drawn(Content.Of(Samples.From([middle, [.. mixture.Means[0]], [.. mixture.Means[1]]]), mixture), ReportView.Scatter);
        var opacities = drawn.Of("samples").Elements().ToDictionary(path => Math.Round(drawn.X(Drawn.Lines(path)[0][0].X), 1), path => Drawn.Number(path, "stroke-opacity"));
        Assert.Equal(3, opacities.Count);
        Assert.All(opacities, pair => Assert.True(pair.Key == Math.Round(middle[0], 1) ? pair.Value < 0.4 : pair.Value > 0.7));
    }

    [Fact]
    public void An_outlier_is_a_cross_where_it_lies()
    {
        var (mixture, samples) = (Some.Pair(), Some.Around(Some.Pair(), 60));
        var drawn = new Drawn(Content.Of(samples, mixture), ReportView.Scatter);
        var strokes = Drawn.Lines(Assert.Single(drawn.Of("outliers").Elements()));
        Assert.Equal(2, strokes.Count);
        Assert.Equal(samples[^1][0], drawn.X(strokes.Average(stroke => stroke.Average(p => p.X))), 0.01);
        Assert.Equal(samples[^1][1], drawn.Y(strokes.Average(stroke => stroke.Average(p => p.Y))), 0.1);
        Assert.Contains("1 outlier", drawn.Texts);
    }

    [Fact]
    public void Each_component_has_its_number_at_its_mean_and_its_weight_in_the_legend()
    {
        var drawn = new Drawn(Content.Of(null, Some.Pair()) is var content ? content with { States = [content.States[0] with { Ids = [4, 17] }] } : content, ReportView.Scatter);
        XElement[] numbers = [.. drawn.Of("numbers").Elements()];
        Assert.Equal(["4", "17"], numbers.Select(text => text.Value));
        Assert.Equal([2, 6], numbers.Select(text => Math.Round(drawn.X(Drawn.Number(text, "x")), 2)));
        Assert.Equal([Ink.Color(0), Ink.Color(1)], numbers.Select(text => (string?)text.Attribute("fill")));
        Assert.Superset(new HashSet<string> { "4: 30 %", "17: 70 %" }, drawn.Texts.ToHashSet());
    }

    [Fact]
    public void Of_a_hundred_components_all_are_drawn_and_the_heaviest_are_named()
    {
        var drawn = new Drawn(Content.Of(null, Some.Many(100)), ReportView.Scatter);
        Assert.Equal(100, drawn.Of("numbers").Elements().Count());
        Assert.Contains("and 87 lighter", drawn.Texts);
        Assert.All(drawn.Of("legend").Descendants(Shape.Svg + "text"), text => Assert.True(Drawn.Number(text.Parent!.Elements(Shape.Svg + "text").Single(), "y") < Picture.Height));
    }

    [Fact]
    public void Samples_alone_are_drawn_in_one_colour()
    {
        var drawn = new Drawn(Content.Of(Some.Around(Some.Pair(), 20), null), ReportView.Scatter);
        Assert.Equal(21, Drawn.Lines(Assert.Single(drawn.Of("samples").Elements())).Count);
        Assert.Empty(drawn.Of("legend"));
    }

    [Fact]
    public void A_mixture_alone_is_drawn_whole()
    {
        var drawn = new Drawn(Content.Of(null, Some.Pair()), ReportView.Scatter);
        Assert.Empty(drawn.Of("samples"));
        var clip = drawn.Root.Descendants(Shape.Svg + "clipPath").Single().Elements().Single();
        var (left, top) = (Drawn.Number(clip, "x"), Drawn.Number(clip, "y"));
        foreach (var group in drawn.Of("ellipses").Elements())
        {
            Assert.All(Points(group, group.Elements().Last()), p => Assert.True(
                p.X >= left && p.X <= left + Drawn.Number(clip, "width") && p.Y >= top && p.Y <= top + Drawn.Number(clip, "height"), $"{p} is outside."));
        }
    }

    [Fact]
    public void Of_equal_dots_one_is_written()
    {
        var rows = Enumerable.Repeat(new[] { 1.0, 2.0 }, 1000).Append([2, 3]).ToArray();
        Assert.Equal(2, Drawn.Lines(Assert.Single(new Drawn(Content.Of(Samples.From(rows), null), ReportView.Scatter).Of("samples").Elements())).Count);
    }

    private static double Mahalanobis(GaussianMixture mixture, int k, double x, double y)
    {
        var (s, dx, dy) = (mixture.Covariance(k), x - mixture.Means[k, 0], y - mixture.Means[k, 1]);
        return Math.Sqrt(((s[1, 1] * dx * dx) - (2 * s[0, 1] * dx * dy) + (s[0, 0] * dy * dy)) / ((s[0, 0] * s[1, 1]) - (s[0, 1] * s[0, 1])));
    }

    /// <summary>Points of an ellipse in pixels, by the rules of SVG for the transform of its group.</summary>
    private static IEnumerable<(double X, double Y)> Points(XElement group, XElement ring)
    {
        double[] turn = [.. Turn().Match((string)group.Attribute("transform")!).Groups.Values.Skip(1).Select(value => double.Parse(value.Value, CultureInfo.InvariantCulture))];
        var (sin, cos) = Math.SinCos(turn[2] * Math.PI / 180);
        for (var i = 0; i < 16; i++)
        {
            var (x, y) = (Drawn.Number(ring, "rx") * Math.Cos(i * Math.PI / 8), Drawn.Number(ring, "ry") * Math.Sin(i * Math.PI / 8));
            yield return (turn[0] + (x * cos) - (y * sin), turn[1] + (x * sin) + (y * cos));
        }
    }

    [GeneratedRegex(@"^translate\(([-\d.]+) ([-\d.]+)\) rotate\(([-\d.]+)\)$")]
    private static partial Regex Turn();
}

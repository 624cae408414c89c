using System.Globalization;
using static StreamGmm.BrowserTests.ReportReading;

namespace StreamGmm.BrowserTests;

[Collection(Browser.Shared)]
public sealed class ReportHistogramTests(Browser browser)
{
    [SkippableFact]
    public Task Bars_count_the_samples_and_are_drawn_as_high() => browser.Visit(Report.Of(ReportExamples.Three.Sample(1_000, seed: 2), ReportExamples.Named), async tab =>
    {
        var bars = (await tab.Numbers(InView("v.histogram.bars.flatMap(bar => [bar.from, bar.to, bar.count])"))).Chunk(3).ToArray();
        var values = ReportExamples.Three.Sample(1_000, seed: 2).Select(row => row[0]).ToArray();
        Assert.Equal(1_000, bars.Sum(bar => bar[2]));
        Assert.Equal(values.Min(), bars[0][0], 1e-6);
        Assert.Equal(values.Max(), bars[^1][1], 1e-6);
        for (var bin = 0; bin < bars.Length; bin++)
        {
            var (from, to) = (bars[bin][0], bars[bin][1]);
            Assert.Equal(values.Count(x => x >= from && (x < to || bin == bars.Length - 1)), bars[bin][2], 1.0); // an edge may be rounded either way

            // The highest pixel of the bar's middle column in the bar's colour: gridlines are grey.
            var top = await tab.Number(InView(string.Create(CultureInfo.InvariantCulture, $$"""
                (() => {
                  const { canvas, toPixel, toValue } = v.histogram, x = Math.floor(toPixel({{(from + to) / 2}}, 0)[0]), floor = Math.floor(toPixel(0, 0)[1]);
                  const { data } = canvas.getContext('2d').getImageData(x, 0, 1, floor);
                  for (let y = 26; y < floor; y++) if (data[4 * y + 3] > 120 && data[4 * y + 2] - data[4 * y] > 80) return toValue(x, y)[1];
                  return 0;
                })()
                """)));
            var pixel = await tab.Number(InView("v.histogram.toValue(0, 100)[1] - v.histogram.toValue(0, 101)[1]"));
            Assert.Equal(bars[bin][2], top, 1.5 * pixel);
        }
    });

    [SkippableFact]
    public Task Curves_are_what_the_mixture_expects_of_a_bin() => browser.Visit(ReportExamples.Fit, async tab =>
    {
        await tab.Choose("histogram", "along", "1");
        Assert.Equal("height", await tab.Evaluate<string>(InView("v.histogram.axes.join()")));
        var mixture = ReportExamples.States[^1].Mixture;
        var bar = await tab.Numbers(InView("[v.histogram.bars[0].from, v.histogram.bars[0].to]"));
        foreach (var x in new[] { -1.0, 4, 9.5, 20 })
        {
            var heights = await tab.Numbers(InView(string.Create(CultureInfo.InvariantCulture, $"(h => [...h.parts, h.sum])(v.histogram.heights({x}))")));
            var expected = Enumerable.Range(0, 3).Select(k => ReportExamples.Drawn.Count * (bar[1] - bar[0]) * mixture.Weights[k] * Normal(x, mixture.Means[k, 1], mixture.Covariance(k)[1, 1])).ToArray();
            Assert.All(expected.Append(expected.Sum()).Zip(heights), pair => Assert.Equal(pair.First, pair.Second, 1e-3 + (1e-3 * pair.First)));
        }

        // The sum is drawn there.
        await tab.ShowOnly("histogram", "sum");
        Assert.InRange(await tab.Off("v.histogram", "v.histogram.toPixel(9.5, v.histogram.heights(9.5).sum)", Theme("ink")), 0, 60);
        Assert.InRange(await tab.Off("v.histogram", "v.histogram.toPixel(9.5, 1.2 * v.histogram.heights(9.5).sum)", Theme("ink")), 61, 255);
    });

    [SkippableFact]
    public Task Weights_are_what_is_counted_and_rows_without_any_are_told() => browser.Visit(
        Report.Of(Samples.From(new double[,] { { 0 }, { 4 }, { 1 }, { 5 } }).WithWeights(new double[] { 1, 2, 3.5, 0 })),
        async tab =>
        {
            Assert.Equal(6.5, await tab.Number(InView("v.histogram.bars.reduce((sum, bar) => sum + bar.count, 0)")), 1e-9);
            Assert.StartsWith("Bars count 3 of 4 samples by their weights", await tab.Page.Locator(".histogram .caption").InnerTextAsync(), StringComparison.Ordinal);
        });

    [SkippableFact]
    public Task Without_samples_it_is_a_density_in_the_units_of_the_data() => browser.Visit(Report.Of(ReportExamples.Three), async tab =>
    {
        var marginal = ReportExamples.Three.Marginal(0);
        foreach (var x in new[] { -6.0, 0.3, 5 })
        {
            Assert.Equal(
                Math.Exp(marginal.LogDensity([x])),
                await tab.Number(InView(string.Create(CultureInfo.InvariantCulture, $"v.histogram.heights({x}).sum"))),
                1e-5);
        }
    });

    [SkippableFact]
    public Task The_boundary_of_two_equal_components_lies_in_the_middle() => browser.Visit(Report.Of(new GaussianMixture([0.5, 0.5], [[1e6 - 2], [1e6 + 2]], new Covariances.Spherical([1, 1]))), async tab =>
    {
        Assert.Equal(1e6, Assert.Single(await tab.Numbers(InView("v.histogram.boundaries"))), 1e-3);
        await tab.ShowOnly("histogram", "boundaries");
        Assert.InRange(await tab.Off("v.histogram", "v.histogram.toPixel(1e6, 0.1)", Theme("ink")), 0, 40);
        Assert.InRange(await tab.Off("v.histogram", "v.histogram.toPixel(1e6 + 0.5, 0.1)", Theme("ink")), 41, 255);
    });

    [SkippableFact]
    public Task The_counts_can_be_read_as_a_table() => browser.Visit(ReportExamples.Fit, async tab =>
    {
        await tab.Page.Locator(".histogram summary").ClickAsync();
        await tab.Until("document.querySelectorAll('.histogram tbody tr').length > 0");
        var counts = await tab.Numbers("[...document.querySelectorAll('.histogram tbody tr')].map(row => Number(row.cells[2].textContent.replace(',', '')))");
        Assert.Equal(await tab.Numbers(InView("v.histogram.bars.map(bar => bar.count)")), counts);
    });

    private static double Normal(double x, double mean, double variance) => Math.Exp(-(x - mean) * (x - mean) / (2 * variance)) / Math.Sqrt(2 * Math.PI * variance);
}

using System.Globalization;
using static StreamGmm.BrowserTests.ReportReading;

namespace StreamGmm.BrowserTests;

[Collection(Browser.Shared)]
public sealed class ReportScatterTests(Browser browser)
{
    private static readonly int[][] Pairs = [[0, 1], [2, 0], [1, 2]];

    [SkippableFact]
    public Task Ellipses_lie_at_the_component_s_own_distance_and_in_its_colour() => browser.Visit(ReportExamples.Fit, async tab =>
    {
        await tab.ShowOnly("scatter", "ellipses");
        var mixture = ReportExamples.States[^1].Mixture.Marginal(0, 1);
        for (var k = 0; k < 3; k++)
        {
            Assert.Equal(k, await tab.Number(InView($"v.scatter.ellipses[{k}].component")));
            foreach (var sigma in new[] { 1, 2, 3 })
            {
                var points = await tab.Numbers(InView($"v.scatter.ellipses[{k}].points[{sigma - 1}].flat()"));
                Assert.All(points.Chunk(2), point => Assert.Equal(sigma, Distance(mixture, k, point), 3e-3));
            }

            // Away from the gridlines of other components: most of 24 places of the inner ellipse have the colour.
            var found = 0;
            for (var at = 0; at < 96; at += 4)
            {
                found += await tab.Off("v.scatter", $"v.scatter.toPixel(...v.scatter.ellipses[{k}].points[0][{at}])", $"v.scatter.ellipses[{k}].color") < 60 ? 1 : 0;
            }

            Assert.InRange(found, 20, 24);
        }
    });

    [SkippableFact]
    public Task A_pair_of_axes_shows_that_marginal() => browser.Visit(ReportExamples.Fit, async tab =>
    {
        foreach (var pair in Pairs)
        {
            await tab.Choose("scatter", "x", $"{pair[0]}");
            await tab.Choose("scatter", "y", $"{pair[1]}");
            var mixture = ReportExamples.States[^1].Mixture.Marginal(pair);
            var names = await tab.Evaluate<string[]>(InView("v.scatter.axes"));
            Assert.Equal(pair.Select(axis => ReportExamples.Named.Columns![axis]), names);
            for (var k = 0; k < 3; k++)
            {
                var (mean, points) = (await tab.Numbers(InView($"v.scatter.ellipses[{k}].mean")), await tab.Numbers(InView($"v.scatter.ellipses[{k}].points[1].flat()")));
                Assert.Equal(mixture.Means[k, 0], mean[0], 1e-4);
                Assert.Equal(mixture.Means[k, 1], mean[1], 1e-4);
                Assert.All(points.Chunk(2), point => Assert.Equal(2, Distance(mixture, k, point), 5e-3));
            }
        }
    });

    [SkippableFact]
    public Task Choosing_the_axis_that_the_other_has_swaps_them() => browser.Visit(ReportExamples.Fit, async tab =>
    {
        await tab.Choose("scatter", "x", "1");
        Assert.Equal("height, width", await tab.Evaluate<string>(InView("v.scatter.axes.join(', ')")));
    });

    [SkippableFact]
    public Task Principal_axes_are_uncorrelated_and_the_first_has_the_larger_variance() => browser.Visit(ReportExamples.Fit, async tab =>
    {
        await tab.Choose("scatter", "x", "p0");
        await tab.Choose("scatter", "y", "p1");
        var scores = (await tab.Numbers(InView("v.scatter.samples.flat()"))).Chunk(2).ToArray();
        var (x, y) = (scores.Average(row => row[0]), scores.Average(row => row[1]));
        var (first, second) = (scores.Average(row => Math.Pow(row[0] - x, 2)), scores.Average(row => Math.Pow(row[1] - y, 2)));
        var shared = scores.Average(row => (row[0] - x) * (row[1] - y));
        Assert.Equal(0, shared / Math.Sqrt(first * second), 1e-3);
        var explained = await tab.Numbers("streamGmmReport.payload.principal.explained");
        Assert.Equal(explained[0] / explained[1], first / second, 2e-3 * first / second);
    });

    [SkippableFact]
    public Task Samples_are_drawn_where_they_lie_in_the_colour_of_their_component() => browser.Visit(ReportExamples.Fit, async tab =>
    {
        await tab.ShowOnly("scatter", "samples");
        var (count, mixture) = (ReportExamples.Drawn.Count, ReportExamples.States[^1].Mixture);
        Assert.Equal(count, await tab.Number(InView("v.scatter.samples.length")));
        var found = 0;
        for (var i = 0; i < 40; i++)
        {
            var (row, shown) = (ReportExamples.Drawn[i], await tab.Numbers(InView($"v.scatter.samples[{i}]")));
            Assert.Equal(row[0], shown[0], 1e-4);
            Assert.Equal(row[1], shown[1], 1e-4);
            found += await tab.Off("v.scatter", $"v.scatter.toPixel(...v.scatter.samples[{i}])", $"v.scatter.ellipses[{mixture.Assign(row)}].color") < 40 ? 1 : 0;
        }

        Assert.InRange(found, 36, 40); // a sample of another component may lie above
    });

    [SkippableFact]
    public Task A_thin_component_within_another_takes_only_its_own_samples()
    {
        // Two lines in one place, one a hundred-thousandth of its length wide, one a hundred times that: every other sample is beside the thin one.
        var lines = Samples.From([.. Enumerable.Range(0, 400).Select(i => new[] { i / 40.0, (i / 40.0) + (i % 2 == 0 ? 0 : 1e-3) })]);
        static RealMatrix Line(double width) => RealMatrix.Create([[8, 8], [8, 8 + (width * width)]]);
        var mixture = new GaussianMixture([0.5, 0.5], [[5, 5], [5, 5]], new Covariances.Full([Line(1e-4), Line(1e-2)]));
        return browser.Visit(Report.Of(mixture, lines), async tab =>
            Assert.Equal(
                Enumerable.Range(0, 400).Select(i => (double)(i % 2)),
                await tab.Numbers("[...streamGmmReport.assigned]")));
    }

    [SkippableFact]
    public Task What_lies_far_away_is_told_and_can_be_seen_and_is_marked() => browser.Visit(ReportExamples.Fit, async tab =>
    {
        var last = ReportExamples.Drawn.Count - 1;
        Assert.Contains("1 of the samples drawn lies outside", await tab.Page.Locator(".scatter .caption").InnerTextAsync(), StringComparison.Ordinal);
        await tab.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "all", Exact = true }).ClickAsync();
        Assert.DoesNotContain("outside", await tab.Page.Locator(".scatter .caption").InnerTextAsync(), StringComparison.Ordinal);
        var ring = $"(([x, y]) => [x - 6, y])(v.scatter.toPixel(...v.scatter.samples[{last}]))";
        Assert.InRange(await tab.Off("v.scatter", ring, Theme("alarm")), 0, 60);
        await tab.ShowOnly("scatter", "samples", "ellipses");
        Assert.InRange(await tab.Off("v.scatter", ring, Theme("alarm")), 61, 255);
    });

    [SkippableFact]
    public Task The_boundary_of_two_equal_components_lies_in_the_middle() => browser.Visit(Report.Of(ReportExamples.Symmetric), async tab =>
    {
        await tab.ShowOnly("scatter", "boundaries");
        foreach (var y in new[] { -2.3, -0.7, 1.4, 2.6 })
        {
            // The dark pixels of a row: gridlines and nothing else are as pale as the page.
            var dark = await tab.Numbers(InView(string.Create(CultureInfo.InvariantCulture, $$"""
                (() => {
                  const { canvas, toPixel, toValue } = v.scatter, row = Math.floor(toPixel(0, {{y}})[1]);
                  const { data } = canvas.getContext('2d').getImageData(0, row, canvas.width, 1), from = toPixel(-4, 0)[0], to = toPixel(4, 0)[0];
                  return Array.from({ length: canvas.width }, (_, x) => x).filter(x => x > from && x < to && data[4 * x + 3] > 120 && data[4 * x] < 110).map(x => toValue(x + 0.5, row)[0]);
                })()
                """)));
            Assert.NotEmpty(dark);
            Assert.All(dark, x => Assert.Equal(0, x, 0.05));
        }
    });

    [SkippableFact]
    public Task Contours_hold_the_shares_they_say() => browser.Visit(
        Report.Of(new GaussianMixture([1], [[50, -3]], new Covariances.Diagonal([[4, 9]]))),
        async tab =>
        {
            await tab.ShowOnly("scatter", "contours");
            var levels = await tab.Numbers(InView("v.scatter.levels"));
            var shares = new[] { 0.99, 0.95, 0.8, 0.5 };
            var peak = await tab.Number("(() => { const [x, y] = streamGmmReport.payload.axes.map(axis => axis.scale); return Math.log(x * y / (2 * Math.PI * 2 * 3)); })()");
            Assert.Equal(shares.Length, levels.Length);
            Assert.All(shares.Zip(levels), pair => Assert.Equal(peak + Math.Log(1 - pair.First), pair.Second, 2e-3));

            // Inside of m rims the fill is laid m times: how opaque the picture is a little within and beyond each rim, halfway between gridlines at most places.
            for (var m = 0; m < shares.Length; m++)
            {
                var radius = Math.Sqrt(-2 * Math.Log(1 - shares[m]));
                Assert.Equal(255 * (1 - Math.Pow(0.93, m + 1)), await Opacity(tab, 0.96 * radius), 4.0);
                Assert.Equal(255 * (1 - Math.Pow(0.93, m)), await Opacity(tab, 1.04 * radius), 4.0);
            }
        });

    [SkippableFact]
    public Task A_component_in_focus_leaves_the_others_pale() => browser.Visit(ReportExamples.Fit, async tab =>
    {
        await tab.ShowOnly("scatter", "ellipses");
        const string place = "v.scatter.toPixel(...v.scatter.ellipses[1].points[0][10])", color = "v.scatter.ellipses[1].color";
        Assert.InRange(await tab.Off("v.scatter", place, color), 0, 60);
        await tab.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "component 0: put in focus" }).ClickAsync();
        Assert.InRange(await tab.Off("v.scatter", place, color), 61, 255);
        Assert.Equal("true", await tab.Page.Locator(".components button[aria-pressed]").First.GetAttributeAsync("aria-pressed"));
    });

    [SkippableFact]
    public Task The_sample_under_the_pointer_is_told() => browser.Visit(ReportExamples.Fit, async tab =>
    {
        var place = await tab.Numbers(InView("(() => { const box = v.scatter.canvas.getBoundingClientRect(), [x, y] = v.scatter.toPixel(...v.scatter.samples[3]); return [x + box.left, y + box.top]; })()"));
        await tab.Page.Mouse.MoveAsync((float)place[0], (float)place[1]);
        var told = await tab.Page.Locator(".tip").InnerTextAsync();
        Assert.StartsWith("row ", told, StringComparison.Ordinal);
        Assert.Contains("width: ", told, StringComparison.Ordinal);
        Assert.Contains("component ", told, StringComparison.Ordinal);
    });

    [SkippableFact]
    public Task Far_from_zero_ticks_are_counted_from_a_round_number() => browser.Visit(
        Report.Of(new GaussianMixture([1], [[1e8, 0]], new Covariances.Spherical([1]))),
        async tab => Assert.Equal("x0 − 100,000,000", await tab.Evaluate<string>("new Axis({ name: 'x0', center: 1e8, scale: 1, from: -3, to: 3 }).ticks(5).title")));

    /// <summary>The Mahalanobis distance of a point from a component of two features.</summary>
    private static double Distance(GaussianMixture mixture, int k, double[] point)
    {
        var (c, x, y) = (mixture.Covariance(k), point[0] - mixture.Means[k, 0], point[1] - mixture.Means[k, 1]);
        return Math.Sqrt(((c[1, 1] * x * x) - (2 * c[0, 1] * x * y) + (c[0, 0] * y * y)) / ((c[0, 0] * c[1, 1]) - (c[0, 1] * c[0, 1])));
    }

    /// <summary>The median opacity on a ring around the component, so many standard deviations away.</summary>
    private static Task<double> Opacity(Tab tab, double radius) => tab.Number(InView(string.Create(CultureInfo.InvariantCulture, $$"""
        (() => {
          const { canvas, toPixel } = v.scatter, context = canvas.getContext('2d');
          const found = Array.from({ length: 45 }, (_, n) => {
            const angle = 2 * Math.PI * n / 45, [x, y] = toPixel(50 + 2 * {{radius}} * Math.cos(angle), -3 + 3 * {{radius}} * Math.sin(angle));
            return context.getImageData(Math.floor(x), Math.floor(y), 1, 1).data[3];
          });
          return found.sort((a, b) => a - b)[22];
        })()
        """)));
}

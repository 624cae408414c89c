using System.Globalization;
using static StreamGmm.BrowserTests.ReportReading;

namespace StreamGmm.BrowserTests;

[Collection(Browser.Shared)]
public sealed class ReportReplayTests(Browser browser)
{
    private static readonly IReadOnlyList<EmState> States = ReportExamples.States;

    [SkippableFact]
    public Task The_slider_shows_each_state_by_keyboard() => browser.Visit(ReportExamples.Fit, async tab =>
    {
        Assert.Equal(States.Count - 1, await tab.Number("streamGmmReport.state"));
        await tab.Page.Locator(".replay input").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Home");
        for (var i = 0; i < States.Count; i++)
        {
            await AssertShown(tab, i);
            await tab.Page.Keyboard.PressAsync("ArrowRight");
        }
    });

    [SkippableFact]
    public Task The_picture_moves_with_the_slider() => browser.Visit(ReportExamples.Fit, async tab =>
    {
        await tab.ShowOnly("scatter", "ellipses");
        await tab.Page.Locator(".replay input").FillAsync("0");
        for (var k = 0; k < 3; k++)
        {
            // The rim of the disc with the component's number.
            var mean = string.Create(CultureInfo.InvariantCulture, $"v.scatter.toPixel({States[0].Mixture.Means[k, 0]:R}, {States[0].Mixture.Means[k, 1]:R})");
            Assert.InRange(await tab.Off("v.scatter", $"(([x, y]) => [x, y - 9.4])({mean})", $"v.scatter.ellipses[{k}].color"), 0, 90);
        }
    });

    [SkippableFact]
    public Task Play_goes_from_the_first_state_to_the_last_and_can_be_paused() => browser.Visit(ReportExamples.Fit, async tab =>
    {
        var button = tab.Page.Locator(".replay button");
        await button.FocusAsync();
        await tab.Page.Keyboard.PressAsync("Space");
        await tab.Until("streamGmmReport.views.replay.playing && streamGmmReport.state > 0 && streamGmmReport.state < streamGmmReport.states.length - 1");
        Assert.Contains("Pause", await button.InnerTextAsync(), StringComparison.Ordinal);
        await tab.Page.Keyboard.PressAsync("Space");
        Assert.False(await tab.Evaluate<bool>("streamGmmReport.views.replay.playing"));
        await tab.Page.Keyboard.PressAsync("Space");
        await tab.Until("!streamGmmReport.views.replay.playing");
        await AssertShown(tab, States.Count - 1);
    });

    [SkippableFact]
    public Task The_table_follows_the_slider() => browser.Visit(ReportExamples.Fit, async tab =>
    {
        await tab.Evaluate<object?>("streamGmmReport.show(1)");
        var cells = await tab.Evaluate<string[]>("[...document.querySelectorAll('.components tbody tr')].map(row => row.cells[1].textContent)");
        Assert.Equal(States[1].Mixture.Weights.Select(weight => weight.ToString("F4", CultureInfo.InvariantCulture)), cells);
        var counts = await tab.Numbers("[...document.querySelectorAll('.components tbody tr')].map(row => Number(row.cells[2].textContent.replace(',', '')))");
        var expected = new double[3];
        foreach (var row in ReportExamples.Drawn)
        {
            expected[States[1].Mixture.Assign(row)]++;
        }

        Assert.All(expected.Zip(counts), pair => Assert.Equal(pair.First, pair.Second, 2.0)); // float32 may turn one that lies on a boundary
    });

    [SkippableFact]
    public Task A_click_on_the_log_likelihood_shows_that_state() => browser.Visit(ReportExamples.Fit, async tab =>
    {
        var place = await tab.Numbers("(() => { const { canvas, toPixel, points } = streamGmmReport.views.logLikelihood; canvas.scrollIntoView(); const box = canvas.getBoundingClientRect(), [x, y] = toPixel(...points[4]); return [x + box.left, y + box.top]; })()");
        await tab.Page.Mouse.MoveAsync((float)place[0], (float)place[1]);
        await tab.Page.Mouse.ClickAsync((float)place[0], (float)place[1]);
        await tab.Until("streamGmmReport.state === 4");
        await AssertShown(tab, 4);
    });

    private static async Task AssertShown(Tab tab, int i)
    {
        var (state, means) = (States[i], await tab.Numbers(InView("v.scatter.ellipses.flatMap(ellipse => ellipse.mean)")));
        Assert.Equal(i, await tab.Number("streamGmmReport.state"));
        for (var k = 0; k < 3; k++)
        {
            Assert.Equal(state.Mixture.Means[k, 0], means[2 * k], 1e-4);
            Assert.Equal(state.Mixture.Means[k, 1], means[(2 * k) + 1], 1e-4);
        }

        var told = await tab.Page.Locator(".replay input").GetAttributeAsync("aria-valuetext");
        Assert.Contains($"iteration {state.Iteration}", told, StringComparison.Ordinal);
        Assert.Contains(state.LogLikelihood.ToString("F6", CultureInfo.InvariantCulture).Replace('-', '−'), told, StringComparison.Ordinal);
        Assert.Contains($"mean ({state.Mixture.Means[0, 0].ToString("F0", CultureInfo.InvariantCulture).Replace('-', '−')}"[..6], await tab.Page.Locator(".scatter canvas").GetAttributeAsync("aria-label"), StringComparison.Ordinal);
    }
}

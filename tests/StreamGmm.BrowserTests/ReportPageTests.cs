using Microsoft.Playwright;
using static StreamGmm.BrowserTests.ReportReading;

namespace StreamGmm.BrowserTests;

[Collection(Browser.Shared)]
public sealed class ReportPageTests(Browser browser)
{
    private static readonly GaussianMixture Far = new([0.5, 0.5], [[1e8, 1e-9], [1e8 + 3, 3e-9]], new Covariances.Diagonal([[1, 1e-18], [1, 1e-18]]));

    public static TheoryData<string> Names => [.. Reports.Keys];

    /// <summary>One report of each kind, and those at the limits.</summary>
    private static readonly Dictionary<string, (Report Report, string Views)> Reports = new()
    {
        ["fit"] = (ReportExamples.Fit, "replay scatter histogram logLikelihood components"),
        ["selection"] = (ReportExamples.Selection, "scatter histogram criteria components"),
        ["stream"] = (ReportExamples.Stream, "replay scatter histogram stream components"),
        ["mixture alone"] = (Report.Of(ReportExamples.Three), "scatter histogram components"),
        ["data alone"] = (Report.Of(ReportExamples.Drawn), "scatter histogram"),
        ["one component of one feature"] = (Report.Of(new GaussianMixture([1], [[5]], new Covariances.Spherical([2]))), "histogram components"),
        ["one sample"] = (Report.Of(Samples.From([[1.5, 2.5]])), "scatter histogram"),
        ["one sample of a mixture of one feature"] = (Report.Of(new GaussianMixture([1], [[5]], new Covariances.Spherical([2])), Samples.From([[5.0]])), "histogram components"),
        ["no log-likelihood is finite"] = (Report.OfTrace([double.NegativeInfinity], ReportExamples.Three), "scatter histogram components"),
        ["a hundred components"] = (Report.Of(Grid(100, 2)), "scatter histogram components"),
        ["64 features"] = (Report.Of(Grid(3, 64), Grid(3, 64).Sample(200)), "scatter histogram components"),
        ["far and small"] = (Report.Of(Far, Far.Sample(500)), "scatter histogram components"),
        ["names to be escaped"] = (Report.Of(ReportExamples.Three, null, new ReportOptions { Title = "<b>&</script><!--", Columns = ["</script>", "\"'", "{{report}}"] }), "scatter histogram components"),
    };

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public Task A_report_has_the_views_of_its_data_on_any_screen(string name) => browser.Visit(Reports[name].Report, async tab =>
    {
        Assert.Equal(Reports[name].Views, await tab.Evaluate<string>("Object.keys(streamGmmReport.views).join(' ')"));
        await AssertFits(tab);
        await tab.AssertAccessible();
        Assert.True(await tab.Evaluate<bool>("[...document.querySelectorAll('canvas')].every(canvas => canvas.getAttribute('role') === 'img' && canvas.getAttribute('aria-label').length > 20 && !/NaN|undefined|Infinity/.test(canvas.getAttribute('aria-label')))"));
        Assert.DoesNotMatch("NaN|undefined|Infinity", await tab.Evaluate<string>("document.body.innerText"));
        await tab.SetTheme(dark: true);
        await tab.Until("streamGmmReport.theme === 'dark'");
        await tab.AssertAccessible();
        await tab.SetSize(360, 740);
        await AssertFits(tab);
        await tab.AssertAccessible();
        Assert.Single(tab.Requests);
    });

    [SkippableFact]
    public Task On_a_phone_nothing_is_wider_than_the_screen() => browser.Visit(
        ReportExamples.Fit,
        async tab =>
        {
            await AssertFits(tab);
            Assert.Equal(2, await tab.Number("(canvas => Math.round(canvas.width / canvas.clientWidth))(document.querySelector('.scatter canvas'))"));
        },
        TabOptions.Phone);

    [SkippableFact]
    public Task The_theme_is_the_system_s_until_the_button_is_pressed() => browser.Visit(
        ReportExamples.Fit,
        async tab =>
        {
            var dark = await Look(tab);
            Assert.Equal("dark", dark.Theme);
            await tab.SetTheme(dark: false);
            await tab.Until("streamGmmReport.theme === 'light'");
            var light = await Look(tab);
            Assert.NotEqual(dark, light);
            await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Dark theme" }).ClickAsync();
            Assert.Equal(dark, await Look(tab));
            await tab.SetTheme(dark: true);
            await tab.SetTheme(dark: false);
            Assert.Equal("dark", await tab.Evaluate<string>("streamGmmReport.theme"));
        },
        new TabOptions { Dark = true });

    [SkippableFact]
    public Task Everything_is_reached_and_worked_by_keyboard() => browser.Visit(ReportExamples.Fit, async tab =>
    {
        var reached = new List<string>();
        for (var stop = 0; stop < 60; stop++)
        {
            await tab.Page.Keyboard.PressAsync("Tab");
            var seen = await tab.Evaluate<string[]>(
                """
                (() => {
                  const at = document.activeElement, shown = at.closest('label.toggle') ?? at;
                  return [at === document.body ? '' : (at.getAttribute('aria-label') ?? at.closest('label')?.textContent ?? at.textContent).trim(), getComputedStyle(shown).outlineStyle];
                })()
                """);
            if (seen[0].Length == 0)
                break;
            Assert.True(seen[1] != "none", $"'{seen[0]}' shows no focus.");
            reached.Add(seen[0]);
            if (seen[0] == "contours")
            {
                await tab.Page.Keyboard.PressAsync("Space");
                Assert.Equal(4, await tab.Number(InView("v.scatter.levels.length")));
            }
            else if (seen[0].StartsWith("Scatter:", StringComparison.Ordinal))
            {
                var before = await tab.Numbers(InView("v.scatter.toValue(100, 100)"));
                await tab.Page.Keyboard.PressAsync("ArrowRight");
                var moved = await tab.Numbers(InView("v.scatter.toValue(100, 100)"));
                Assert.True(moved[0] > before[0] && moved[1] == before[1]);
                await tab.Page.Keyboard.PressAsync("+");
                Assert.True(await tab.Number(InView("v.scatter.toValue(200, 100)[0] - v.scatter.toValue(100, 100)[0]")) < await tab.Number("streamGmmReport.payload.axes[0].scale * 10"));
            }
        }

        Assert.Contains("Dark theme", reached);
        Assert.Contains("State of the replay", reached);
        Assert.Contains("component 2: put in focus", reached);
        Assert.Contains("Copy the model as JSON", reached);
        Assert.Equal(2, reached.Count(text => text == "boundaries"));
    });

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public Task The_model_that_is_copied_is_the_exact_one(bool refused) => browser.Visit(ReportExamples.Fit, async tab =>
    {
        await tab.Evaluate<object?>($"void Object.defineProperty(navigator, 'clipboard', {{ value: {{ writeText: async text => {{ if ({(refused ? "true" : "false")}) throw new Error('refused'); window.copied = text; }} }} }})");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Copy the model as JSON" }).ClickAsync();
        await tab.Until("document.querySelector('.copied').textContent.length > 0");
        Assert.Equal(refused, await tab.Page.Locator("textarea").IsVisibleAsync());
        var json = await tab.Evaluate<string>(refused ? "document.querySelector('textarea').value" : "window.copied");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, json);
            Assert.Equal(ReportExamples.States[^1].Mixture, Gmm.Load(file));
        }
        finally
        {
            File.Delete(file);
        }
    });

    private static async Task AssertFits(Tab tab) => Assert.Equal(0, await tab.Number("document.documentElement.scrollWidth - document.documentElement.clientWidth"));

    /// <summary>The theme, the ground of the page and the colour of the first component.</summary>
    private static async Task<(string Theme, string Ground, string Component)> Look(Tab tab) => (
        await tab.Evaluate<string>("streamGmmReport.theme"),
        await tab.Evaluate<string>("getComputedStyle(document.body).backgroundColor"),
        await tab.Evaluate<string>(InView("v.scatter.ellipses[0].color")));

    /// <summary>So many components on a line through D features.</summary>
    private static GaussianMixture Grid(int components, int dimension) => new(
        [.. Enumerable.Repeat(1.0 / components, components)],
        RealMatrix.Create(Enumerable.Range(0, components).Select(k => RealVector.Create(Enumerable.Range(0, dimension).Select(j => 3.0 * ((k * (j + 1)) % 17))))),
        new Covariances.Spherical([.. Enumerable.Repeat(1.0, components)]));
}

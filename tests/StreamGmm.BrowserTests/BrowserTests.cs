namespace StreamGmm.BrowserTests;

/// <summary>That what the other tests rely on sees what it must see.</summary>
[Collection(Browser.Shared)]
public sealed class BrowserTests(Browser browser)
{
    private const string Canvas = """<canvas id="c" width="200" height="100" style="width:100px;height:50px"></canvas><script>const g = document.getElementById('c').getContext('2d'); g.fillStyle = 'rgb(10,200,30)'; g.fillRect(100, 50, 100, 50);</script>""";

    [SkippableFact]
    public Task A_pixel_is_read_where_CSS_pixels_say() => browser.Visit(Page(Canvas), async tab =>
    {
        Assert.Equal(new Pixel(10, 200, 30, 255), await tab.PixelAt("#c", 51, 26));
        Assert.Equal(new Pixel(0, 0, 0, 0), await tab.PixelAt("#c", 49, 26));
    });

    [SkippableFact]
    public Task The_page_is_one_file_and_nothing_else_is_asked_for() => browser.Visit(Page(Canvas), tab =>
    {
        Assert.EndsWith("page.html", Assert.Single(tab.Requests), StringComparison.Ordinal);
        return Task.CompletedTask;
    });

    [SkippableTheory]
    [InlineData("console.error('it broke')", "it broke")]
    [InlineData("setTimeout(() => { throw new Error('late fault'); })", "late fault")]
    [InlineData("Promise.reject(new Error('unheard'))", "unheard")]
    [InlineData("document.body.append(Object.assign(new Image(), { src: 'http://192.0.2.1/picture.png' }))", "request: GET http://192.0.2.1/picture.png")]
    [InlineData("fetch('https://example.org/data').catch(() => 0)", "request: GET https://example.org/data")]
    [InlineData("new EventSource('http://127.0.0.1:9/events')", "request: GET http://127.0.0.1:9/events")]
    [InlineData("new WebSocket('ws://192.0.2.1/live')", "request: ws://192.0.2.1/live")]
    public async Task A_problem_of_the_page_fails_the_test(string script, string told)
    {
        browser.SkipWithoutBrowser();
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => browser.Visit(Page($"<script>{script}</script>"), async tab =>
        {
            while (!tab.Problems.Any(problem => problem.Contains(told, StringComparison.Ordinal)))
            {
                await tab.NextProblem();
            }
        }));
        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_failed_test_tells_the_problems_of_the_page_too()
    {
        browser.SkipWithoutBrowser();
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => browser.Visit(Page("<script>console.error('the reason')</script>"), async tab =>
        {
            await tab.NextProblem();
            Assert.Fail("the effect");
        }));
        Assert.Contains("the effect", fault.Message, StringComparison.Ordinal);
        Assert.Contains("the reason", fault.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public Task A_problem_that_the_test_takes_is_forgiven() => browser.Visit(Page("<script>console.error('planned')</script>"), async tab =>
    {
        await tab.NextProblem();
        Assert.Contains("planned", Assert.Single(tab.TakeProblems()), StringComparison.Ordinal);
    });

    [SkippableFact]
    public Task A_planted_violation_of_accessibility_is_found_under_a_strict_policy() => browser.Visit(
        Page("""<img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==">""", """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">"""),
        async tab => Assert.StartsWith("image-alt (critical)", Assert.Single(await tab.Violations()), StringComparison.Ordinal));

    [SkippableFact]
    public Task A_plain_page_is_accessible() => browser.Visit(Page(""), tab => tab.AssertAccessible());

    [SkippableFact]
    public Task The_screen_is_the_one_asked_for_and_can_be_changed() => browser.Visit(
        Page(""),
        async tab =>
        {
            const string look = "[innerWidth, devicePixelRatio, matchMedia('(prefers-color-scheme: dark)').matches, matchMedia('(pointer: coarse)').matches].join()";
            Assert.Equal("360,2,true,true", await tab.Evaluate<string>(look));
            await tab.SetTheme(dark: false);
            await tab.SetSize(700, 500);
            Assert.Equal("700,2,false,true", await tab.Evaluate<string>(look));
        },
        TabOptions.Phone with { Dark = true });

    [SkippableFact]
    public async Task Pages_share_nothing()
    {
        const string visits = "localStorage.visits = Number(localStorage.visits ?? 0) + 1";
        for (var i = 0; i < 2; i++)
        {
            await browser.Visit(Page(""), async tab => Assert.Equal(1, await tab.Evaluate<int>(visits)));
        }
    }

    [Fact]
    public Task Only_pages_of_this_machine_are_visited() =>
        Assert.ThrowsAsync<ArgumentException>(() => browser.Visit(new Uri("http://example.org/"), _ => Task.CompletedTask));

    private static string Page(string body, string head = "") => $"""<!doctype html><html lang="en"><head><meta charset="utf-8">{head}<meta name="viewport" content="width=device-width, initial-scale=1"><title>A page</title></head><body><main><h1>A page</h1>{body}</main></body></html>""";
}

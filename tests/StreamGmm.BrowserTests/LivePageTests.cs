using System.Text;
using LiveDashboard;
using LiveDashboard.Sources;
using Microsoft.Playwright;

namespace StreamGmm.BrowserTests;

/// <summary>The page of the live dashboard in a real browser. Time passes only when a test lets it.</summary>
[Collection(Browser.Shared)]
public sealed class LivePageTests(Browser browser)
{
    private const string Still = "streamGmmLive.frames > 0 && !streamGmmLive.scene.moving && !streamGmmLive.scene.plot.pending";

    [SkippableFact]
    public Task The_drift_button_leads_to_an_alarm_on_the_page() => Visit(async (server, tab) =>
    {
        server.Pass(10);
        await Seen(tab, 20_000);
        Assert.Equal("0", await tab.Page.TextContentAsync("#alarms"));
        await tab.Page.ClickAsync("#drift");
        await tab.Until("document.getElementById('answer').textContent === 'The stream jumps.'");
        server.Pass(10);
        await tab.Until("document.getElementById('alarm').textContent.startsWith('drift alarm 1: the stream has changed, at position 2')");
        await Seen(tab, 40_000);
        await tab.Until("document.getElementById('alarms').textContent === '1'");
        Assert.Equal(1, await tab.Page.Locator("#log [data-kind=alarm]").CountAsync());
        Assert.True(await tab.Page.Locator("#log [data-kind=lineage]").CountAsync() >= 8);

        // The alarm is an upright line in the curve of the score, where the server says it was.
        var alarm = server.Fit.Journal.Since(null).Happenings.Single(h => h.Kind == "alarm");
        var place = await tab.Evaluate<double[]>($"(() => {{ const plot = streamGmmLive.curves.curves[0].plot; plot.draw(); return [plot.px({alarm.Position}), plot.frame.top + 30]; }})()");
        var colour = await Colour(tab, "streamGmmLive.curves.curves[0].plot.theme.alarm");
        var pixels = new List<int>();
        for (var shift = -1; shift <= 1; shift++)
            pixels.Add((await tab.PixelAt("#score-curve", place[0] + shift, place[1])).DistanceTo(colour));
        Assert.InRange(pixels.Min(), 0, 90);
    });

    [SkippableFact]
    public Task Ellipses_are_drawn_where_the_state_says() => Visit(
        async (server, tab) =>
        {
            server.Pass(20);
            await Seen(tab, 40_000);
            await tab.Until(Still);
            var state = (await server.State()).State;
            var mixture = state.Mixture!;
            for (var k = 0; k < mixture.Components; k++)
            {
                var colour = await Colour(tab, $"streamGmmLive.scene.look({state.ComponentIds[k]}).color");
                var (a, b, c) = (mixture.Covariance(k)[0, 0], mixture.Covariance(k)[0, 1], mixture.Covariance(k)[1, 1]);
                var hits = 0;
                for (var step = 0; step < 16; step++)
                {
                    // One standard deviation away, by the Cholesky factor.
                    var (cos, sin) = (Math.Cos(Math.Tau * step / 16), Math.Sin(Math.Tau * step / 16));
                    var (x, y) = (mixture.Means[k, 0] + (Math.Sqrt(a) * cos), mixture.Means[k, 1] + (b / Math.Sqrt(a) * cos) + (Math.Sqrt(c - (b * b / a)) * sin));
                    var pixel = await tab.Evaluate<double[]>(FormattableString.Invariant($"streamGmmLive.scene.plot.toPixel({x:R}, {y:R})"));
                    hits += (await tab.PixelAt("#scatter", pixel[0], pixel[1])).DistanceTo(colour) < 40 ? 1 : 0;
                }

                Assert.InRange(hits, 14, 16);
            }
        },
        options: new TabOptions { ReducedMotion = true });

    [SkippableFact]
    public Task Components_glide_to_where_the_next_state_has_them_and_the_table_says_the_same() => Visit(async (server, tab) =>
    {
        server.Pass(5);
        await Seen(tab, 10_000);
        await tab.Until(Still);
        await tab.Page.ClickAsync("#pause");
        await tab.Until("document.getElementById('status').dataset.status === 'paused'");
        await tab.Until("document.getElementById('samples').textContent === '10,000' && !streamGmmLive.panel.timer");
        var (state, rows) = ((await server.State()).State, await tab.Page.Locator("#components tr").AllInnerTextsAsync());
        Assert.Equal(state.ComponentIds.Select(id => $"{id}"), rows.Select(row => row.Split('\t')[0].Trim()));
        Assert.Equal(state.Mixture!.Weights.Select(w => w < 0.0995 ? $"{100 * w:F1} %" : $"{100 * w:F0} %"), rows.Select(row => row.Split('\t')[1].Trim()));

        // The page is told of another place for a component: it is on its way first, and then there.
        var path = await tab.Evaluate<double[]>(
            """
            async () => {
              const { scene } = streamGmmLive, [id, { mean, ...rest }] = [...scene.target][0], start = scene.shown.get(id).mean[0], path = [];
              scene.target.set(id, { ...rest, mean: [mean[0] + 2, mean[1]] });
              scene.move();
              while (scene.moving) {
                await new Promise(requestAnimationFrame);
                path.push(scene.shown.get(id).mean[0] - start);
              }
              return path;
            }
            """);
        Assert.Equal(path.Order(), path);
        Assert.InRange(path[0], 0.01, 1.9);
        Assert.Equal(2, path[^1], 6);
    });

    [SkippableFact]
    public Task A_page_whose_connection_broke_goes_on_where_it_was() => Visit(async (server, _) =>
    {
        using var relay = new LiveRelay(server.Address);
        await browser.Visit(Named(relay.Address), async tab =>
        {
            server.Pass(5);
            await Seen(tab, 10_000);
            await tab.Evaluate<bool>("streamGmmLive.whole = 0, streamGmmLive.connection.give = (give => frame => { streamGmmLive.whole += frame.whole; give(frame); })(streamGmmLive.connection.give), true");
            relay.Cut();
            await tab.Until("document.getElementById('status').dataset.status === 'reconnecting'");
            server.Pass(5);
            await Seen(tab, 20_000);
            await tab.Until("document.getElementById('status').dataset.status === 'running'");
            Assert.Equal(0, await tab.Evaluate<int>("streamGmmLive.whole"));
            Assert.Equal(Enumerable.Range(1, 100).Select(i => 200 * i), await tab.Evaluate<int[]>("streamGmmLive.curves.points.map(point => point.position)"));
            Assert.All(tab.TakeProblems(), problem => Assert.Contains("net::ERR", problem, StringComparison.Ordinal));
        });
    });

    [SkippableFact]
    public Task Pause_and_go_on() => Visit(async (server, tab) =>
    {
        server.Pass(2);
        await Seen(tab, 4000);
        await tab.Page.FocusAsync("#pause");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Until("document.getElementById('pause').textContent === 'Go on' && document.getElementById('speed').textContent === '0'");
        server.Pass(10);
        Assert.Equal(4000, (await server.State()).State.Position);
        await tab.Page.Keyboard.PressAsync("Space");
        await tab.Until("document.getElementById('pause').textContent === 'Pause' && document.getElementById('status').textContent === 'running'");
        server.Pass(1);
        await Seen(tab, 6000);
    });

    [SkippableFact]
    public Task Rate_and_memory_are_chosen_and_a_memory_too_short_is_told() => Visit(async (server, tab) =>
    {
        server.Pass(2);
        await Seen(tab, 4000);
        await tab.Page.FillAsync("#rate", "500");
        await tab.Page.PressAsync("#rate", "Enter");
        await tab.Until("document.getElementById('answer').textContent === '500 rows a second.'");
        server.Pass(2);
        await Seen(tab, 5000);
        await tab.Page.FillAsync("#half-life", "10");
        await tab.Page.PressAsync("#half-life", "Enter");
        await tab.Until("document.querySelector('.answer.refused')?.textContent.startsWith('A half-life of 10 samples is too short')");
        await tab.Page.FillAsync("#half-life", "1000");
        await tab.Page.PressAsync("#half-life", "Enter");
        await tab.Until("document.querySelector('.answer:not(.refused)')?.textContent === 'Memory: half-life 1,000 samples, cut back on an alarm.'");
        await tab.Page.SelectOptionAsync("#remember", "all");
        await tab.Until("document.getElementById('answer').textContent.includes('nothing is forgotten') && document.getElementById('half-life').disabled");
        Assert.Null(server.Fit.Journal.Since(null).Latest.Conditions.Memory.HalfLife);
        Assert.Contains("400 (Bad Request)", Assert.Single(tab.TakeProblems()), StringComparison.Ordinal);
    });

    [SkippableFact]
    public Task A_state_is_downloaded_and_resumed_from() => Visit(async (server, tab) =>
    {
        server.Pass(3);
        await Seen(tab, 6000);
        var kept = await server.Get("state");
        var download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.Page.ClickAsync("#state"));
        Assert.Equal("state.json", download.SuggestedFilename);
        Assert.Equal(kept, await File.ReadAllBytesAsync((await download.PathAsync())!));
        server.Pass(3);
        await Seen(tab, 12_000);

        await tab.Page.SetInputFilesAsync("#file", new FilePayload { Name = "state.json", MimeType = "application/json", Buffer = kept });
        await tab.Until("document.getElementById('answer').textContent === 'Resumed from a state of 6,000 samples.'");
        await tab.Until("streamGmmLive.curves.points.at(-1).position === 6000 && document.getElementById('log').childElementCount === 1");
        kept[500] ^= 1;
        await tab.Page.SetInputFilesAsync("#file", new FilePayload { Name = "state.json", MimeType = "application/json", Buffer = kept });
        await tab.Until("document.querySelector('.answer.refused')?.textContent.includes('Use a file that --state or Gmm.SaveState wrote')");
        await tab.Page.SetInputFilesAsync("#file", new FilePayload { Name = "huge.json", MimeType = "application/json", Buffer = new byte[17 << 20] });
        await tab.Until("document.querySelector('.answer.refused')?.textContent.startsWith('huge.json has 17 MB')");
        Assert.All(tab.TakeProblems(), problem => Assert.Contains("400 (Bad Request)", problem, StringComparison.Ordinal));
    });

    [SkippableFact]
    public Task Any_pair_of_axes_can_be_seen() => Visit(
        async (server, tab) =>
        {
            server.Pass(3);
            await Seen(tab, 6000);
            await tab.Page.SelectOptionAsync("#axis-y", "3");
            await tab.Until("String(streamGmmLive.scene.axes) === '0,3'");
            await tab.Page.SelectOptionAsync("#axis-x", "3");
            await tab.Until("String(streamGmmLive.scene.axes) === '3,0' && streamGmmLive.scene.plot.x.name === '3'");
            var (state, page) = ((await server.State()).State, await tab.Evaluate<double[][]>("[...streamGmmLive.scene.target.values()].map(component => component.mean)"));
            Assert.Equal(state.Mixture!.Means.Select(mean => new[] { mean[3], mean[0] }), page);
        },
        new DriftingSource(dimension: 4));

    [SkippableFact]
    public Task One_feature_is_drawn_as_bands_and_the_end_of_a_file_is_told()
    {
        var rows = new GaussianMixture([0.5, 0.5], [[0], [8]], new Covariances.Spherical([1, 2])).Sample(3000, seed: 2);
        var input = new MemoryStream(Encoding.UTF8.GetBytes($"size\n{string.Join('\n', rows.Select(row => row[0].ToString("R", System.Globalization.CultureInfo.InvariantCulture)))}\n"));
        return Visit(
            async (server, tab) =>
            {
                while (server.Fit.Journal.Since(null).Latest.Conditions.Status != "ended")
                    server.Pass(0.1);
                await tab.Until("document.getElementById('status').dataset.status === 'ended' && document.getElementById('pause').disabled && document.getElementById('drift').disabled");
                await tab.Until("document.querySelector('#log li').textContent.endsWith('the stream has ended')");
                await tab.Until(Still);
                Assert.Equal("size", await tab.Evaluate<string>("streamGmmLive.scene.plot.x.name"));
                var mixture = (await server.State()).State.Mixture!;
                var pixel = await tab.Evaluate<double[]>(FormattableString.Invariant($"streamGmmLive.scene.plot.toPixel({mixture.Means[0, 0] + Math.Sqrt(mixture.Covariance(0)[0, 0]):R}, 700)"));
                Assert.InRange((await tab.PixelAt("#scatter", pixel[0], pixel[1])).DistanceTo(await Colour(tab, "streamGmmLive.scene.look(0).color")), 0, 40);
                await tab.AssertAccessible();
            },
            FileSource.Open(input, TextWriter.Null),
            Settings.Default with { Fewest = 2, Most = 2 },
            new TabOptions { ReducedMotion = true });
    }

    [SkippableTheory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public Task The_page_is_accessible_and_fits_the_screen(bool isDark, bool isPhone) => Visit(
        async (server, tab) =>
        {
            server.Pass(3);
            server.Fit.Drift();
            server.Pass(5);
            await Seen(tab, 16_000);
            await tab.Until(Still);
            await tab.AssertAccessible();
            Assert.True(await tab.Evaluate<bool>("document.documentElement.scrollWidth <= innerWidth"));
            Assert.True(await tab.Evaluate<bool>("[...document.querySelectorAll('button, select, input, a')].filter(control => control.offsetParent).every(control => control.getBoundingClientRect().height >= 34)"));
        },
        options: (isPhone ? TabOptions.Phone : new TabOptions()) with { Dark = isDark });

    [SkippableFact]
    public Task Another_theme_is_taken_at_once() => Visit(async (server, tab) =>
    {
        server.Pass(2);
        await Seen(tab, 4000);
        var before = await tab.Evaluate<string>("streamGmmLive.scene.plot.theme.ink");
        await tab.SetTheme(dark: true);
        await tab.Until($"streamGmmLive.scene.plot.theme.ink !== '{before}' && streamGmmLive.curves.curves[1].plot.theme.ink !== '{before}'");
    });

    [SkippableFact]
    public Task Everything_can_be_reached_by_the_keyboard() => Visit(async (server, tab) =>
    {
        server.Pass(2);
        await Seen(tab, 4000);
        var reached = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            await tab.Page.Keyboard.PressAsync("Tab");
            reached.Add(await tab.Evaluate<string>("document.activeElement.id || document.activeElement.className"));
        }

        Assert.Equal(["pause", "drift", "rate", "remember", "half-life", "model", "state", "upload", "scroll", "scroll"], reached[..10]);
    });

    [SkippableFact]
    public Task The_page_keeps_no_more_than_it_draws() => Visit(async (server, tab) =>
    {
        for (var i = 0; i < 25; i++)
        {
            server.Pass(10);
            await Seen(tab, 20_000 * (i + 1));
        }

        Assert.Equal(new[] { 3000, 1800 }, await tab.Evaluate<int[]>("[streamGmmLive.scene.rows.length, streamGmmLive.curves.points.length]"));
    });

    /// <summary>Until the page shows what came up to a position.</summary>
    private static Task Seen(Tab tab, long position) => tab.Until($"streamGmmLive.curves.points.at(-1)?.position === {position}");

    private static async Task<Pixel> Colour(Tab tab, string expression)
    {
        var parts = await tab.Evaluate<int[]>($"(() => {{ const context = document.createElement('canvas').getContext('2d'); context.fillStyle = {expression}; context.fillRect(0, 0, 1, 1); return Array.from(context.getImageData(0, 0, 1, 1).data); }})()");
        return new Pixel((byte)parts[0], (byte)parts[1], (byte)parts[2], (byte)parts[3]);
    }

    private async Task Visit(Func<LiveServer, Tab, Task> test, ISource? source = null, Settings? settings = null, TabOptions? options = null)
    {
        browser.SkipWithoutBrowser();
        await using var server = await LiveServer.StartAsync(source, settings);
        await browser.Visit(Named(server.Address), tab => test(server, tab), options);
    }

    /// <summary>The address as the browser may ask for it: it resolves no other name.</summary>
    private static Uri Named(Uri address) => new UriBuilder(address) { Host = "localhost" }.Uri;
}

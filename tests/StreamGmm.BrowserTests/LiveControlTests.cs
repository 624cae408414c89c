using System.Net.Mime;
using System.Text;
using LiveDashboard;
using LiveDashboard.Fitting;
using LiveDashboard.Watching;

namespace StreamGmm.BrowserTests;

/// <summary>The controls of the live dashboard, and who may use them.</summary>
public sealed class LiveControlTests
{
    [Fact]
    public async Task A_pause_takes_no_rows_and_then_goes_on_without_a_burst()
    {
        await using var server = await LiveServer.StartAsync();
        server.Pass(1);
        Assert.Equal((200, "Paused."), await server.Post("control/pause", """{"paused": true}"""));
        server.Pass(60);
        Assert.Equal(2000, (await server.State()).State.Position);
        Assert.Equal("paused", server.Fit.Journal.Since(null).Latest.Conditions.Status);
        await server.Post("control/pause", """{"paused": false}""");
        server.Pass(1);
        Assert.Equal(4000, (await server.State()).State.Position);
    }

    [Fact]
    public async Task The_rate_is_what_was_asked_for()
    {
        await using var server = await LiveServer.StartAsync();
        Assert.Equal((200, "33 rows a second."), await server.Post("control/rate", """{"rate": 33}"""));
        server.Pass(10);
        Assert.Equal(330, (await server.State()).State.Position);
        await server.Post("control/rate", """{"rate": 100000}""");
        server.Pass(1);
        Assert.Equal(100_330, (await server.State()).State.Position);
        Assert.All(server.Fit.Journal.Since(null).Rows[^10..], rows => Assert.Equal(2 * 200, rows.Length));
    }

    [Theory]
    [InlineData("control/rate", """{"rate": 0}""", "The rate is 0: a number of rows a second above 0, 200,000 at most, was expected.")]
    [InlineData("control/rate", """{"rate": 1e9}""", "The rate is 1000000000:")]
    [InlineData("control/rate", """{"rate": "fast"}""", "The request is not what was expected")]
    [InlineData("control/rate", "{}", "The request is not what was expected")]
    [InlineData("control/pause", "[", "The request is not what was expected")]
    [InlineData("control/memory", """{"halfLife": 10, "adaptive": true}""", "A half-life of 10 samples is too short for 17 parameters: 24 is the least that is sound.")]
    [InlineData("control/memory", """{"halfLife": -1, "adaptive": true}""", "A half-life is a positive number of samples.")]
    public async Task A_wish_that_cannot_be_granted_is_told_why_and_changes_nothing(string path, string json, string message)
    {
        await using var server = await LiveServer.StartAsync();
        var before = server.Fit.Journal.Since(null).Place;
        var (status, told) = await server.Post(path, json);
        Assert.Equal(400, status);
        Assert.Contains(message, told, StringComparison.Ordinal);
        Assert.Equal(before, server.Fit.Journal.Since(null).Place);
    }

    [Fact]
    public async Task An_injected_drift_raises_an_alarm_and_fresh_components_take_over()
    {
        await using var server = await LiveServer.StartAsync();
        server.Pass(10);
        Assert.Equal(0, (await server.State()).State.Alarms);
        Assert.Equal((200, "The stream jumps."), await server.Post("control/drift", "{}"));
        server.Pass(10);
        var happenings = server.Fit.Journal.Since(null).Happenings;
        Assert.Equal(1, (await server.State()).State.Alarms);
        Assert.Contains(new Happening("control", 20_000, "the stream was made to jump"), happenings);
        Assert.Contains(happenings, h => h is { Kind: "alarm", Position: > 20_000 and < 22_000 });
        Assert.Contains(happenings, h => h is { Kind: "lineage", Text: "component 0 died" });
    }

    [Theory]
    [InlineData("""{"halfLife": 500, "adaptive": false}""", 500, false)]
    [InlineData("""{"halfLife": 500, "adaptive": true}""", 500, true)]
    [InlineData("""{"halfLife": null, "adaptive": true}""", null, true)]
    public async Task Another_memory_goes_on_from_the_state_without_losing_a_row(string json, int? halfLife, bool adaptive)
    {
        await using var server = await LiveServer.StartAsync();
        server.Pass(3.05);
        var before = (await server.State()).State;
        Assert.Equal(200, (await server.Post("control/memory", json)).Status);
        server.Pass(3.05);
        var after = (await server.State()).State;

        // What comes of it is what the library makes of the same rows.
        var wanted = new Remembering(halfLife, adaptive);
        using var same = new LiveDashboard.Sources.DriftingSource();
        var expected = OnlineEm.Start(Settings.Default.Options);
        while (expected.Position < after.Position)
            expected = OnlineEm.Next(expected, same.Take(200)!, expected.Position < before.Position ? Settings.Default.Options : Settings.Default.Options with { Memory = wanted.ToPolicy() });
        Assert.Equal((6000, 12_200), (before.SamplesSeen, after.SamplesSeen));
        Assert.Equal(expected, after);
        Assert.Equal(wanted, server.Fit.Journal.Since(null).Latest.Conditions.Memory);
    }

    [Theory]
    [InlineData("Origin", "http://localhost:3000", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "https://example.org", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Host", "example.org", 400)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("Host", "localhost", 200)]
    public async Task Only_the_page_of_the_server_presses_buttons(string header, string value, int status)
    {
        await using var server = await LiveServer.StartAsync();
        foreach (var (path, json) in new[] { ("control/pause", """{"paused": true}"""), ("control/drift", "{}") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = LiveServer.Json(Encoding.UTF8.GetBytes(json)) };
            request.Headers.TryAddWithoutValidation(header, value);
            using var response = await server.Client.SendAsync(request);
            Assert.Equal(status, (int)response.StatusCode);
        }

        Assert.Equal(status == 200 ? "paused" : "running", server.Fit.Journal.Since(null).Latest.Conditions.Status);
    }

    [Theory]
    [InlineData("events")]
    [InlineData("state")]
    [InlineData("model")]
    public async Task A_page_of_another_site_sees_nothing(string path)
    {
        await using var server = await LiveServer.StartAsync();
        server.Pass(2);
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Sec-Fetch-Site", "cross-site" }, { "Sec-Fetch-Mode", "no-cors" } } };
        using var response = await server.Client.SendAsync(request);
        Assert.Equal(403, (int)response.StatusCode);
        Assert.Contains("another site", await LiveServer.MessageOf(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MediaTypeNames.Text.Plain)]
    [InlineData(MediaTypeNames.Application.FormUrlEncoded)]
    public async Task What_a_form_could_send_is_refused(string type)
    {
        await using var server = await LiveServer.StartAsync();
        foreach (var path in new[] { "control/drift", "state" })
        {
            using var content = new StringContent("{}", Encoding.UTF8, type);
            var (status, message) = await server.Post(path, content);
            Assert.Equal(415, status);
            Assert.Contains("application/json was expected", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--sorce x", "'--sorce' is no option.")]
    [InlineData("--rate", "'--rate' lacks its value.")]
    [InlineData("--rate 0", "--rate is '0': a number above 0, 200,000 at most, was expected.")]
    [InlineData("--half-life soon", "--half-life is 'soon': a number above 0 was expected.")]
    [InlineData("--components 8..1", "--components is '8..1': a number from 1 to 100, or two as in 1..8, was expected.")]
    public void Arguments_that_are_none_are_told(string line, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => CommandLine.Parse(line.Split(' '))).Message);

    [Fact]
    public void Arguments_are_read()
    {
        var read = CommandLine.Parse(["--source", "-", "--rate=50", "--components", "2..5", "--half-life", "none", "--seed", "3", "--urls", "http://127.0.0.1:1"]);
        Assert.Equal(new CommandLine("-", new Settings(50, new Remembering(null, true), 2, 5, 3)), read);
    }
}

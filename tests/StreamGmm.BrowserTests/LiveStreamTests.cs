using System.Net.ServerSentEvents;
using System.Text.Json;
using LiveDashboard.Sources;
using LiveDashboard.Watching;

namespace StreamGmm.BrowserTests;

/// <summary>What the live dashboard sends to those who watch.</summary>
public sealed class LiveStreamTests
{
    [Fact]
    public async Task A_viewer_that_comes_back_goes_on_where_it_was()
    {
        await using var server = await LiveServer.StartAsync();
        server.Pass(1);
        var first = await server.First();
        server.Pass(0.5);
        var second = await server.First(first.EventId);
        var query = await server.First(query: $"?since={first.EventId}");

        Assert.True(first.Data.GetProperty("whole").GetBoolean());
        Assert.False(second.Data.GetProperty("whole").GetBoolean());
        Assert.Equal(Positions(200, 10), PositionsOf(first));
        Assert.Equal(Positions(2200, 5), PositionsOf(second));
        Assert.Equal(2 * 1000, second.Data.GetProperty("points").GetArrayLength());
        Assert.Equal(JsonSerializer.Serialize(second.Data), JsonSerializer.Serialize(query.Data));
        Assert.Equal(TimeSpan.FromMilliseconds(500), second.ReconnectionInterval);
    }

    [Theory]
    [InlineData("0f8fad5bd9cb469fa16570867728950e-3")]
    [InlineData("3")]
    [InlineData("no place")]
    public async Task A_viewer_with_an_id_of_another_run_gets_all_anew(string id)
    {
        await using var server = await LiveServer.StartAsync();
        server.Pass(1);
        var frame = await server.First(id);
        Assert.True(frame.Data.GetProperty("whole").GetBoolean());
        Assert.Equal(Positions(200, 10), PositionsOf(frame));
    }

    [Fact]
    public async Task A_viewer_that_was_away_for_longer_than_anything_is_kept_gets_all_anew()
    {
        await using var server = await LiveServer.StartAsync();
        server.Pass(1);
        var first = await server.First();
        server.Pass(200);
        var later = await server.First(first.EventId);
        Assert.True(later.Data.GetProperty("whole").GetBoolean());
        Assert.Equal(Positions(201 * 2000 - (1799 * 200), 1800), PositionsOf(later));
    }

    [Fact]
    public async Task A_viewer_sees_the_state_that_is_learned()
    {
        await using var server = await LiveServer.StartAsync(new DriftingSource(dimension: 4));
        server.Pass(5);
        var frame = (await server.First(query: "?x=3&y=1")).Data;
        var mixture = (await server.State()).State.Mixture!.Marginal(3, 1);
        var seen = frame.GetProperty("mixture");
        for (var k = 0; k < mixture.Components; k++)
        {
            Assert.Equal(mixture.Weights[k], seen.GetProperty("weights")[k].GetDouble());
            Assert.Equal(mixture.Means[k], Doubles(seen.GetProperty("means")[k]));
            Assert.Equal([mixture.Covariance(k)[0, 0], mixture.Covariance(k)[0, 1], mixture.Covariance(k)[1, 1]], Doubles(seen.GetProperty("covariances")[k]));
        }

        Assert.Equal(mixture.Components, seen.GetProperty("ids").GetArrayLength());
        Assert.Equal(["0", "1", "2", "3"], frame.GetProperty("axes").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task Rows_are_drawn_as_they_came()
    {
        await using var server = await LiveServer.StartAsync(new DriftingSource(dimension: 3, seed: 5));
        server.Pass(0.1);
        using var same = new DriftingSource(dimension: 3, seed: 5);
        var expected = same.Take(200)!.Samples.SelectMany(row => new[] { row[2], row[0] });
        Assert.Equal(expected, Doubles((await server.First(query: "?x=2&y=0")).Data.GetProperty("points")));
    }

    [Theory]
    [InlineData("?x=2&y=0")]
    [InlineData("?x=1&y=1")]
    [InlineData("?x=-1")]
    public async Task Axes_that_are_not_there_are_refused(string query)
    {
        await using var server = await LiveServer.StartAsync();
        using var response = await server.Client.GetAsync(new Uri($"events{query}", UriKind.Relative));
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("two different ones from 0 to 1 were expected", await LiveServer.MessageOf(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_viewers_see_one_fit()
    {
        await using var server = await LiveServer.StartAsync();
        var viewers = Enumerable.Range(0, 5).Select(_ => server.Watch().GetAsyncEnumerator()).ToArray();
        foreach (var viewer in viewers)
            Assert.True(await viewer.MoveNextAsync().AsTask().WaitAsync(LiveServer.Limit));
        for (var tick = 0; tick < 10; tick++)
        {
            server.Pass(0.1);
            foreach (var viewer in viewers)
                Assert.True(await viewer.MoveNextAsync().AsTask().WaitAsync(LiveServer.Limit));
            Assert.Single(viewers.Select(viewer => $"{viewer.Current.EventId} {viewer.Current.Data.GetRawText()}").Distinct());
        }

        foreach (var viewer in viewers)
            await viewer.DisposeAsync();
    }

    [Fact]
    public async Task A_viewer_that_reads_nothing_is_kept_nothing_and_gets_the_latest_state_when_it_reads_again()
    {
        await using var server = await LiveServer.StartAsync();
        await using var viewer = server.Watch().GetAsyncEnumerator();
        Assert.True(await viewer.MoveNextAsync());

        // Until the rings are full, and then as long again: nothing grows.
        server.Pass(200);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        server.Pass(200);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 4 << 20);

        var last = server.Fit.Journal.Since(null).Place;
        var frames = 0;
        for (; LiveServer.PlaceOf(viewer.Current) != last; frames++)
            Assert.True(await viewer.MoveNextAsync().AsTask().WaitAsync(LiveServer.Limit));
        Assert.InRange(frames, 1, 1000);
        Assert.Equal(800_000, viewer.Current.Data.GetProperty("position").GetInt64());
    }

    [Fact]
    public async Task What_a_slow_viewer_missed_comes_with_the_next_frame()
    {
        await using var server = await LiveServer.StartAsync();
        await using var viewer = server.Watch().GetAsyncEnumerator();
        Assert.True(await viewer.MoveNextAsync());
        var positions = new List<long>();
        server.Pass(30);
        while (positions.Count < 300)
        {
            Assert.True(await viewer.MoveNextAsync().AsTask().WaitAsync(LiveServer.Limit));
            positions.AddRange(PositionsOf(viewer.Current));
        }

        Assert.Equal(Positions(200, 300), positions);
    }

    [Fact]
    public async Task Nothing_that_is_kept_grows()
    {
        await using var server = await LiveServer.StartAsync();
        for (var i = 0; i < 300; i++)
        {
            server.Fit.Drift();
            server.Pass(1);
        }

        var all = server.Fit.Journal.Since(null);
        Assert.Equal((1800, 20, 200), (all.Points.Length, all.Rows.Length, all.Happenings.Length));
        Assert.All(all.Rows, rows => Assert.InRange(rows.Length, 0, 2 * 200));
    }

    [Fact]
    public async Task The_server_ends_at_once_with_viewers_connected()
    {
        await using var server = await LiveServer.StartAsync();
        await using var asleep = server.Watch().GetAsyncEnumerator();
        Assert.True(await asleep.MoveNextAsync());
        server.Pass(100);
        var viewers = Enumerable.Range(0, 3).Select(_ => server.Watch().GetAsyncEnumerator()).ToArray();
        foreach (var viewer in viewers)
            Assert.True(await viewer.MoveNextAsync());
        await server.StopAsync();
        foreach (var viewer in viewers)
        {
            Assert.False(await viewer.MoveNextAsync().AsTask().WaitAsync(LiveServer.Limit));
            await viewer.DisposeAsync();
        }
    }

    [Fact]
    public void A_place_is_read_as_it_is_written()
    {
        var place = new Place(Guid.NewGuid(), 1234567890123);
        Assert.True(Place.TryParse(place.ToString(), out var read));
        Assert.Equal(place, read);
    }

    [Fact]
    public void A_ring_keeps_the_latest()
    {
        var ring = new Ring<int>(3);
        foreach (var item in Enumerable.Range(1, 5))
            ring.Add(item);
        Assert.Equal((5, 3), (ring.Last, ring.Oldest));
        Assert.Equal([3, 4, 5], ring.After(0));
        Assert.Equal([5], ring.After(4));
        Assert.Empty(ring.After(5));
    }

    private static IEnumerable<long> Positions(long first, int count) => Enumerable.Range(0, count).Select(i => first + (200L * i));

    private static IEnumerable<long> PositionsOf(SseItem<JsonElement> frame) => frame.Data.GetProperty("history").GetProperty("position").EnumerateArray().Select(position => position.GetInt64());

    private static IEnumerable<double> Doubles(JsonElement values) => values.EnumerateArray().Select(value => value.GetDouble());
}

using System.Diagnostics;
using System.Text;
using LiveDashboard;
using LiveDashboard.Fitting;
using LiveDashboard.Sources;
using LiveDashboard.Watching;

namespace StreamGmm.BrowserTests;

/// <summary>Models and states that leave the live dashboard, and states that come back.</summary>
public sealed class LiveStateTests
{
    [Fact]
    public async Task The_model_and_the_state_are_what_the_library_writes()
    {
        await using var server = await LiveServer.StartAsync();
        server.Pass(5);
        var state = (await server.State()).State;
        Assert.Equal(10_000, state.SamplesSeen);
        Assert.Equal(Written(new SavedState(state).Write), await server.Get("state"));
        Assert.Equal(Written(new SavedMixture(state.Mixture!).Write), await server.Get("model"));
    }

    [Fact]
    public async Task There_is_no_model_before_the_first_fit()
    {
        await using var server = await LiveServer.StartAsync();
        using var response = await server.Client.GetAsync(new Uri("model", UriKind.Relative));
        Assert.Equal(409, (int)response.StatusCode);
        Assert.Contains("There is no mixture yet", await LiveServer.MessageOf(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(5)]
    public async Task A_state_that_comes_back_goes_on_bit_for_bit(double after)
    {
        await using var server = await LiveServer.StartAsync();
        server.Pass(after);
        var kept = await server.Get("state");
        server.Pass(7);
        var expected = await server.Get("state");
        Assert.Equal((200, $"Resumed from a state of {2000 * after:N0} samples."), await server.Post("state", LiveServer.Json(kept)));
        Assert.Equal(kept, await server.Get("state"));
        server.Pass(7);
        Assert.Equal(expected, await server.Get("state"));

        await using var another = await LiveServer.StartAsync();
        another.Pass(1);
        await another.Post("state", LiveServer.Json(kept));
        another.Pass(7);
        Assert.Equal(expected, await another.Get("state"));
    }

    [Fact]
    public async Task Viewers_begin_anew_with_a_state_that_comes_back()
    {
        await using var server = await LiveServer.StartAsync();
        server.Pass(1);
        var kept = await server.Get("state");
        server.Pass(1);
        var seen = await server.First();
        await server.Post("state", LiveServer.Json(kept));
        var frame = await server.First(seen.EventId);
        Assert.True(frame.Data.GetProperty("whole").GetBoolean());
        Assert.Equal(2000, frame.Data.GetProperty("position").GetInt64());
    }

    [Fact]
    public async Task An_alarm_after_an_older_state_came_back_is_told_again()
    {
        await using var server = await LiveServer.StartAsync();
        server.Pass(5);
        var kept = await server.Get("state");
        server.Fit.Drift();
        server.Pass(5);
        await server.Post("state", LiveServer.Json(kept));
        server.Pass(5);
        Assert.Equal(1, (await server.State()).State.Alarms);
        Assert.Single(server.Fit.Journal.Since(null).Happenings, h => h.Kind == "alarm");
    }

    [Fact]
    public async Task A_source_that_fails_is_told_and_the_server_stays()
    {
        await using var server = await LiveServer.StartAsync(FileSource.Open(new BrokenStream("1,2\n3,4\n"), TextWriter.Null));
        await Until(server, moment => moment.Conditions.Status == "failed");
        var frame = (await server.First()).Data;
        Assert.Equal("The cable was pulled.", frame.GetProperty("stream").GetProperty("fault").GetString());
        Assert.Contains("the stream has failed: The cable was pulled.", frame.GetProperty("happenings").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(2, frame.GetProperty("samples").GetInt64());
    }

    [Fact]
    public async Task Rows_of_a_file_that_a_state_has_learned_are_passed_over()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Csv(new DriftingSource().Take(6000)!.Samples));
            await using var server = await LiveServer.StartAsync(Opened(file));
            await Until(server, moment => moment.State.SamplesSeen >= 3000);
            var kept = await server.Get("state");
            await Until(server, moment => moment.Conditions.Status == "ended");
            var expected = (await server.State()).State;
            Assert.Equal(["x", "y"], (await server.State()).Columns!);

            await using var another = await LiveServer.StartAsync(Opened(file));
            await another.Post("state", LiveServer.Json(kept));
            await Until(another, moment => moment.Conditions.Status == "ended");
            var resumed = (await another.State()).State;
            Assert.Equal((expected.Position, expected.SamplesSeen), (resumed.Position, resumed.SamplesSeen));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_state_of_other_components_is_gone_on_from_with_them()
    {
        await using var source = await LiveServer.StartAsync(settings: Settings.Default with { Fewest = 2, Most = 2 });
        source.Pass(3);
        var two = await source.Get("state");
        foreach (var settings in new[] { Settings.Default with { Fewest = 5, Most = 5 }, Settings.Default with { Fewest = 3, Most = 6 } })
        {
            await using var server = await LiveServer.StartAsync(settings: settings);
            Assert.Equal(200, (await server.Post("state", LiveServer.Json(two))).Status);
            server.Pass(0.1);
            Assert.Equal((6200, 2), ((await server.State()).State.SamplesSeen, (await server.State()).State.Current!.Components));
        }
    }

    [Fact]
    public async Task Every_flipped_bit_is_refused()
    {
        await using var server = await LiveServer.StartAsync();
        server.Pass(2);
        var bytes = await server.Get("state");
        server.Pass(1);
        var before = await server.Get("state");

        // All bits of the head, and some of every part of the rest.
        var bits = Enumerable.Range(0, 60 * 8).Concat(Enumerable.Range(0, 60).Select(i => (int)((long)bytes.Length * 8 * i / 60) + i)).Append((bytes.Length * 8) - 1);
        foreach (var bit in bits.Where(bit => bit < bytes.Length * 8).Distinct())
        {
            var flipped = bytes.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            var (status, message) = await server.Post("state", LiveServer.Json(flipped));
            Assert.True(status == 400, $"Bit {bit} was taken: {message}");
        }

        Assert.Equal(before, await server.Get("state"));
    }

    [Fact]
    public async Task Files_that_are_no_state_are_told_so()
    {
        await using var server = await LiveServer.StartAsync();
        server.Pass(2);
        var state = await server.Get("state");
        foreach (var (bytes, message) in new (byte[], string)[]
        {
            ([], "The text is not whole JSON"),
            (Encoding.UTF8.GetBytes("x,y\n1,2\n"), "The text is not whole JSON"),
            (Encoding.UTF8.GetBytes("{}"), "The JSON has no \"format\""),
            (state[..^100], "The text is not whole JSON"),
            (await server.Get("model"), "a mixture: 'streamgmm.state', a stream's state, was expected"),
        })
        {
            var (status, told) = await server.Post("state", LiveServer.Json(bytes));
            Assert.Equal(400, status);
            Assert.Contains(message, told, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(3)]
    public async Task A_state_of_other_features_is_refused(double seconds)
    {
        await using var other = await LiveServer.StartAsync(new DriftingSource(dimension: 3));
        other.Pass(seconds);
        await using var server = await LiveServer.StartAsync();
        server.Pass(1);
        var before = await server.Get("state");
        var (status, message) = await server.Post("state", LiveServer.Json(await other.Get("state")));
        Assert.Equal((400, "The batch has 2 features, the stream has 3: they must agree."), (status, message));
        server.Pass(1);
        Assert.Equal(4000, (await server.State()).State.SamplesSeen);
        Assert.NotEqual(before, await server.Get("state"));
    }

    [Fact]
    public async Task A_state_that_the_memory_is_too_short_for_is_refused()
    {
        await using var other = await LiveServer.StartAsync(settings: Settings.Default with { Fewest = 8, Most = 8 });
        other.Pass(3);
        await using var server = await LiveServer.StartAsync(settings: Settings.Default with { Fewest = 1, Most = 1, Remembering = new Remembering(30, true) });
        var (status, message) = await server.Post("state", LiveServer.Json(await other.Get("state")));
        Assert.Equal(400, status);
        Assert.StartsWith("A half-life of 30 samples is too short for 47 parameters", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(17 << 20)]
    [InlineData(40 << 20)]
    public async Task What_is_too_large_is_refused_with_a_reason(int bytes)
    {
        await using var server = await LiveServer.StartAsync();
        var (status, message) = await server.Post("state", LiveServer.Json(new byte[bytes]));
        Assert.Equal(413, status);
        Assert.StartsWith("The file has more than 16 MB", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_ends_is_told_and_the_server_stays()
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes("a\n1\n2\nthree\n4\n"));
        var told = new StringWriter();
        await using var server = await LiveServer.StartAsync(FileSource.Open(input, told));
        await Until(server, moment => moment.Conditions.Status == "ended");
        var frame = (await server.First()).Data;
        var stream = frame.GetProperty("stream");
        Assert.Equal(("standard input", "ended", 1L), (stream.GetProperty("source").GetString(), stream.GetProperty("status").GetString(), stream.GetProperty("badRows").GetInt64()));
        Assert.Contains("the stream has ended", frame.GetProperty("happenings").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(3, frame.GetProperty("samples").GetInt64());
        Assert.Equal("[0,0]", frame.GetProperty("shown").GetRawText());
        Assert.StartsWith("Passed over: standard input", told.ToString(), StringComparison.Ordinal);
        Assert.Equal((400, "The rows of standard input are what they are: only the synthetic stream can be made to drift. Start without --source."), await server.Post("control/drift", "{}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("only\nwords\n")]
    public void A_source_without_rows_is_refused(string text)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Assert.Throws<InvalidDataException>(() => FileSource.Open(input, TextWriter.Null));
    }

    /// <summary>Lets time pass until something is seen: the rows of a file are read by a thread of their own.</summary>
    private static async Task Until(LiveServer server, Func<Moment, bool> seen)
    {
        for (var hung = Stopwatch.StartNew(); !seen(server.Fit.Journal.Since(null).Latest);)
        {
            Assert.True(hung.Elapsed < LiveServer.Limit, "The rows did not come.");
            server.Pass(0.1);
            await Task.Yield();
        }
    }

    /// <summary>Text that does not end: it cannot be read on.</summary>
    private sealed class BrokenStream(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, count) is > 0 and var read ? read : throw new IOException("The cable was pulled.");
    }

    private static FileSource Opened(string file) => FileSource.Open(file, TextWriter.Null);

    private static string Csv(Samples samples)
    {
        using var text = new StringWriter();
        CsvFile.Write(text, [.. samples.SelectMany(row => row)], 2, ["x", "y"]);
        return text.ToString();
    }

    private static byte[] Written(Action<Stream> write)
    {
        using var bytes = new MemoryStream();
        write(bytes);
        return bytes.ToArray();
    }
}

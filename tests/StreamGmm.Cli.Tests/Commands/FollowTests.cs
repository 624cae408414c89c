using System.Globalization;
using System.Text.Json;

namespace StreamGmm.Cli.Tests.Commands;

/// <summary>What <c>follow</c> prints of rows that come to an end.</summary>
public sealed class FollowTests : IDisposable
{
    private readonly Folder folder = new();

    [Fact]
    public void An_object_is_printed_for_each_batch_and_the_rest()
    {
        var lines = CommandLine.RunWith(Some.Csv(1000), "follow", "--components", "2").Done().Lines;
        Assert.Equal(16, lines.Length);
        var (first, last) = (Parse(lines[0]), Parse(lines[^1]));
        Assert.Equal(["samples", "weight", "logLikelihood", "memory", "alarm", "position", "mixture"], first.EnumerateObject().Select(p => p.Name));
        Assert.Equal("""{"samples":64,"weight":64,"logLikelihood":null,"memory":64,"alarm":false,"position":64,"mixture":null}""", lines[0]);
        Assert.Equal((1000, 1000.0, 1000), (last.GetProperty("samples").GetInt32(), last.GetProperty("weight").GetDouble(), last.GetProperty("position").GetInt32()));
        Assert.InRange(last.GetProperty("logLikelihood").GetDouble(), -5, -2);
        Assert.Equal(JsonValueKind.False, last.GetProperty("alarm").ValueKind);

        // The warm-up of 500 ends with the batch that completes it.
        Assert.Equal(7, lines.TakeWhile(line => Parse(line).GetProperty("mixture").ValueKind == JsonValueKind.Null).Count());
        var mixture = last.GetProperty("mixture");
        Assert.Equal(("streamgmm.mixture", "full"), (mixture.GetProperty("format").GetString(), mixture.GetProperty("shape").GetString()));
        Assert.Equal(["x", "y"], mixture.GetProperty("columns").EnumerateArray().Select(name => name.GetString()!));
        Assert.Equal(2, mixture.GetProperty("weights").GetArrayLength());
    }

    [Fact]
    public void The_states_are_those_of_the_library()
    {
        var samples = Some.Samples(900);
        var options = new OnlineOptions(3) { Shape = CovarianceShape.Diagonal, Seed = 5, Memory = new MemoryPolicy.HalfLife(400), Regularization = new Regularization.Absolute(0.01) };
        var state = OnlineEm.Start(options);
        var lines = CommandLine.RunWith(Some.Csv(900), "follow", "-", "--components", "3", "--shape", "diagonal", "--seed", "5", "--half-life", "400", "--regularization", "absolute:0.01", "--batch", "100", "--threads", "1").Done().Lines;
        Assert.Equal(9, lines.Length);
        for (var b = 0; b < 9; b++)
        {
            state = OnlineEm.Next(state, new Batch(samples.Slice(100 * b, 100)), options);
            var line = Parse(lines[b]);
            Assert.Equal(state.Memory, line.GetProperty("memory").GetDouble());
            Assert.Equal(state.Score, line.GetProperty("logLikelihood").ValueKind == JsonValueKind.Null ? null : line.GetProperty("logLikelihood").GetDouble());
            if (state.Mixture is { } mixture)
                Assert.Equal(mixture.Means.SelectMany(row => row), line.GetProperty("mixture").GetProperty("means").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(x => x.GetDouble()));
        }
    }

    [Fact]
    public void Half_life_and_adaptive_choose_the_memory()
    {
        string Last(params string[] options) => CommandLine.RunWith(Some.Csv(3000), ["follow", "--components", "2", .. options]).Done().Lines[^1];
        var (plain, short_, both) = (Last(), Last("--half-life", "300"), Last("--half-life", "300", "--adaptive"));
        Assert.Equal(plain, Last("--adaptive"));
        Assert.InRange(Parse(short_).GetProperty("memory").GetDouble(), 400, 470);
        Assert.Equal(Parse(short_).GetProperty("memory").GetDouble(), Parse(both).GetProperty("memory").GetDouble());

        // A jump is an alarm; it cuts the memory where that adapts.
        var jump = Some.Csv(4000) + Some.Rows(1500, shift: 6);
        JsonElement Alarm(params string[] options) => Parse(Assert.Single(
            CommandLine.RunWith(jump, ["follow", "--components", "2", "--half-life", "2000", .. options]).Done().Lines,
            line => line.Contains("\"alarm\":true", StringComparison.Ordinal)));
        Assert.InRange(Alarm("--adaptive").GetProperty("position").GetInt32(), 4001, 5500);
        Assert.InRange(Alarm("--adaptive").GetProperty("memory").GetDouble(), 400, 500);
        Assert.InRange(Alarm().GetProperty("memory").GetDouble(), 2000, 2885);
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(4, 4)]
    [InlineData(7, 3)]
    [InlineData(100, 1)]
    public void Every_thins_what_is_printed_and_keeps_the_last(int every, int lines)
    {
        var all = CommandLine.RunWith(Some.Csv(1000), "follow", "--components", "2").Done().Lines;
        var some = CommandLine.RunWith(Some.Csv(1000), "follow", "--components", "2", "--every", $"{every}").Done().Lines;
        Assert.Equal(lines, some.Length);
        Assert.Equal([.. all[..15].Where((_, b) => (b + 1) % every == 0), all[15]], some);
    }

    [Fact]
    public void A_last_batch_that_is_full_is_printed_once() =>
        Assert.Equal(10, CommandLine.RunWith(Some.Csv(640), "follow", "--components", "2").Done().Lines.Length);

    [Fact]
    public void Where_no_mixture_comes_of_it_a_word_says_why()
    {
        var outcome = CommandLine.RunWith(Some.Csv(300), "follow", "--components", "2");
        Assert.Equal(0, outcome.Exit);
        Assert.StartsWith("There is no mixture: 300 rows of weight 300 came, the first fit waits for 500", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("", CommandLine.RunWith(Some.Csv(300), "follow", "--components", "2", "--quiet").Error);
    }

    [Fact]
    public void Objects_and_arrays_a_line_are_rows_like_those_of_csv()
    {
        var rows = Some.Rows(700).TrimEnd('\n').Split('\n').Select(row => row.Split(',')).ToArray();
        var csv = CommandLine.RunWith(Some.Csv(700), "follow", "--components", "2").Done().Output;
        Assert.Equal(csv, CommandLine.RunWith(string.Concat(rows.Select(row => $"{{\"x\":{row[0]},\"y\":{row[1]}}}\n")), "follow", "--components", "2").Done().Output);
        var arrays = string.Concat(rows.Select(row => $"[{row[0]}, {row[1]}]\n"));
        Assert.Equal(csv.Replace("""["x","y"]""", """["0","1"]""", StringComparison.Ordinal), CommandLine.RunWith(arrays, "follow", "--components", "2").Done().Output);
        Assert.Equal(csv, CommandLine.Run("follow", folder.Write("x.csv", Some.Csv(700)), "--components", "2").Done().Output);
        Assert.Equal(
            CommandLine.RunWith(arrays, "follow", "--components", "2").Output,
            CommandLine.Run("follow", folder.Write("x.jsonl", arrays), "--components", "2").Done().Output);
    }

    [Fact]
    public void Weights_and_labels_are_columns_of_their_own()
    {
        var header = "x,w,z,y\n";
        var rows = Some.Rows(900).TrimEnd('\n').Split('\n').Select((row, i) => row.Split(',') is var cells ? $"{cells[0]},{i % 3},{(i % 5 == 0 ? i % 2 : -1)},{cells[1]}\n" : "");
        var last = Parse(CommandLine.RunWith(header + string.Concat(rows), "follow", "--components", "2", "--weights", "w", "--labels", "z").Done().Lines[^1]);
        Assert.Equal((900, 900.0), (last.GetProperty("samples").GetInt32(), last.GetProperty("weight").GetDouble()));
        Assert.Equal(["x", "y"], last.GetProperty("mixture").GetProperty("columns").EnumerateArray().Select(name => name.GetString()!));
    }

    [Fact]
    public void A_log_likelihood_that_is_no_number_is_null()
    {
        var text = string.Concat(Enumerable.Range(0, 640).Select(i => $"{i % 7}e-9,{i % 11}e-9\n")) + "1e149,1e149\n";
        var last = Parse(CommandLine.RunWith(text, "follow", "--components", "1").Done().Lines[^1]);
        Assert.Equal(JsonValueKind.Null, last.GetProperty("logLikelihood").ValueKind);
        Assert.Equal(641, last.GetProperty("samples").GetInt32());
    }

    public void Dispose() => folder.Dispose();

    internal static JsonElement Parse(string line) => JsonDocument.Parse(line).RootElement;

    /// <summary>Rows of two clusters, in order a function of their number.</summary>
    internal static class Some
    {
        private static readonly GaussianMixture Truth = new([0.4, 0.6], [[0, 0], [5, 1]], new Covariances.Spherical([1, 0.5]));

        public static Samples Samples(int count, int first = 0) => Truth.Sample(count, 3, first);

        public static string Csv(int count) => "x,y\n" + Rows(count);

        public static string Rows(int count, int first = 0, double shift = 0)
        {
            var (samples, row) = (Samples(count, first), new double[2]);
            return string.Concat(Enumerable.Range(0, count).Select(i =>
            {
                samples.CopyRow(i, row);
                return string.Create(CultureInfo.InvariantCulture, $"{row[0] + shift:R},{row[1] - shift:R}\n");
            }));
        }
    }
}

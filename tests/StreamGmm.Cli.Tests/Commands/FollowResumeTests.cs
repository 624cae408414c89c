namespace StreamGmm.Cli.Tests.Commands;

/// <summary>A stream that is cut and gone on with: nothing is lost, nothing learned twice.</summary>
public sealed class FollowResumeTests : IDisposable
{
    private const int Rows = 1000;
    private static readonly string[] Lines = FollowTests.Some.Csv(Rows).TrimEnd('\n').Split('\n');
    private static readonly Lazy<(string[] Lines, byte[] State)> Whole = new(Uncut);

    private readonly Folder folder = new();

    private string State => folder["s.json"];

    public static TheoryData<int> Cuts => [1, 63, 64, 65, 300, 511, 512, 513, 640, 700, 960, 999];

    [Theory]
    [MemberData(nameof(Cuts))]
    public void Rows_of_standard_input_follow_those_before(int cut)
    {
        var first = Follow(Text(0, cut), "-");
        var second = Follow(Text(cut, Rows), "-");
        AssertWhole(cut, first, second);
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void Of_a_file_that_has_grown_the_rows_behind_the_position_are_learned(int cut)
    {
        var path = folder.Write("x.csv", Text(0, cut));
        var first = Follow("", path);
        File.WriteAllText(path, Text(0, Rows));
        var second = Follow("", path);
        AssertWhole(cut, first, second);

        // The whole file again: nothing is new, and nothing changes but that the rest is told once more.
        Assert.Equal(second.Lines[^1], Follow("", path).Lines[^1]);
        Assert.Equal(Whole.Value.State, File.ReadAllBytes(State));
    }

    [Theory]
    [InlineData("full", "--half-life 400 --adaptive")]
    [InlineData("tied", "--batch 50")]
    [InlineData("diagonal", "--half-life 300 --every 3")]
    [InlineData("spherical", "--batch 7 --every 10 --seed 3")]
    [InlineData("low-rank:1", "--batch 64 --half-life 300")]
    public void With_weights_and_labels_and_any_options_too(string shape, string options)
    {
        string[] rows = [.. Lines[1..].Select((line, i) => $"{{\"w\":{i % 4},\"x\":{line.Replace(",", ",\"y\":", StringComparison.Ordinal)},\"z\":{(i % 6 == 0 ? i % 2 : -1)}}}\n")];
        string[] how = ["--components", "2", "--shape", shape, "--weights", "w", "--labels", "z", "--quiet", .. options.Split(' ')];
        var whole = CommandLine.RunWith(string.Concat(rows), ["follow", "--state", folder["whole.json"], .. how]).Done();
        foreach (var cut in (int[])[120, 403, 777])
        {
            File.Delete(State);
            var first = CommandLine.RunWith(string.Concat(rows[..cut]), ["follow", "--state", State, .. how]).Done();
            var second = CommandLine.RunWith(string.Concat(rows[cut..]), ["follow", "--state", State, .. how]).Done();
            Assert.Equal(whole.Lines.AsEnumerable(), first.Lines.Intersect(whole.Lines).Concat(second.Lines));
            Assert.Equal(File.ReadAllBytes(folder["whole.json"]), File.ReadAllBytes(State));
        }
    }

    [Fact]
    public void Cut_into_many_runs_it_ends_the_same()
    {
        var told = new List<string>();
        for (var (row, run) = (0, 0); row < Rows; run++)
        {
            var end = Math.Min(Rows, row + 1 + (run * 37 % 150));
            var lines = Follow(Text(row, end), "-").Lines;
            told.AddRange(lines.Take(LinesBetween(row, end)));
            row = end;
        }

        Assert.Equal(Whole.Value.Lines.SkipLast(1), told);
        Assert.Equal(Whole.Value.State, File.ReadAllBytes(State));
    }

    [Fact]
    public void The_rest_is_told_but_waits_in_the_state()
    {
        Follow(Text(0, 100), "-");
        var saved = SavedState.Read(new MemoryStream(File.ReadAllBytes(State)));
        Assert.Equal((64, 36, 100), (saved.State.Position, saved.Unfinished!.Samples.Count, saved.Position));
        Assert.Equal(["x", "y"], saved.Columns);

        // Where nothing comes it is told again.
        foreach (var nothing in (string[])["", "x,y\n"])
            Assert.Contains("\"samples\":100,", Assert.Single(Follow(nothing, "-").Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_tells_where_it_goes_on_unless_quiet_is_asked_for()
    {
        Assert.Equal("", Run(Text(0, 100), "-").Error);
        Assert.Equal($"Going on from '{State}' at position 100.\n", Run(Text(100, 200), "-").Error);
        Assert.Equal("", Run(Text(200, 300), "-", "--quiet").Error);
    }

    [Fact]
    public void Without_a_header_columns_are_taken_in_order_and_with_one_by_name()
    {
        Follow(Text(0, 500), "-");
        Follow(string.Concat(Lines[501..701].Select(line => line + "\n")), "-");
        var turned = Lines[701..].Select(line => line.Split(',') is var cells ? $"{cells[1]},7,{cells[0]}\n" : "");
        Follow("y,more,x\n" + string.Concat(turned), "-");
        Assert.Equal(Whole.Value.State, File.ReadAllBytes(State));
    }

    [Fact]
    public void Rows_passed_over_keep_their_place()
    {
        string Spoilt(int from, int to) => Lines[0] + "\n" + string.Concat(Enumerable.Range(from, to - from).Select(i => (i % 100 == 50 ? "?,1\n" : "") + Lines[i + 1] + "\n"));
        var path = folder.Write("x.csv", Spoilt(0, 500));
        var first = Run("", path, "--on-bad-row", "skip");
        Assert.Equal(0, first.Exit);
        Assert.StartsWith("Passed over: x.csv: Row 51, column 'x' is '?'", first.Error, StringComparison.Ordinal);
        Assert.Equal(5, first.Error.TrimEnd('\n').Split('\n').Length);
        File.WriteAllText(path, Spoilt(0, Rows));
        var second = Run("", path, "--on-bad-row", "skip");
        Assert.Equal(6, second.Error.TrimEnd('\n').Split('\n').Length);
        Assert.Contains("Passed over: x.csv: Row 556,", second.Error, StringComparison.Ordinal);

        var (state, whole) = (SavedState.Read(new MemoryStream(File.ReadAllBytes(State))), SavedState.Read(new MemoryStream(Whole.Value.State)));
        Assert.Equal((whole.State.SamplesSeen, whole.State.Mixture, whole.State.Score, whole.Unfinished!.Samples.Count), (state.State.SamplesSeen, state.State.Mixture, state.State.Score, state.Unfinished!.Samples.Count));
        Assert.Equal(Rows + 10, state.Position);
    }

    public void Dispose() => folder.Dispose();

    private static (string[] Lines, byte[] State) Uncut()
    {
        using var folder = new Folder();
        var lines = CommandLine.RunWith(Text(0, Rows), "follow", "--components", "2", "--state", folder["s.json"]).Done().Lines;
        return (lines, File.ReadAllBytes(folder["s.json"]));
    }

    private static string Text(int from, int to) => Lines[0] + "\n" + string.Concat(Lines[(from + 1)..(to + 1)].Select(line => line + "\n"));

    /// <summary>How many whole batches end between two positions.</summary>
    private static int LinesBetween(int from, int to) => (to / 64) - (from / 64);

    private void AssertWhole(int cut, Outcome first, Outcome second)
    {
        Assert.Equal(Whole.Value.Lines.AsEnumerable(), first.Lines.Take(LinesBetween(0, cut)).Concat(second.Lines));
        Assert.Equal(Whole.Value.State, File.ReadAllBytes(State));
    }

    private Outcome Follow(string input, string data) => Run(input, data, "--quiet").Done();

    private Outcome Run(string input, string data, params string[] more) => CommandLine.RunWith(input, ["follow", data, "--components", "2", "--state", State, .. more]);
}

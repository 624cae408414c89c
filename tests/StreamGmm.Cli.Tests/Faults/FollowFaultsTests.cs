using System.Text;
using StreamGmm.Cli.Tests.Commands;

namespace StreamGmm.Cli.Tests.Faults;

/// <summary>What <c>follow</c> refuses, and that the state of before is still there then.</summary>
public sealed class FollowFaultsTests : IDisposable
{
    private readonly Folder folder = new();

    private string State => folder["s.json"];

    [Theory]
    [InlineData("follow", "--components is not given")]
    [InlineData("follow x.csv y.csv --components 2", "'y.csv' is one argument too many")]
    [InlineData("follow --components 2 --half-life 0", "--half-life is '0': a number of rows above 0 was expected")]
    [InlineData("follow --components 2 --half-life 1,5", "--half-life is '1,5'")]
    [InlineData("follow --components 2 --batch 0", "--batch is '0': a whole number of 1 or more was expected")]
    [InlineData("follow --components 2 --every 0", "--every is '0'")]
    [InlineData("follow --components 2 --save-every 5", "--save-every is given and --state is not")]
    [InlineData("follow --components 2 --tail", "--tail is given and DATA is standard input")]
    [InlineData("follow - --components 2 --tail", "--tail is given and DATA is standard input")]
    [InlineData("follow --components 2 --on-bad-row drop", "--on-bad-row is 'drop': fault or skip was expected")]
    [InlineData("follow --components 2 --shape round", "--shape is 'round'")]
    [InlineData("follow none.csv --components 2", "'none.csv' is not there: a file of rows (CSV, NDJSON or .npy) was expected")]
    [InlineData("follow --components 2 --restarts 2", "'--restarts' is no option")]
    public void Wrong_options(string line, string text) => CommandLine.RunWith("1\n", line.Split(' ')).Refused(text);

    [Theory]
    [InlineData("", "'standard input' has no row")]
    [InlineData("x,y\n", "'standard input' has no row")]
    [InlineData("x\na\n", "no numeric column")]
    [InlineData("x,y\n1,2\n1\n", "standard input: Row 2 has 1 cell")]
    [InlineData("x,y\n1,2\nNaN,1\n", "standard input: Row 2, column 'x' is 'NaN'")]
    [InlineData("{\"x\":1}\n{\"x\":\"1\"}\n", "standard input: Row 2, column 'x' is '\"1\"'")]
    [InlineData("{\"x\":1}\n{\"y\":1}\n", "standard input: Row 2 has no 'x'")]
    [InlineData("{\"x\":1}\nx\n", "standard input: Row 2 is 'x': a whole JSON object")]
    public void Rows_that_are_none(string text, string message) => CommandLine.RunWith(text, "follow", "--components", "1").Refused(message);

    [Fact]
    public void A_half_life_too_short_for_the_parameters_is_refused_and_nothing_saved()
    {
        CommandLine.RunWith(FollowTests.Some.Csv(200), "follow", "--components", "2", "--half-life", "10", "--state", State).Refused("A half-life of 10 samples is too short for 11 parameters: 16 is the least");
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Rows_before_a_bad_one_are_kept_and_the_mended_file_is_gone_on_with()
    {
        var good = FollowTests.Some.Csv(300);
        var path = folder.Write("x.csv", good.Replace(good.Split('\n')[250], "n/a,1", StringComparison.Ordinal));
        var failed = Follow("", path);
        Assert.Equal(2, failed.Exit);
        Assert.Equal(3, failed.Lines.Length);
        Assert.Equal(
            [$"The state is saved in '{State}' at position 249.", "streamgmm: x.csv: Row 250, column 'x' is 'n/a': every feature must be a finite number. Clean the row or leave the column out with --columns."],
            failed.Error.TrimEnd('\n').Split('\n'));

        File.WriteAllText(path, good);
        var mended = Follow("", path, "--quiet").Done();
        Assert.Equal(CommandLine.Run("follow", path, "--components", "2").Lines.AsEnumerable(), failed.Lines.Concat(mended.Lines));
    }

    [Fact]
    public void A_label_of_no_component_is_named_by_row_and_column()
    {
        var outcome = Follow("x,z\n1,0\n2,1\n3,2\n4,0\n", "-", "--labels", "z");
        Assert.Equal(2, outcome.Exit);
        Assert.Contains("standard input: Row 3, column 'z' is 2: with 2 components a label is a number from 0 to 1", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("at position 2.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_that_was_altered_or_is_none_is_refused_and_left_alone()
    {
        Follow(FollowTests.Some.Csv(700), "-").Done();
        var whole = File.ReadAllBytes(State);
        foreach (var (bytes, text) in new (byte[], string)[]
        {
            (whole[..^100], "not whole JSON"),
            (Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(whole).Replace("\"samples\":640", "\"samples\":641", StringComparison.Ordinal)), "The checksum is not that of the state"),
            ([], "not whole JSON"),
            ("""{"format":"streamgmm.mixture","version":1,"shape":"spherical","weights":[1],"means":[[0]],"covariances":[1]}"""u8.ToArray(), "The format is 'streamgmm.mixture', a mixture"),
        })
        {
            File.WriteAllBytes(State, bytes);
            Follow(FollowTests.Some.Csv(10), "-").Refused($"'{State}' holds no state to go on from.", text);
            Assert.Equal(bytes, File.ReadAllBytes(State));
        }

        // And it is no mixture.
        File.WriteAllBytes(State, whole);
        CommandLine.Run("sample", State, "-n", "1").Refused("The format is 'streamgmm.state', a stream's state");
    }

    [Fact]
    public void A_state_of_another_kind_is_refused_and_left_alone()
    {
        Follow(FollowTests.Some.Csv(700), "-").Done();
        var whole = File.ReadAllBytes(State);
        Refused("--components is 3 and --shape full, the state of", "is K = 2, D = 2, full", FollowTests.Some.Csv(10), "-", "--components", "3");
        Refused("--components is 2 and --shape tied", "Say --components 2 --shape full", FollowTests.Some.Csv(10), "-", "--components", "2", "--shape", "tied");
        Refused("gives 3 features (0, 1, 2), the state of", "has 2 (x, y)", "1,2,3\n", "-", "--components", "2");
        Refused("has no column 'x'", "'y'", "{\"a\":1,\"y\":2}\n", "-", "--components", "2");
        Refused("ends at row 10, the state is at position 700", "or - to let new rows follow", "", folder.Write("x.csv", FollowTests.Some.Csv(10)), "--components", "2");

        void Refused(string text, string more, string input, params string[] args)
        {
            CommandLine.RunWith(input, ["follow", .. args, "--state", State, "--quiet"]).Refused(text, more);
            Assert.Equal(whole, File.ReadAllBytes(State));
        }
    }

    [Fact]
    public void A_place_that_nothing_can_be_saved_at_is_refused_before_anything_is_read()
    {
        CommandLine.RunWith("1\n", "follow", "--components", "1", "--state", folder["none/s.json"]).Refused("--state is '", "there is no directory");
        CommandLine.RunWith("1\n", "follow", "--components", "1", "--state", folder["."]).Refused("a directory: a file was expected");
    }

    [Fact]
    public void Results_that_cannot_be_written_are_told_and_what_was_learned_is_saved()
    {
        var path = folder.Write("x.csv", FollowTests.Some.Csv(100));
        CommandLine.RunFull("follow", path, "--components", "2", "--state", State, "--quiet").FailedWith(1, "Standard output cannot be written: No space left on device.");
        Assert.Equal(64, Gmm.LoadState(State).Position);
    }

    [Fact]
    public void A_run_that_is_cancelled_before_it_begins_changes_nothing()
    {
        var path = folder.Write("x.csv", FollowTests.Some.Csv(100));
        Follow("", path).Done();
        var whole = File.ReadAllBytes(State);
        CommandLine.RunCancelled("follow", path, "--components", "2", "--state", State, "--quiet").FailedWith(130, "Cancelled.");
        Assert.Equal(whole, File.ReadAllBytes(State));
    }

    /// <summary>The folder is away when the state is to be saved.</summary>
    [Fact]
    public void A_save_that_fails_leaves_the_old_state_and_is_an_error()
    {
        Follow(FollowTests.Some.Csv(100), "-").Done();
        var whole = File.ReadAllBytes(State);
        using var input = new WithAnEnd(FollowTests.Some.Csv(200), () => Directory.Move(folder["."], folder["."].TrimEnd('.', '/') + ".away"));
        var error = new StringWriter { NewLine = "\n" };
        var exit = Program.Run(["follow", "--components", "2", "--state", State, "--quiet"], new Shell(input, Stream.Null, error, CancellationToken.None));
        Directory.Move(folder["."].TrimEnd('.', '/') + ".away", folder["."].TrimEnd('.', '/'));
        Assert.Equal(1, exit);
        Assert.Contains($"'{State}' cannot be written", Assert.Single(error.ToString().TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Equal(whole, File.ReadAllBytes(State));
        Assert.Equal(["s.json"], folder.Names);
    }

    public void Dispose() => folder.Dispose();

    private Outcome Follow(string input, string data, params string[] more) => CommandLine.RunWith(input, ["follow", data, "--components", "2", "--state", State, .. more]);

    /// <summary>Rows at whose end something happens.</summary>
    private sealed class WithAnEnd(string text, Action atEnd) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        private bool isOver;

        public override int Read(byte[] buffer, int offset, int count) => Told(base.Read(buffer, offset, count));

        private int Told(int count)
        {
            if (count == 0 && !isOver)
                atEnd();
            isOver |= count == 0;
            return count;
        }
    }
}

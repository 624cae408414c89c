using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

namespace StreamGmm.Cli.Tests.Commands;

/// <summary><c>--report</c> of the commands that fit: it draws what they did, and changes nothing of what they print.</summary>
public sealed class ReportOptionTests : IDisposable
{
    private static readonly string Faithful = Folder.Data("faithful.csv");

    private readonly Folder folder = new();

    private string Html => folder["report.html"];

    [Fact]
    public void A_fit_is_drawn_with_every_state_of_every_restart()
    {
        string[] fit = ["fit", Faithful, "--components", "3", "--seeding", "random", "--seed", "2", "--restarts", "3"];
        var page = Reported([.. fit, "--json"]);
        var states = FitSequence.States(DataFile.Read(Faithful).Samples, new FitOptions(3) { Seeding = new Seeding.RandomSamples(), Seed = 2, Restarts = 3 }).ToArray();
        var best = states.Best();

        Assert.Equal(("fit", 272), (page.Kind(), page.Samples()));
        Assert.Equal(["eruptions", "waiting"], page.Axes());
        Assert.Equal(states.Select(state => state.LogLikelihood), page.Numbers("trace", "y"));
        Assert.Equal(states.Select(state => (double)state.Restart), page.Numbers("trace", "restarts"));
        Assert.Equal(states.Count(state => state.Restart == best.Restart), page.GetProperty("states").GetArrayLength());
        Assert.Equal(best.Mixture, page.Mixture());
    }

    [Theory]
    [InlineData("fit")]
    [InlineData("select")]
    public void What_was_found_is_printed_even_where_its_report_cannot_be_written(string command)
    {
        var place = Directory.CreateDirectory(folder["place"]);
        using var input = new Ending(File.ReadAllBytes(Faithful), place.Delete);
        using var output = new MemoryStream();
        using var error = new StringWriter();
        Assert.Equal(1, Program.Run([command, "-", "--components", "2", "--json", "--report", folder["place/report.html"]], new Shell(input, output, error, CancellationToken.None)));
        Assert.Contains("report.html' cannot be written", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(output.ToArray()).RootElement.ValueKind);
    }

    [Fact]
    public void A_degenerate_fit_is_drawn_as_far_as_it_went()
    {
        var data = folder.Write("two.csv", "x\n0\n0\n1\n1\n5\n");
        var outcome = CommandLine.Run("fit", data, "--components", "2", "--regularization", "absolute:0", "--report", Html);
        Assert.Equal(0, outcome.Exit);
        Assert.Contains("the fit is degenerate", outcome.Error, StringComparison.Ordinal);
        var page = Page.Read(Html);
        Assert.Contains("degenerate", page.Notes(), StringComparison.Ordinal);
        Assert.Equal(["x"], page.Axes());
    }

    [Fact]
    public void A_fit_of_a_file_that_is_not_held_is_drawn_with_some_of_its_rows()
    {
        string[] fit = ["--components", "2", "--out-of-core", "--json"];
        var page = Reported(["fit", Faithful, .. fit]);
        Assert.Equal(("fit", 272), (page.Kind(), page.Samples()));
        Assert.DoesNotContain("drawn at random", page.Notes(), StringComparison.Ordinal);

        var many = folder.Write("many.csv", string.Concat(Enumerable.Range(0, 25_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i % 97},{(i % 89) + (200 * (i % 2))}\n"))));
        page = Reported(["fit", many, .. fit]);
        Assert.Equal(20_000, page.Samples());
        Assert.Contains("The samples here are 20,000 of 25,000 rows, drawn at random", page.Notes(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_selection_is_drawn_with_all_candidates_and_the_best_mixture()
    {
        var page = Reported("select", Faithful, "--components", "1..3", "--shapes", "full,tied", "--json", "--save", folder["best.json"]);
        Assert.Equal(("selection", 272), (page.Kind(), page.Samples()));
        Assert.Equal(6, page.GetProperty("criteria").GetProperty("table").GetArrayLength());
        Assert.Equal(Gmm.Load(folder["best.json"]), page.Mixture());
    }

    [Fact]
    public void A_stream_is_drawn_with_its_course_and_its_last_rows()
    {
        var data = folder.Write("x.csv", FollowTests.Some.Csv(2500));
        var page = Reported("follow", data, "--components", "2", "--batch", "100");
        Assert.Equal(("stream", 2500), (page.Kind(), page.Samples()));
        Assert.Equal(["x", "y"], page.Axes());
        Assert.Equal(Enumerable.Range(1, 25).Select(batch => 100.0 * batch), page.Numbers("stream", "position"));
        var last = JsonDocument.Parse(CommandLine.Run("follow", data, "--components", "2", "--batch", "100").Lines[^1]).RootElement;
        Assert.Equal(last.GetProperty("mixture").GetProperty("weights").EnumerateArray().Select(value => value.GetDouble()), page.Mixture().Weights);
    }

    [Fact]
    public void Rows_that_are_no_whole_batch_are_drawn_too()
    {
        var page = Reported("follow", folder.Write("x.csv", FollowTests.Some.Csv(1030)), "--components", "2", "--batch", "100");
        Assert.Equal(1030, page.Samples());
        Assert.Equal(1030, page.Numbers("stream", "position")[^1]);
    }

    [Fact]
    public void Of_a_long_stream_the_last_rows_are_drawn()
    {
        var page = Reported("follow", folder.Write("x.csv", FollowTests.Some.Csv(21_500)), "--components", "2", "--batch", "1000");
        Assert.Equal(20_000, page.Samples());
        Assert.Contains("The samples here are the last 20,000 of 21,500 that came.", page.Notes(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_goes_on_is_drawn_from_where_it_was()
    {
        string[] follow = ["follow", "-", "--components", "2", "--batch", "100", "--state", folder["state.json"], "--quiet"];
        CommandLine.RunWith(FollowTests.Some.Csv(1000), follow).Done();
        CommandLine.RunWith("x,y\n" + FollowTests.Some.Rows(300, 1000), [.. follow, "--report", Html]).Done();
        var page = Page.Read(Html);
        Assert.Equal(300, page.Samples());
        Assert.Equal([1000, 1100, 1200, 1300], page.Numbers("stream", "position"));
    }

    [Fact]
    public void A_stream_that_warms_up_is_drawn_by_its_rows()
    {
        var outcome = CommandLine.Run("follow", folder.Write("x.csv", FollowTests.Some.Csv(100)), "--components", "2", "--report", Html);
        Assert.Equal(0, outcome.Exit);
        var page = Page.Read(Html);
        Assert.Equal(("stream", 100, false), (page.Kind(), page.Samples(), page.Has("model")));
    }

    [Fact]
    public void Where_no_row_has_come_there_is_no_report_and_that_is_told()
    {
        string[] follow = ["follow", "-", "--components", "2", "--batch", "50", "--state", folder["state.json"]];
        CommandLine.RunWith(FollowTests.Some.Csv(100), follow);
        var outcome = CommandLine.RunWith("x,y\n", [.. follow, "--report", Html]);
        Assert.Equal(0, outcome.Exit);
        Assert.Contains("No report is drawn: no row has come.", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Html));
    }

    [Fact]
    public void What_was_learned_before_a_fault_is_drawn()
    {
        var data = folder.Write("x.csv", FollowTests.Some.Csv(1000) + "n/a,1\n");
        var outcome = CommandLine.Run("follow", data, "--components", "2", "--batch", "100", "--report", Html);
        Assert.Equal(2, outcome.Exit);
        Assert.Equal(1000, Page.Read(Html).Samples());
    }

    [Fact]
    public void A_picture_where_the_name_says_so()
    {
        CommandLine.Run("fit", Faithful, "--components", "2", "--quiet", "--report", folder["fit.svg"]).Done();
        Assert.Equal("svg", XDocument.Load(folder["fit.svg"]).Root!.Name.LocalName);
    }

    [Theory]
    [InlineData("fit DATA --components 1")]
    [InlineData("select DATA --components 1")]
    [InlineData("follow DATA --components 1")]
    public void A_place_that_nothing_can_be_written_at_is_refused_before_the_work(string line)
    {
        string[] args = line.Replace("DATA", folder.Write("x.csv", "x\n1\n2\n"), StringComparison.Ordinal).Split(' ');
        CommandLine.Run([.. args, "--report", folder["none/r.html"]]).Refused("--report is '", "there is no directory");
        CommandLine.Run([.. args, "--report", folder["."]]).Refused("--report is '", "a directory: a file was expected");
        CommandLine.Run([.. args, "--report", "-"]).Refused("--report is '-': standard output has the results");
        Assert.Equal(["x.csv"], folder.Names);
    }

    [Fact]
    public void A_cancelled_run_draws_nothing()
    {
        CommandLine.RunCancelled("fit", Faithful, "--components", "2", "--report", Html).FailedWith(130, "Cancelled");
        CommandLine.RunCancelled("select", Faithful, "--components", "2", "--report", Html).FailedWith(130, "Cancelled");
        Assert.Empty(folder.Names);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>The report of a run that prints what it prints without one.</summary>
    private JsonElement Reported(params string[] args)
    {
        var (plain, drawn) = (CommandLine.Run(args), CommandLine.Run([.. args, "--report", Html]));
        Assert.Equal((0, 0), (plain.Exit, drawn.Exit));
        Assert.Equal(WithoutSeconds(plain.Output), WithoutSeconds(drawn.Output));
        Assert.StartsWith($"The report is in '{Html}': ", drawn.Error[plain.Error.Length..], StringComparison.Ordinal);
        return Page.Read(Html);
    }

    private static string WithoutSeconds(string output) => System.Text.RegularExpressions.Regex.Replace(output, "\"seconds\":{[^}]*}", "");

    /// <summary>Input that does something when it has been read to its end.</summary>
    private sealed class Ending(byte[] bytes, Action then) : MemoryStream(bytes)
    {
        private bool isOver;

        public override int Read(byte[] buffer, int offset, int count) => Told(base.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Told(base.Read(buffer));

        private int Told(int read)
        {
            if (read == 0 && !isOver)
            {
                isOver = true;
                then();
            }

            return read;
        }
    }
}

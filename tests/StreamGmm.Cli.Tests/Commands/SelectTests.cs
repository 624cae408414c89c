using System.Globalization;

namespace StreamGmm.Cli.Tests.Commands;

public sealed class SelectTests : IDisposable
{
    private static readonly string Blobs = Folder.Data("blobs4.csv");

    private static readonly string[] Select = ["select", Blobs, "--components", "3..5", "--columns", "x,y"];

    private static readonly string[] Keys = ["components", "shape", "logLikelihood", "parameters", "aic", "bic", "icl"];

    private readonly Folder folder = new();

    [Fact]
    public void Json_is_that_of_the_contract()
    {
        var json = CommandLine.Run([.. Select, "--criterion", "bic", "--json"]).Done().Json;

        Assert.Equal(["criterion", "best", "table"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal("bic", json.GetProperty("criterion").GetString());
        Assert.Equal(["components", "shape", "value"], json.GetProperty("best").EnumerateObject().Select(p => p.Name));
        Assert.Equal((4, "tied"), (json.GetProperty("best").GetProperty("components").GetInt32(), json.GetProperty("best").GetProperty("shape").GetString()));
        Assert.Equal(2619.01, json.GetProperty("best").GetProperty("value").GetDouble(), 0.01);

        var table = json.GetProperty("table").EnumerateArray().ToArray();
        Assert.All(table, row => Assert.Equal(Keys, row.EnumerateObject().Select(p => p.Name)));
        Assert.Equal(
            [.. new[] { 3, 4, 5 }.SelectMany(k => CovarianceShape.All.Select(shape => $"{k} {shape}"))],
            table.Select(row => $"{row.GetProperty("components").GetInt32()} {row.GetProperty("shape").GetString()}"));
        Assert.Equal(json.GetProperty("best").GetProperty("value").GetDouble(), table.Min(row => row.GetProperty("bic").GetDouble()));
    }

    [Fact]
    public void Rows_say_what_the_library_says()
    {
        var samples = DataFile.Read(Blobs, new ReadOptions { Columns = ["x", "y"] }).Samples;
        var candidates = ModelSelection.Candidates(samples, new SelectionOptions([5, 2, 3]) { Shapes = [CovarianceShape.Tied], Criterion = Criterion.Icl, Seed = 7, Restarts = 2 }).ToArray();

        var outcome = CommandLine.Run("select", Blobs, "--columns", "x,y", "--components", "5,2..3", "--shapes", "tied", "--criterion", "icl", "--seed", "7", "--restarts", "2");

        Assert.Equal(0, outcome.Exit);
        Assert.Equal(
            [string.Join(',', Keys), .. candidates.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Components},tied,{c.Fit.LogLikelihood:R},{c.Criteria.Parameters},{c.Criteria.Aic:R},{c.Criteria.Bic:R},{c.Criteria.Icl:R}"))],
            outcome.Lines);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"best {candidates[^1].Best.Components} components, tied, ICL {candidates[^1].Best.Value:F2}\n"), outcome.Error);
    }

    [Fact]
    public void The_best_is_saved()
    {
        CommandLine.Run([.. Select, "--quiet", "--save", folder["best.json"]]).Done();

        Assert.Equal("K = 4, D = 2, tied", Gmm.Load(folder["best.json"]).ToString());
        CommandLine.Run("predict", folder["best.json"], Blobs).Done();
    }

    [Fact]
    public void Options_of_a_fit_are_those_of_each()
    {
        string[] options = ["--seeding", "random", "--seed", "3", "--restarts", "4", "--tolerance", "1e-9", "--max-iterations", "40", "--regularization", "absolute:1e-6", "--acceleration", "none", "--threads", "2"];
        var row = CommandLine.Run(["select", Blobs, "--columns", "x,y", "--components", "4", "--shapes", "full", "--json", .. options]).Done().Json.GetProperty("table")[0];
        var fit = CommandLine.Run(["fit", Blobs, "--columns", "x,y", "--components", "4", "--json", .. options]).Done().Json;
        foreach (var name in new[] { "logLikelihood", "parameters", "aic", "bic" })
            Assert.Equal(fit.GetProperty(name).GetDouble(), row.GetProperty(name).GetDouble());
    }

    [Fact]
    public void On_a_terminal_there_is_a_table()
    {
        var outcome = CommandLine.RunOnScreen([.. Select, "--shapes", "tied", "--seed", "1"]);
        Assert.Contains("log-likelihood", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("2619.01", outcome.Output, StringComparison.Ordinal);
        Assert.StartsWith("best 4 components, tied, BIC 2619.01", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_degenerate_fit_is_told_and_is_not_the_best()
    {
        var data = folder.Write("two.csv", "x\n0\n0\n1\n1\n");
        var outcome = CommandLine.Run("select", data, "--components", "1,2", "--shapes", "full", "--regularization", "absolute:0", "--json");
        Assert.Equal(0, outcome.Exit);
        Assert.Equal(1, outcome.Json.GetProperty("best").GetProperty("components").GetInt32());
        Assert.Equal("degenerate", outcome.Json.GetProperty("table")[1].GetProperty("status").GetString());
        Assert.StartsWith("Warning: 2 components, full: the fit is degenerate", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_count_as_copies()
    {
        var weighted = folder.Write("w.csv", "x,w\n0,2\n1,1\n5,3\n6,2\n");
        var copied = folder.Write("c.csv", "x\n0\n0\n1\n5\n5\n5\n6\n6\n");
        string[] options = ["--components", "1", "--shapes", "spherical", "--json"];
        var (a, b) = (CommandLine.Run(["select", weighted, "--weights", "w", .. options]).Done().Json, CommandLine.Run(["select", copied, .. options]).Done().Json);
        Assert.Equal(a.GetProperty("best").GetProperty("value").GetDouble(), b.GetProperty("best").GetProperty("value").GetDouble(), 1e-9);
    }

    [Theory]
    [InlineData("select x.csv", "--components is not given", "1..10")]
    [InlineData("select", "'DATA' missing", "See streamgmm select --help.")]
    [InlineData("select x.csv --components 0..3", "--components is '0..3': numbers of 1 or more were expected, as in 1..10 or 2,4,8.")]
    [InlineData("select x.csv --components 5..3", "--components is '5..3'")]
    [InlineData("select x.csv --components 1..2..3", "--components is '1..2..3'")]
    [InlineData("select x.csv --components 1-3", "--components is '1-3'")]
    [InlineData("select x.csv --components 1,,3", "--components is '1,,3'")]
    [InlineData("select x.csv --components 1..2000000000", "--components is '1..2000000000'")]
    [InlineData("select x.csv --components 2 --shapes round", "--shapes is 'round': shapes were expected", "full, tied, diagonal, spherical")]
    [InlineData("select x.csv --components 2 --shapes full,", "--shapes is 'full,'")]
    [InlineData("select x.csv --components 2 --criterion best", "--criterion is 'best': one of bic, aic, icl was expected.")]
    [InlineData("select x.csv --components 2 --restarts 0", "--restarts is '0'")]
    [InlineData("select x.csv --components 2 --init m.json", "'--init' is no option of select.")]
    public void Wrong_options_are_refused(string line, params string[] texts) => CommandLine.Run(line.Split(' ')).Refused(texts);

    [Fact]
    public void Wrong_files_are_refused()
    {
        CommandLine.Run("select", folder["none.csv"], "--components", "2").Refused("none.csv' is not there");
        CommandLine.Run("select", folder.Write("bad.csv", "x\n1\nn/a\n"), "--components", "1").Refused("bad.csv", "'n/a'");
        CommandLine.Run("select", folder.Write("few.csv", "x\n1\n2\n"), "--components", "1..3").Refused("There are 2 samples of positive weight for 3 components");
        CommandLine.Run("select", folder.Write("label.csv", "x,l\n1,0\n2,2\n3,1\n"), "--labels", "l", "--components", "2..3").Refused("Row 2, column 'l' is 2: with 2 components");
        CommandLine.Run("select", folder["few.csv"], "--components", "1", "--save", folder["none/m.json"]).Refused("there is no directory");
    }

    [Fact]
    public void A_cancelled_run_ends_with_130_and_saves_nothing()
    {
        CommandLine.RunCancelled([.. Select, "--save", folder["m.json"]]).FailedWith(130, "Cancelled");
        Assert.Empty(folder.Names);
    }

    public void Dispose() => folder.Dispose();
}

using System.Diagnostics;
using System.Text.Json;
using StreamGmm.Cli.Input;

namespace StreamGmm.Cli.Tests.Commands;

/// <summary><c>fit --out-of-core</c>: the same contract, the data read by blocks in every pass.</summary>
public sealed class FitOutOfCoreTests : IDisposable
{
    private static readonly string Faithful = Folder.Data("faithful.csv");
    private static readonly string[] ToTheEnd = ["--tolerance", "1e-12", "--max-iterations", "5000"];

    private readonly Folder folder = new();

    [Fact]
    public void The_object_has_the_properties_of_the_contract_in_their_order() => Assert.Equal(
        CommandLine.Run("fit", Faithful, "--components", "2", "--json").Done().Json.EnumerateObject().Select(property => property.Name),
        Fit(Faithful, "--components", "2").EnumerateObject().Select(property => property.Name));

    [Theory]
    [InlineData("full")]
    [InlineData("tied")]
    [InlineData("diagonal")]
    [InlineData("spherical")]
    [InlineData("low-rank:1")]
    public void It_comes_to_the_optimum_of_the_fit_in_memory(string shape)
    {
        string[] how = ["--components", "2", "--shape", shape, .. ToTheEnd];
        var expected = CommandLine.Run(["fit", Faithful, .. how, "--json"]).Done().Json;
        var actual = Fit(Faithful, how);

        Assert.Equal("converged", actual.GetProperty("status").GetString());
        Assert.All(["logLikelihood", "totalLogLikelihood", "aic", "bic"], name => Assert.Equal(expected.GetProperty(name).GetDouble(), actual.GetProperty(name).GetDouble(), 1e-5));
        Assert.All(["samples", "dimension", "parameters"], name => Assert.Equal(expected.GetProperty(name).GetInt32(), actual.GetProperty(name).GetInt32()));
        Assert.Equal(Numbers(expected.GetProperty("mixture").GetProperty("weights")), Numbers(actual.GetProperty("mixture").GetProperty("weights")), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Its_numbers_fit_together()
    {
        var fit = Fit(Faithful, "--components", "3", "--regularization", "absolute:0", "--seeding", "k-means++", "--restarts", "3");

        var (trace, mean) = (Numbers(fit.GetProperty("trace")), fit.GetProperty("logLikelihood").GetDouble());
        Assert.Equal(fit.GetProperty("iterations").GetInt32(), trace.Length - 1);
        Assert.Equal(fit.GetProperty("iterations").GetInt32() + 2, fit.GetProperty("evaluations").GetInt32());
        Assert.Equal(mean, trace[^1]);
        Assert.All(trace.Zip(trace.Skip(1)), pair => Assert.True(pair.Second >= pair.First - 1e-12));
        Assert.Equal(mean * 272, fit.GetProperty("totalLogLikelihood").GetDouble(), 1e-9);
    }

    [Fact]
    public void The_log_likelihood_is_that_of_the_mixture_printed()
    {
        var fit = Fit(Faithful, "--components", "2", "--tolerance", "0", "--max-iterations", "3", "--save", folder["m.json"]);
        Assert.Equal(("limit-reached", 3), (fit.GetProperty("status").GetString(), fit.GetProperty("iterations").GetInt32()));
        Assert.Equal(fit.GetProperty("mixture").GetRawText() + "\n", File.ReadAllText(folder["m.json"]));
        var score = CommandLine.Run("score", folder["m.json"], Faithful, "--json");
        Assert.Equal(score.Json.GetProperty("mean").GetDouble(), fit.GetProperty("logLikelihood").GetDouble(), 1e-12);
        Assert.Equal(fit.GetProperty("logLikelihood").GetDouble(), Fit(Faithful, "--init", folder["m.json"], "--max-iterations", "0").GetProperty("logLikelihood").GetDouble(), 1e-12);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        string Fitted(string threads) => Fit(Folder.Data("varied.csv.gz"), "--columns", "x,y", "--components", "3", "--threads", threads).GetProperty("mixture").GetRawText();
        Assert.Equal(Fitted("1"), Fitted("3"));
    }

    [Fact]
    public void Csv_gzip_and_npy_give_the_same_fit()
    {
        var samples = new GaussianMixture([0.5, 0.5], [[0, 0], [3, 1]], new Covariances.Spherical([1, 2])).Sample(3_000, 1);
        var values = new double[samples.Count * 2];
        for (var i = 0; i < samples.Count; i++)
            samples.CopyRow(i, values.AsSpan(2 * i));
        using (var writer = new StreamWriter(folder["x.csv"]))
            CsvFile.Write(writer, values, 2);
        using (var stream = File.Create(folder["x.npy"]))
            NpyFile.Write(stream, values, 2);
        using (var packed = new System.IO.Compression.GZipStream(File.Create(folder["x.csv.gz"]), System.IO.Compression.CompressionLevel.Fastest))
            packed.Write(File.ReadAllBytes(folder["x.csv"]));

        string Fitted(string name) => Fit(folder[name], "--components", "2", "--tolerance", "1e-7").GetProperty("mixture").GetRawText();
        Assert.Equal(Fitted("x.csv"), Fitted("x.npy"));
        Assert.Equal(Fitted("x.csv"), Fitted("x.csv.gz"));
    }

    [Fact]
    public void Weights_and_labels_count()
    {
        var text = string.Concat(Enumerable.Range(0, 100).Select(i => $"{(i % 2 * 3) + (i % 7 / 3.0)},{i % 4},{(i % 10 == 0 ? "1" : i % 10 == 1 ? "0" : "")}\n"));
        var data = folder.Write("data.csv", "x,w,z\n" + text);
        string[] how = ["--components", "2", "--weights", "w", "--labels", "z", .. ToTheEnd];
        var (expected, actual) = (CommandLine.Run(["fit", data, .. how, "--json"]).Done().Json, Fit(data, how));
        Assert.Equal(expected.GetProperty("bic").GetDouble(), actual.GetProperty("bic").GetDouble(), 1e-6);
        Assert.Equal(Numbers(expected.GetProperty("mixture").GetProperty("weights")), Numbers(actual.GetProperty("mixture").GetProperty("weights")), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Contains("from 100 samples of weight 150", CommandLine.Run(["fit", data, .. how, "--out-of-core"]).Done().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_degenerate_fit_is_done_with_a_warning()
    {
        var data = folder.Write("data.csv", "x,y\n1,1\n1,1\n1,1\n1,1\n");
        var start = folder.Write("start.json", """{"format":"streamgmm.mixture","version":1,"shape":"full","weights":[1],"means":[[0,0]],"covariances":[[[1,0],[0,1]]]}""");
        var outcome = CommandLine.Run("fit", data, "--out-of-core", "--init", start, "--regularization", "absolute:0", "--json", "--quiet");
        Assert.Equal(0, outcome.Exit);
        Assert.StartsWith("Warning: the fit is degenerate", Assert.Single(outcome.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Equal(("degenerate", 1), (outcome.Json.GetProperty("status").GetString(), outcome.Json.GetProperty("trace").GetArrayLength()));
    }

    [Fact]
    public void Notes_are_made_once()
    {
        var data = folder.Write("data.csv", "name,x\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"a,{i}\n")));
        Assert.Equal("Left out, as the first row has no number there: 'name'.\n", CommandLine.Run("fit", data, "--components", "1", "--out-of-core", "--json").Error);
        Assert.Equal("", CommandLine.Run("fit", data, "--components", "1", "--out-of-core", "--json", "--quiet").Error);
    }

    [SkippableFact]
    public void What_can_be_read_once_only_is_refused()
    {
        CommandLine.RunWith("1\n2\n", "fit", "-", "--components", "1", "--out-of-core").Refused("standard input", "only once", "Save the data to a file first");
        Skip.IfNot(OperatingSystem.IsLinux(), "Other systems do not tell.");
        using (var make = Process.Start("mkfifo", [folder["pipe"]]))
            make.WaitForExit();
        CommandLine.Run("fit", folder["pipe"], "--components", "1", "--out-of-core").Refused("pipe", "only once");
    }

    [Fact]
    public void A_fault_far_down_the_file_is_told_before_the_fit_with_its_row()
    {
        var rows = string.Concat(Enumerable.Range(0, 70_000).Select(i => $"{i % 9},{i % 2}\n"));
        CommandLine.Run("fit", folder.Write("x.csv", $"x,z\n{rows}nan,0\n"), "--components", "2", "--out-of-core").Refused("x.csv: Row 70001, column 'x' is 'nan'");
        CommandLine.Run("fit", folder.Write("z.csv", $"x,z\n{rows}1,2\n"), "--components", "2", "--labels", "z", "--out-of-core").Refused("z.csv: Row 70001, column 'z' is 2");
        CommandLine.Run("fit", folder["none.csv"], "--components", "2", "--out-of-core").Refused("none.csv' is not there");
        CommandLine.Run("fit", folder["."], "--components", "2", "--out-of-core").Refused("is a directory");
        CommandLine.RunCancelled("fit", folder["z.csv"], "--components", "2", "--out-of-core").FailedWith(130, "Cancelled");
    }

    [Fact]
    public void A_file_that_changes_between_passes_is_refused()
    {
        var path = folder.Write("x.csv", "x\n1\n2\n3\n4\n");
        var file = Opened(path);
        Assert.Equal(4, file.Blocks().Sum(b => b.Count));

        var written = File.GetLastWriteTimeUtc(path);
        File.WriteAllText(path, "x\n1\n2\n3\n5\n");
        File.SetLastWriteTimeUtc(path, written);
        Assert.Equal(4, file.Blocks().Sum(b => b.Count));
        File.SetLastWriteTimeUtc(path, written.AddSeconds(1));
        var message = Assert.Throws<UsageException>(() => file.Blocks().Count()).Message;
        Assert.Equal($"'{path}' has changed since the fit began: every pass must read the same rows. Fit a copy of it, or fit again when it is at rest.", message);

        file = Opened(path);
        using var blocks = file.Blocks().GetEnumerator();
        Assert.True(blocks.MoveNext());
        File.AppendAllText(path, "9\n");
        Assert.Throws<UsageException>(() =>
        {
            while (blocks.MoveNext())
            {
            }
        });
    }

    [Fact]
    public void Other_rows_are_told_even_where_the_file_does_not_show_it()
    {
        var path = folder.Write("x.csv", "x\n1\n2\n3\n4\n");
        var written = File.GetLastWriteTimeUtc(path);
        using var states = FitSequence.States(Opened(path).Blocks, new FitOptions(1) { Em = new EmOptions { Tolerance = 0 } }).GetEnumerator();
        Assert.True(states.MoveNext());
        File.WriteAllText(path, "x\n1\n7\n3\n4\n");
        File.SetLastWriteTimeUtc(path, written);
        Assert.Contains("has other rows than in the first pass", Assert.Throws<ArgumentException>(() => states.MoveNext()).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static BlockFile Opened(string path) =>
        new(new DataSource(path, new Shell(Stream.Null, Stream.Null, TextWriter.Null, CancellationToken.None)), new ReadOptions(), (_, _) => { }, _ => 2);

    private static JsonElement Fit(string data, params string[] how) => CommandLine.Run(["fit", data, .. how, "--out-of-core", "--json"]).Done().Json;

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetDouble())];
}

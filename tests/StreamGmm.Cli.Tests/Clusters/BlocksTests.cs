using System.Text.Json;

namespace StreamGmm.Cli.Tests.Clusters;

/// <summary><c>fit</c> over the blocks of files on this machine: the same contract, and the fit in memory up to rounding.</summary>
public sealed class BlocksTests : IDisposable
{
    private readonly Folder folder = new();

    public BlocksTests() => Some.Files(folder);

    [Fact]
    public void The_fit_is_that_of_the_library_bit_for_bit()
    {
        var fit = Fit(folder["data/*.csv"], "--components", "2", "--weights", "w", "--seed", "5");
        var expected = Gmm.Fit(FileBlocks.Glob(folder["data/*.csv"], new ReadOptions { Weights = "w" }), new FitOptions(2) { Seed = 5 });
        using var saved = new MemoryStream();
        new SavedMixture(expected.Mixture, ["x", "y"]).Write(saved);
        Assert.Equal(System.Text.Encoding.UTF8.GetString(saved.ToArray()).TrimEnd(), fit.GetProperty("mixture").GetRawText());
        Assert.Equal((expected.LogLikelihood, expected.Iteration, expected.Evaluations), (fit.GetProperty("logLikelihood").GetDouble(), fit.GetProperty("iterations").GetInt32(), fit.GetProperty("evaluations").GetInt32()));
    }

    [Theory]
    [InlineData("full")]
    [InlineData("tied")]
    [InlineData("low-rank:1")]
    public void It_comes_to_the_fit_in_memory(string shape)
    {
        Some.Array(folder["big.npy"], 3000);
        string[] how = ["--components", "2", "--shape", shape, "--tolerance", "1e-12", "--max-iterations", "5000"];
        var (expected, actual) = (CommandLine.Run(["fit", folder["big.npy"], .. how, "--json"]).Done().Json, Fit(folder["big.npy"], [.. how, "--block-rows", "700"]));
        Assert.Equal(expected.EnumerateObject().Select(property => property.Name), actual.EnumerateObject().Select(property => property.Name));
        Assert.All(["samples", "dimension", "parameters"], name => Assert.Equal(expected.GetProperty(name).GetInt32(), actual.GetProperty(name).GetInt32()));
        Assert.All(["logLikelihood", "totalLogLikelihood", "aic", "bic"], name => Assert.Equal(expected.GetProperty(name).GetDouble(), actual.GetProperty(name).GetDouble(), 1e-5));
    }

    [Fact]
    public void One_block_is_the_fit_in_memory_bit_for_bit()
    {
        CommandLine.Run("fit", folder["data/a.csv"], "--components", "2", "--max-iterations", "1", "--quiet", "--save", folder["m.json"]).Done();
        string Fitted(params string[] more) => CommandLine.Run(["fit", folder["data/a.csv"], "--init", folder["m.json"], "--json", .. more]).Done().Json.GetProperty("mixture").GetRawText();
        Assert.Equal(Fitted(), Fitted("--block-rows", "1000"));
    }

    [Fact]
    public void A_pattern_is_looked_for_below_the_root_or_where_it_says()
    {
        string[] how = ["--components", "2", "--tolerance", "1e-3"];
        var expected = Fit(folder["data/*.csv"], how).GetProperty("mixture").GetRawText();
        Assert.Equal(expected, Fit("data/*.csv", [.. how, "--root", folder["."]]).GetProperty("mixture").GetRawText());
        Assert.Equal(expected, Fit("*.csv", [.. how, "--root", folder["data"]]).GetProperty("mixture").GetRawText());
        Assert.Equal(expected, Fit("**/?.csv", [.. how, "--root", folder["."]]).GetProperty("mixture").GetRawText());
        Assert.Equal(expected, Fit(Path.GetRelativePath(".", folder["data/*.csv"]), how).GetProperty("mixture").GetRawText());
        Assert.Equal(1, Fit("data/*.csv", [.. how, "--columns", "y", "--root", folder["."]]).GetProperty("dimension").GetInt32());
    }

    [SkippableFact]
    public void A_file_with_a_wildcard_in_its_name_is_one_file()
    {
        Skip.If(OperatingSystem.IsWindows(), "No name has a wildcard there.");
        File.Copy(folder["data/a.csv"], folder["data/*.csv"]);
        Assert.Equal(200, Fit(folder["data/*.csv"], "--components", "2").GetProperty("samples").GetInt32());
        Assert.Equal(200, Fit(folder["data/*.csv"], "--components", "2", "--block-rows", "9").GetProperty("samples").GetInt32());
    }

    [Fact]
    public void A_large_array_is_cut_so_that_a_block_has_about_a_million_numbers()
    {
        Some.Array(folder["big.npy"], 600_000);
        string Fitted(params string[] more) => Fit(folder["big.npy"], ["--components", "2", "--tolerance", "1e-2", "--seeding", "random", .. more]).GetProperty("mixture").GetRawText();
        var usual = Fitted("--root", folder["."]);
        Assert.Equal(Fitted("--block-rows", "524288"), usual);
        Assert.NotEqual(Fitted("--block-rows", "600000"), usual);
    }

    [Fact]
    public void The_columns_of_a_start_are_found_in_all_files()
    {
        CommandLine.Run("fit", folder["data/a.csv"], "--components", "2", "--columns", "y,x", "--quiet", "--save", folder["m.json"]).Done();
        var fit = Fit(folder["data/*.csv"], "--init", folder["m.json"]);
        Assert.Equal(["y", "x"], fit.GetProperty("mixture").GetProperty("columns").EnumerateArray().Select(column => column.GetString()));
        CommandLine.Run("fit", folder["data/*.csv"], "--init", folder["m.json"], "--columns", "x").Refused("gives 1 features (x), the mixture of", "has 2 (y, x)");
    }

    [Fact]
    public void What_is_left_out_is_told_of_the_first_file_once()
    {
        File.Move(folder["data/b.csv"], folder["data/0.csv"]);
        Assert.Equal("Left out, as the first row has no number there: 'name'.\n", CommandLine.Run("fit", folder["data/*.csv"], "--components", "2", "--json").Error);
    }

    [Fact]
    public void A_report_is_drawn_of_rows_from_all_blocks()
    {
        Some.Array(folder["big.npy"], 30_000);
        Assert.Matches(@"^The report is in '.*': \d+ kB, \d+ samples\.\n$|^The report is in '.*': \d+ kB, \d+ of \d+ samples drawn\.\n$", CommandLine.Run("fit", folder["big.npy"], "--block-rows", "7000", "--components", "2", "--json", "--report", folder["r.html"]).Error);
        Assert.Contains("of 30,000 rows, drawn at random: the data were read by blocks.", File.ReadAllText(folder["r.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        string Fitted(string threads) => Fit(folder["data/*.csv"], "--components", "3", "--threads", threads).GetProperty("mixture").GetRawText();
        Assert.Equal(Fitted("1"), Fitted("3"));
    }

    [Fact]
    public void A_row_that_is_none_is_told_with_its_block()
    {
        File.AppendAllText(folder["data/b.csv"], "x,x,x,x\n");
        CommandLine.Run("fit", folder["data/*.csv"], "--components", "2").Refused("Block 'b.csv?columns=x,y,w' cannot be opened: b.csv: Row 201");
        File.WriteAllText(folder["data/b.csv"], "x,z,w\n1,2,3\n");
        CommandLine.Run("fit", folder["data/*.csv"], "--components", "2").Refused("'b.csv' has no column 'y'", "The features are those of 'a.csv?columns=x,y,w', the first block, unless --columns says which.");
        File.WriteAllText(folder["data/a.csv"], "x\nq\n");
        CommandLine.Run("fit", folder["data/*.csv"], "--components", "2").Refused("'a.csv' has no numeric column");
        Some.Array(folder["data/n.npy"], 10);
        CommandLine.Run("fit", folder["data/*.npy"], "--components", "2", "--columns", "7").Refused("'n.npy' has no column '7'");
    }

    [Theory]
    [InlineData("*.npy", "No file in '", "' matches '*.npy'.")]
    [InlineData("none/*.npy", "There is no folder '", "none' to look for '*.npy' in.")]
    [InlineData("", "is a directory: a file of samples (CSV or .npy), or a pattern of files was expected. Say '", "*.npy' or '", "in quotes.")]
    [InlineData("data", "data' is a directory", "data/*.npy' or '", "data/*.csv', in quotes.")]
    [InlineData("data/*.csv --out-of-core", "--out-of-core and a pattern of files are both given")]
    [InlineData("data/a.csv --out-of-core --block-rows 5", "--out-of-core and --block-rows are both given")]
    [InlineData("data/*.csv --intervals", "--intervals and a pattern of files are both given: intervals need the samples in memory.")]
    [InlineData("data/*.csv --allow-mixed", "--allow-mixed is given and --cluster is not")]
    [InlineData("data/*.csv --patience 5", "--patience is given and --cluster is not")]
    [InlineData("data/*.csv --patience 0", "--patience is '0': a whole number of 1 or more was expected.")]
    [InlineData("data/*.csv --cluster-name x", "--cluster-name is given and --cluster is not")]
    [InlineData("data/*.csv --block-rows 0", "--block-rows is '0'")]
    [InlineData("data/*.csv --root x", "DATA is '", "and --root is 'x': files below that folder were expected. Say --root with a folder above DATA.")]
    [InlineData("data/*.csv --cluster", "--cluster has no address, and STREAMGMM_CLUSTER of the environment is not set", "Say --cluster amqp://host, or set STREAMGMM_CLUSTER.")]
    [InlineData("data/*.csv --cluster me:secret@host", "--cluster is followed by something else than an address")]
    [InlineData("data/*.csv --cluster amqp://me:secret@", "The address of the broker")]
    [InlineData("data/*.csv --cluster amqp://me:secret@h --cluster-name a/b", "The name of a cluster has up to 100 letters")]
    public void What_cannot_be_done_is_refused(string line, params string[] texts)
    {
        var words = line.Split(' ');
        var outcome = CommandLine.Run(["fit", folder[words[0]], "--components", "2", .. words[1..]]);
        outcome.Refused(texts);
        Assert.DoesNotContain("secret", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_is_no_block()
    {
        foreach (var option in new[] { "--cluster amqp://h", "--block-rows 5", "--root ." })
            CommandLine.RunWith("1\n2\n", ["fit", "-", "--components", "1", .. option.Split(' ')]).Refused($"{option.Split(' ')[0]} is given and DATA is standard input, which can be read only once", "Save the data to a file first");
    }

    [Fact]
    public void A_broker_that_cannot_be_reached_is_told_without_the_password()
    {
        foreach (var command in new string[][] { ["fit", folder["data/*.csv"], "--components", "2"], ["worker"] })
        {
            var outcome = CommandLine.Run([.. command, "--quiet", "--cluster", "amqp://me:secret@127.0.0.1:1/"]);
            outcome.FailedWith(1, "The broker at amqp://127.0.0.1:1/ cannot be used");
            Assert.DoesNotContain("secret", outcome.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_address_in_the_wrong_place_is_not_repeated()
    {
        CommandLine.Run("worker", "amqp://me:secr@et@h/").Refused("'amqp://…@h/' is one argument too many: options were expected.");
        CommandLine.Run("fit", "amqps://me:secret@h/", "--components", "2").Refused("'amqps://…@h/' is not there");
    }

    [Theory]
    [InlineData("--memory 1GB --root none", "--root is '", "none'. There is no folder '")]
    [InlineData("--memory x", "--memory is 'x': a number of bytes was expected, as 512M, 8G or 1.5T.")]
    [InlineData("--memory -1", "--memory is '-1'")]
    [InlineData("--memory 9999999T", "--memory is '9999999T'")]
    [InlineData("--memory M", "--memory is 'M'")]
    [InlineData("--threads -1", "--threads is '-1'")]
    public void A_worker_that_cannot_be_is_refused(string options, params string[] texts) =>
        CommandLine.Run(["worker", "--cluster", "amqp://127.0.0.1:1", .. options.Split(' ').Select(word => word == "none" ? folder[word] : word)]).Refused(texts);

    [SkippableFact]
    public async Task A_fit_without_a_cluster_knows_nothing_of_one()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "There is no /proc.");
        using var process = CliProcess.Start(["fit", folder["data/*.csv"], "--components", "2", "--tolerance", "0", "--max-iterations", "2000000000", "--resume", folder["fit.journal"]]);
        await Growth.OfAsync(folder["fit.journal"], process);
        var loaded = await File.ReadAllTextAsync($"/proc/{process.Id}/maps");
        Assert.Contains("StreamGmm.Files.dll", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("RabbitMQ", loaded, StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose() => folder.Dispose();

    private static JsonElement Fit(string data, params string[] how) => CommandLine.Run(["fit", data, .. how, "--json", "--quiet"]).Done().Json;
}

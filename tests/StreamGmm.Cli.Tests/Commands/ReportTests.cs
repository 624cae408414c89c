using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;

namespace StreamGmm.Cli.Tests.Commands;

/// <summary><c>report</c>: each kind of file is told by what it holds, and drawn.</summary>
public sealed class ReportTests : IDisposable
{
    private static readonly string Faithful = Folder.Data("faithful.csv");

    private readonly Folder folder = new();

    private string Html => folder["report.html"];

    private string Model => folder["model.json"];

    [Fact]
    public void Data_alone()
    {
        var page = Drawn(Faithful);
        Assert.Equal(("data", 272), (page.Kind(), page.Samples()));
        Assert.Equal(["eruptions", "waiting"], page.Axes());
        Assert.False(page.Has("model"));
    }

    [Fact]
    public void A_mixture_alone_and_with_data()
    {
        Fit("--save", Model);
        Assert.Equal(("mixture", null), (Drawn(Model).Kind(), Drawn(Model).Samples()));
        foreach (var files in new[] { new[] { Model, Faithful }, [Faithful, Model] })
        {
            var page = Drawn(files);
            Assert.Equal(("mixture", 272), (page.Kind(), page.Samples()));
            Assert.Equal(["eruptions", "waiting"], page.Axes());
            Assert.Equal(Gmm.Load(Model), page.Mixture());
        }
    }

    [Fact]
    public void What_fit_printed_alone_and_with_data()
    {
        var printed = Fit("--json").Output;
        var json = JsonDocument.Parse(printed).RootElement;
        var trace = folder.Write("fit.json", printed);
        foreach (var files in new[] { new[] { trace }, [trace, Faithful] })
        {
            var page = Drawn(files);
            Assert.Equal(("fit", files.Length == 1 ? null : 272), (page.Kind(), page.Samples()));
            Assert.Equal(json.GetProperty("trace").EnumerateArray().Select(value => value.GetDouble()), page.Numbers("trace", "y"));
            Assert.Equal(json.GetProperty("mixture").GetProperty("weights").EnumerateArray().Select(value => value.GetDouble()), page.Mixture().Weights);
        }
    }

    [Fact]
    public void What_select_printed_with_data_and_with_the_mixture()
    {
        var selection = folder.Write("select.json", Run("select", Faithful, "--components", "1..3", "--json", "--save", Model).Output);
        var table = JsonDocument.Parse(File.ReadAllText(selection)).RootElement.GetProperty("table").EnumerateArray().ToArray();
        foreach (var files in new[] { new[] { selection, Faithful }, [selection, Model], [Model, Faithful, selection] })
        {
            var page = Drawn(files);
            Assert.Equal("selection", page.Kind());
            Assert.Equal(files.Contains(Faithful) ? 272 : null, page.Samples());
            var criteria = page.GetProperty("criteria");
            Assert.Equal("bic", criteria.GetProperty("criterion").GetString());
            var rows = criteria.GetProperty("table").EnumerateArray().ToArray();
            Assert.Equal(table.Length, rows.Length);
            foreach (var (expected, row) in table.Zip(rows))
            {
                Assert.Equal(expected.GetProperty("shape").GetString(), row.GetProperty("shape").GetString());
                foreach (var name in new[] { "components", "parameters", "aic", "bic", "icl" })
                    Assert.Equal(expected.GetProperty(name).GetDouble(), row.GetProperty(name).GetDouble(), 1e-6);
            }

            Assert.Equal(files.Contains(Model), page.Has("model"));
        }
    }

    [Fact]
    public void What_follow_printed_alone_and_with_data()
    {
        var data = folder.Write("x.csv", FollowTests.Some.Csv(2000));
        var lines = folder.Write("lines.ndjson", Run("follow", data, "--components", "2").Output);
        var told = File.ReadAllLines(lines).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        foreach (var files in new[] { new[] { lines }, [lines, data] })
        {
            var page = Drawn(files);
            Assert.Equal(("stream", files.Length == 1 ? null : 2000), (page.Kind(), page.Samples()));
            Assert.Equal(told.Select(line => line.GetProperty("position").GetDouble()), page.Numbers("stream", "position"));
            Assert.Equal(["x", "y"], page.Axes());
            Assert.Contains("Alarms are those of the lines read", page.Notes(), StringComparison.Ordinal);
            Assert.Equal(told[^1].GetProperty("mixture").GetProperty("weights").EnumerateArray().Select(value => value.GetDouble()), page.Mixture().Weights);
            Assert.Equal(told.Count(line => line.GetProperty("mixture").ValueKind != JsonValueKind.Null), page.GetProperty("states").GetArrayLength());
        }
    }

    [Fact]
    public void The_state_of_a_stream()
    {
        Run("follow", folder.Write("x.csv", FollowTests.Some.Csv(2000)), "--components", "2", "--state", folder["state.json"]);
        var page = Drawn(folder["state.json"], folder["x.csv"]);
        Assert.Equal(("stream", 2000), (page.Kind(), page.Samples()));
        Assert.Equal(Gmm.LoadState(folder["state.json"]).Mixture, page.Mixture());
    }

    [Fact]
    public void A_pipeline_is_drawn_as_its_mixture_sees_the_rows()
    {
        var rows = DataFile.Read(Faithful);
        Gmm.SavePipeline(Gmm.FitPipeline(rows.Samples, new FitOptions(2)), folder["scaled.json"], rows.Columns);
        var outcome = Run("report", folder["scaled.json"], Faithful, "-o", Html);
        Assert.StartsWith("Drawn is what the mixture sees: rows after standardizer", outcome.Error, StringComparison.Ordinal);
        var page = Page.Read(Html);
        Assert.Equal(["eruptions (standardized)", "waiting (standardized)"], page.Axes());
        Assert.Equal(0, page.GetProperty("axes")[1].GetProperty("center").GetDouble(), 1.0);
        Assert.Equal(272, page.Samples());
    }

    [Fact]
    public void One_of_these_may_come_on_standard_input()
    {
        Fit("--save", Model);
        Assert.Equal("mixture", Piped(File.ReadAllText(Model), "-").Kind());
        Assert.Equal(272, Piped(File.ReadAllText(Faithful), Model, "-").Samples());
        Assert.Equal("fit", Piped("\n " + Fit("--json").Output, "-", Faithful).Kind());

        JsonElement Piped(string input, params string[] files)
        {
            var outcome = CommandLine.RunWith(input, ["report", .. files, "-o", "-"]);
            Assert.Equal(0, outcome.Exit);
            Assert.StartsWith("The report is on standard output: ", outcome.Error, StringComparison.Ordinal);
            return Page.Parse(outcome.Output);
        }
    }

    [Fact]
    public void Packed_files_are_told_by_what_is_in_them()
    {
        Pack("x.csv.gz", File.ReadAllText(Faithful));
        Pack("fit.json.gz", Fit("--json").Output);
        Assert.Equal(("fit", 272), (Drawn(folder["fit.json.gz"], folder["x.csv.gz"]).Kind(), Drawn(folder["x.csv.gz"]).Samples()));

        void Pack(string name, string text)
        {
            using var gzip = new GZipStream(File.Create(folder[name]), CompressionLevel.Fastest);
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }
    }

    [Fact]
    public void Columns_are_those_of_the_mixture_or_those_asked_for_and_weights_are_none_of_them()
    {
        Fit("--save", Model);
        var wide = folder.Write("wide.csv", "n,waiting,w,eruptions\n1,54,2,1.8\n2,79,0,3.6\n3,80,1,4.1\n");
        Assert.Equal(["eruptions", "waiting"], Drawn(Model, wide).Axes());
        Assert.Equal(["n", "waiting", "eruptions"], Drawn(wide, "--weights", "w").Axes());
        Assert.Equal(["eruptions", "n"], Drawn(wide, "--columns", "eruptions,n").Axes());
        Assert.Equal(["n", "waiting", "eruptions"], Drawn(wide, "--labels", "w").Axes());
    }

    [Fact]
    public void Rows_without_a_value_are_taken_where_they_may_be_missing()
    {
        var gaps = folder.Write("gaps.csv", "x,y\n1,2\n,3\n4,5\n");
        CommandLine.Run("report", gaps, "-o", Html).Refused("gaps.csv");
        Assert.Equal(["x", "y"], Drawn(gaps, "--missing", "marginalize").Axes());
    }

    [Fact]
    public void The_title_and_the_axes_are_those_asked_for()
    {
        var wide = folder.Write("wide.csv", "a,b,c\n1,54,2\n2,79,0\n3,80,1\n");
        var page = Drawn(wide, "--title", "<Geyser> & co", "--axes", "c,a");
        Assert.Equal("<Geyser> & co", page.Title());
        var numbered = Drawn(wide, "--axes", "2,0");
        Assert.Equal(page.GetProperty("axes").GetRawText(), numbered.GetProperty("axes").GetRawText());
        Assert.NotEqual(Drawn(wide, "--title", "<Geyser> & co").GetRawText(), page.GetRawText());
    }

    [Fact]
    public void A_picture_where_the_name_says_so()
    {
        var trace = folder.Write("fit.json", Fit("--json").Output);
        foreach (var view in new[] { null, "scatter", "histogram", "log-likelihood" })
        {
            Run(["report", trace, Faithful, "-o", folder["picture.svg"], .. view is null ? [] : new[] { "--view", view }]);
            Assert.Equal("svg", XDocument.Load(folder["picture.svg"]).Root!.Name.LocalName);
        }

        Assert.Equal("svg", XDocument.Parse(Run("report", trace, "-o", "-", "--view", "log-likelihood").Output).Root!.Name.LocalName);
    }

    [Fact]
    public void What_was_drawn_is_told()
    {
        Assert.Matches(@"^The report is in '.*report\.html': \d+ kB, 272 samples\.\n$", Run("report", Faithful, "-o", Html).Error);
        var many = folder.Write("many.csv", string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i % 97},{i % 89}\n")));
        Assert.Matches(@", 20000 of 30000 samples drawn\.\n$", Run("report", many, "-o", Html).Error);
        Assert.EndsWith(", 1 sample.\n", Run("report", folder.Write("one.csv", "x\n1\n"), "-o", Html).Error, StringComparison.Ordinal);
        CommandLine.Run("report", Faithful, "-o", Html, "--quiet").Done();
    }

    public void Dispose() => folder.Dispose();

    private static Outcome Run(params string[] args)
    {
        var outcome = CommandLine.Run(args);
        Assert.Equal((0, ""), (outcome.Exit, outcome.Exit == 0 ? "" : outcome.Error));
        return outcome;
    }

    private static Outcome Fit(params string[] more) => Run(["fit", Faithful, "--components", "2", .. more]);

    private JsonElement Drawn(params string[] args)
    {
        Assert.Equal("", Run(["report", .. args, "-o", Html]).Output);
        return Page.Read(Html);
    }
}

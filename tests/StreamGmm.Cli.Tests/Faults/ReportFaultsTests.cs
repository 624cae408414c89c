using System.Diagnostics;
using StreamGmm.Cli.Tests.Commands;

namespace StreamGmm.Cli.Tests.Faults;

/// <summary>Files that no report can be made of, and places where none can be written.</summary>
public sealed class ReportFaultsTests : IDisposable
{
    private const string Mixture = """{"format":"streamgmm.mixture","version":1,"shape":"spherical","weights":[1],"means":[[0]],"covariances":[1]}""";

    private const string Fit = """{"status":"converged","trace":[-2,-1],"mixture":""" + Mixture + "}";

    private const string Selection = """{"criterion":"bic","best":{"components":1,"shape":"full","value":4},"table":[{"components":1,"shape":"full","logLikelihood":-1,"parameters":2,"aic":3,"bic":4,"icl":4}]}""";

    private const string Line = """{"samples":64,"weight":64,"logLikelihood":null,"memory":64,"alarm":false,"position":64,"mixture":null}""";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly Folder folder = new();

    private string Html => folder["report.html"];

    [Theory]
    [InlineData("report", "missing", "See streamgmm report --help.")]
    [InlineData("report x.csv", "--output is not given", "Say -o report.html.")]
    [InlineData("report x.csv -o", "-o")]
    [InlineData("report x.csv -o r.html --view scatter", "--view is given and --output is 'r.html': a page has all views")]
    [InlineData("report x.csv -o r.svg --view pie", "--view is 'pie': one of scatter, histogram, log-likelihood, criteria, stream was expected.")]
    [InlineData("report x.csv -o r.html --axes x", "--axes is 'x': two features were expected")]
    [InlineData("report x.csv -o r.html --axes x,x", "--axes is 'x,x'")]
    [InlineData("report x.csv -o r.html --json", "'--json' is no option of this command: FILE, a file, or an option was expected.")]
    [InlineData("report - - -o r.html", "Standard input is given twice")]
    public void Wrong_options_are_refused(string line, params string[] texts) => CommandLine.Run(line.Split(' ')).Refused(texts);

    [Theory]
    [InlineData("{\"labels\":[0],\"responsibilities\":[[1]]}", "is JSON with \"labels\", \"responsibilities\": a mixture (fit --save), what fit --json")]
    [InlineData("[1,2]", "is JSON of another kind (Array)")]
    [InlineData("{}", "is an empty JSON object")]
    [InlineData("{\"x\":1,\"y\":2}\n{\"x\":2,\"y\":3}\n", "is JSON with \"x\", \"y\"")]
    [InlineData("{\"format\":\"streamgmm.other\"}", "is JSON of the format 'streamgmm.other'")]
    [InlineData("{\"format\":\"streamgmm.mixture\",\"version\":7}", "a newer StreamGmm wrote it")]
    [InlineData("{\"format\":\"streamgmm.mixture\",\"vers", "is not whole JSON: it breaks off or goes wrong near object 1")]
    [InlineData(Mixture + "\n" + Mixture, "has a mixture and then more JSON")]
    [InlineData(Fit + Fit, "has a fit and then more JSON")]
    [InlineData(Mixture + "x", "is not whole JSON: it breaks off or goes wrong near object")]
    [InlineData("{\"trace\":[\"a\"],\"mixture\":" + Mixture + "}", "object 1 has not the parts")]
    [InlineData("{\"trace\":[],\"mixture\":" + Mixture + "}", "there is no log-likelihood")]
    [InlineData("{\"trace\":[-1],\"mixture\":{}}", "no \"format\"")]
    [InlineData("{\"criterion\":\"best\",\"table\":[]}", "The criterion is 'best': bic, aic or icl was expected.")]
    [InlineData("{\"criterion\":\"bic\",\"table\":[]}", "object 1 has not the parts")]
    [InlineData("{\"criterion\":\"7\",\"best\":{\"components\":1,\"shape\":\"full\"},\"table\":[]}", "The criterion is '7': bic, aic or icl was expected.")]
    [InlineData("{\"criterion\":\"bic\",\"best\":{\"components\":9,\"shape\":\"full\"},\"table\":[]}", "The best model, 9 × full, is not in the table of 0 models")]
    [InlineData(Line, "has no mixture: the stream was warming up to its end")]
    [InlineData(Line + "\n{\"x\":1}", "goes on with JSON of another kind")]
    [InlineData(Line + "\n{\"samples\":", "goes wrong near object 2")]
    [InlineData("", "is empty")]
    [InlineData("x,y\n1,2\n3,n/a\n", "'n/a'")]
    public void What_is_none_of_these_is_refused(string text, string message)
    {
        var path = folder.Write("file", text);
        CommandLine.Run("report", path, "-o", Html).Refused("file", message);
        CommandLine.RunWith(text, "report", "-", "-o", Html).Refused("standard input", message);
        Assert.Equal(["file"], folder.Names);
    }

    [Fact]
    public void Files_that_are_not_there_are_refused()
    {
        CommandLine.Run("report", folder["none.csv"], "-o", Html).Refused("none.csv' is not there", "a mixture, what fit, select or follow printed, or data was expected");
        CommandLine.Run("report", folder["."], "-o", Html).Refused("is a directory");
    }

    [Fact]
    public void Files_that_do_not_go_together_are_refused()
    {
        var (model, fit, selection, data) = (folder.Write("m.json", Mixture), folder.Write("f.json", Fit), folder.Write("s.json", Selection), folder.Write("x.csv", "x\n1\n2\n"));
        Refused($"Given are a mixture ('{model}') and a fit ('{fit}'): data were expected, or a mixture, a fit, a selection or a stream, alone or with the data.", model, fit);
        Refused("Given are data", data, data);
        Refused("a mixture", model, data, model);
        Refused("and a selection", fit, selection);
        Refused($"'{selection}' is a selection, which has criteria and neither a mixture nor data", selection);
        Refused($"'{model}' is a mixture of 1 × spherical, and the selection chose 1 × full", model, selection);
        Refused("say how data are read, and no file given is data", model, "--columns", "x");
        Refused("gives 2 features (a, b), the mixture of", model, folder.Write("two.csv", "a,b\n1,2\n3,4\n"));
        Refused("--axes has 'z': one of a, b was expected.", folder["two.csv"], "--axes", "a,z");
        Refused("--axes has '7'", folder["two.csv"], "--axes", "a,7");

        void Refused(string text, params string[] args) => CommandLine.Run(["report", .. args, "-o", Html]).Refused(text);
    }

    [Fact]
    public void A_picture_that_there_is_not_is_refused() =>
        CommandLine.Run("report", folder.Write("x.csv", "x,y\n1,2\n3,4\n"), "-o", folder["p.svg"], "--view", "criteria")
            .Refused("--view is criteria: there is nothing to show in it here. Say one of scatter, histogram.");

    [Fact]
    public void A_place_that_nothing_can_be_written_at_is_refused_before_anything_is_read()
    {
        CommandLine.Run("report", folder["none.csv"], "-o", folder["none/r.html"]).Refused("--output is '", "there is no directory");
        CommandLine.Run("report", folder["none.csv"], "-o", folder["."]).Refused("a directory: a file was expected");
        CommandLine.Run("report", folder["none.csv"], "-o", "").Refused("--output is ''");
    }

    [Theory]
    [InlineData("report x.csv -o x.csv", "--output")]
    [InlineData("report x.csv -o ./x.csv", "--output")]
    [InlineData("fit x.csv --components 1 --report x.csv", "--report")]
    [InlineData("fit x.csv --components 1 --save m.json --report m.json", "--report")]
    [InlineData("select x.csv --components 1 --report x.csv", "--report")]
    [InlineData("follow x.csv --components 1 --state s.json --report s.json", "--report")]
    public void A_file_that_is_read_or_saved_is_not_replaced_by_its_report(string line, string option)
    {
        var data = folder.Write("x.csv", "x\n1\n2\n4\n");
        CommandLine.Run([.. line.Split(' ').Select(word => word.Contains('.', StringComparison.Ordinal) ? folder[word] : word)])
            .Refused($"{option} is '", "which this command reads or saves: the report would take its place.");
        Assert.Equal("x\n1\n2\n4\n", File.ReadAllText(data));
        Assert.Equal(["x.csv"], folder.Names);
    }

    [Fact]
    public void A_cancelled_run_ends_with_130_and_leaves_the_old_report()
    {
        var old = folder.Write("report.html", "old");
        CommandLine.RunCancelled("report", Folder.Data("faithful.csv"), "-o", old).FailedWith(130, "Cancelled.");
        Assert.Equal("old", File.ReadAllText(old));
        Assert.Equal(["report.html"], folder.Names);
    }

    [Fact]
    public void A_report_that_cannot_be_written_is_told() =>
        CommandLine.RunFull("report", folder.Write("m.json", Mixture), "-o", "-").FailedWith(1, "Standard output cannot be written: No space left on device.");

    [SkippableFact]
    public async Task A_pipe_is_read_once_and_is_no_place_for_a_report()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Other systems do not tell.");
        using (var make = Process.Start("mkfifo", [folder["pipe"]]))
            await make.WaitForExitAsync();
        CommandLine.Run("report", Folder.Data("faithful.csv"), "-o", folder["pipe"]).Refused("a device or a pipe", "--output");
        foreach (var (text, kind) in new[] { (FollowTests.Some.Csv(100), "data"), (Mixture, "mixture") })
        {
            var writer = Task.Run(() => File.WriteAllText(folder["pipe"], text));
            (await Task.Run(() => CommandLine.Run("report", folder["pipe"], "-o", Html, "--quiet")).WaitAsync(Limit)).Done();
            await writer.WaitAsync(Limit);
            Assert.Equal(kind, Page.Read(Html).Kind());
        }
    }

    public void Dispose() => folder.Dispose();
}

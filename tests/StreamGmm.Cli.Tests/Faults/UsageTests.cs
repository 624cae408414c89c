using System.Diagnostics;

namespace StreamGmm.Cli.Tests.Faults;

/// <summary>Wrong command lines: code 2, one line, nothing else.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly Folder folder = new();

    [Theory]
    [InlineData("", "No command is given: one of fit, worker, predict, score, sample, select, outliers, follow, report was expected. See streamgmm --help.")]
    [InlineData("fitt x.csv", "'fitt' is no command")]
    [InlineData("fit", "'DATA' missing", "See streamgmm fit --help.")]
    [InlineData("predict m.json", "'DATA' missing")]
    [InlineData("score", "missing")]
    [InlineData("sample m.json", "'-n' is required")]
    [InlineData("fit x.csv --tolerant 1", "'--tolerant' is no option of fit.")]
    [InlineData("fit --tolerant 1 x.csv", "'--tolerant' is no option")]
    [InlineData("fit x.csv y.csv --components 2", "'y.csv' is one argument too many: DATA was expected, then options. A pattern of files is put in quotes, as 'data/*.csv'.")]
    [InlineData("predict m.json x.csv --components 2", "'--components' is no option of predict.")]
    [InlineData("fit x.csv", "--components is not given", "--init")]
    [InlineData("fit x.csv --components", "--components")]
    [InlineData("fit x.csv --components 0", "--components is '0': a whole number of 1 or more was expected.")]
    [InlineData("fit x.csv --components -2", "--components is '-2'")]
    [InlineData("fit x.csv --components 2.5", "--components is '2.5'")]
    [InlineData("fit x.csv --components 1e3", "--components is '1e3'")]
    [InlineData("fit x.csv --components 99999999999", "--components is '99999999999'")]
    [InlineData("fit x.csv --components 2 --components 3", "'--components' expects a single argument")]
    [InlineData("fit x.csv --components 2 --tolerance abc", "--tolerance is 'abc': a finite number of 0 or more was expected")]
    [InlineData("fit x.csv --components 2 --tolerance 0,5", "--tolerance is '0,5'", "decimal point")]
    [InlineData("fit x.csv --components 2 --tolerance -1", "--tolerance is '-1'")]
    [InlineData("fit x.csv --components 2 --tolerance NaN", "--tolerance is 'NaN'")]
    [InlineData("fit x.csv --components 2 --tolerance 1e999", "--tolerance is '1e999'")]
    [InlineData("fit x.csv --components 2 --max-iterations -1", "--max-iterations is '-1'")]
    [InlineData("fit x.csv --components 2 --max-iterations 1,000", "--max-iterations is '1,000'")]
    [InlineData("fit x.csv --components 2 --restarts 0", "--restarts is '0'")]
    [InlineData("fit x.csv --components 2 --threads -1", "--threads is '-1'")]
    [InlineData("fit x.csv --components 2 --seed one", "--seed is 'one': a whole number was expected")]
    [InlineData("fit x.csv --components 2 --shape round", "--shape is 'round': one of full, tied, diagonal, spherical, or low-rank:R with R a whole number of 1 or more, was expected.")]
    [InlineData("fit x.csv --components 2 --shape Full", "--shape is 'Full'")]
    [InlineData("fit x.csv --components 2 --seeding magic", "--seeding is 'magic': one of k-means, k-means++, random, small-em was expected.")]
    [InlineData("fit x.csv --components 2 --regularization 1e-6", "--regularization is '1e-6': relative:V or absolute:V was expected")]
    [InlineData("fit x.csv --components 2 --regularization relative:-1", "--regularization is 'relative:-1'")]
    [InlineData("fit x.csv --components 2 --regularization absolute:0,1", "--regularization is 'absolute:0,1'")]
    [InlineData("fit x.csv --components 2 --acceleration warp", "--acceleration is 'warp': one of none, squarem, hybrid was expected")]
    [InlineData("fit x.csv --components 2 --columns a,,b", "--columns is 'a,,b'")]
    [InlineData("fit @x.csv --components 2", "'@x.csv' is not there")]
    public void What_cannot_be_understood_is_refused(string line, params string[] texts) =>
        CommandLine.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Refused(texts);

    [Theory]
    [InlineData("--components 3", "--components is 3, the mixture of --init has 1")]
    [InlineData("--shape tied", "--shape is tied, the mixture of --init is spherical")]
    [InlineData("--seeding random", "--seeding and --init")]
    [InlineData("--restarts 2", "--restarts is 2 and --init")]
    public void What_contradicts_the_start_is_refused(string option, string text)
    {
        var start = folder.Write("m.json", """{"format":"streamgmm.mixture","version":1,"shape":"spherical","weights":[1],"means":[[0]],"covariances":[1]}""");
        CommandLine.Run(["fit", folder.Write("x.csv", "x\n1\n2\n"), "--init", start, .. option.Split(' ')]).Refused(text);
    }

    [Fact]
    public void A_place_that_nothing_can_be_saved_at_is_refused_before_the_fit()
    {
        var data = folder.Write("x.csv", "x\n1\n2\n");
        CommandLine.Run("fit", data, "--components", "1", "--save", folder["none/m.json"]).Refused("there is no directory");
        CommandLine.Run("fit", data, "--components", "1", "--save", folder["."]).Refused("a directory: a file was expected");
        Assert.Equal(["x.csv"], folder.Names);
    }

    [SkippableFact]
    public void A_pipe_is_no_place_to_save_at()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Other systems do not tell.");
        using (var make = Process.Start("mkfifo", [folder["pipe"]]))
            make.WaitForExit();
        CommandLine.Run("fit", folder.Write("x.csv", "x\n1\n2\n"), "--components", "1", "--save", folder["pipe"]).Refused(folder["pipe"], "a device or a pipe", "--save");
        Assert.Equal(["pipe", "x.csv"], folder.Names);
    }

    [Fact]
    public void An_empty_name_is_refused()
    {
        CommandLine.Run("fit", "", "--components", "1").Refused("DATA is '': the name of a file was expected.");
        CommandLine.Run("sample", "", "-n", "1").Refused("MODEL is ''");
    }

    [Theory]
    [InlineData("fit DATA --init MODEL")]
    [InlineData("fit DATA --init MODEL --json")]
    [InlineData("sample MODEL -n 5")]
    [InlineData("--help")]
    public void Results_that_cannot_be_written_are_told(string line)
    {
        var data = folder.Write("x.csv", "x\n1\n2\n");
        var model = folder.Write("m.json", """{"format":"streamgmm.mixture","version":1,"shape":"spherical","weights":[1],"means":[[0]],"covariances":[1]}""");
        CommandLine.RunFull(line.Replace("DATA", data, StringComparison.Ordinal).Replace("MODEL", model, StringComparison.Ordinal).Split(' '))
            .FailedWith(1, "Standard output cannot be written: No space left on device.");
    }

    [Theory]
    [InlineData("--help", "fit <DATA>")]
    [InlineData("-h", "sample <MODEL>")]
    [InlineData("fit --help", "--max-iterations <I>")]
    [InlineData("predict --help", "label,p0,p1")]
    [InlineData("score -h", "standard error")]
    [InlineData("sample --help", "-n <N>")]
    public void Help_is_a_result(string line, string text) => Assert.Contains(text, CommandLine.Run(line.Split(' ')).Done().Output, StringComparison.Ordinal);

    [Fact]
    public void The_version_is_a_result() => Assert.Matches(@"^\d+\.\d+\.\d+", CommandLine.Run("--version").Done().Output);

    [Fact]
    public void A_cancelled_run_ends_with_130() =>
        CommandLine.RunCancelled("fit", Folder.Data("faithful.csv"), "--components", "2", "--save", folder["m.json"]).FailedWith(130, "Cancelled");

    public void Dispose() => folder.Dispose();
}

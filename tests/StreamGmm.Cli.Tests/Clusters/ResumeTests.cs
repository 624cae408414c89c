namespace StreamGmm.Cli.Tests.Clusters;

/// <summary><c>fit --resume</c> and <c>fit --incremental</c> on this machine: a fit that was killed goes on to the same bits.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly Folder folder = new();

    public ResumeTests() => Some.Files(folder);

    private string Pattern => folder["data/*.csv"];

    private string Journal => folder["fit.journal"];

    [SkippableTheory]
    [InlineData("--restarts 3 --seed 1")]
    [InlineData("--acceleration squarem --shape tied")]
    [InlineData("--incremental 0.5")]
    public async Task A_fit_that_was_killed_ends_as_one_that_was_not(string how)
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no kill.");
        Some.Array(folder["big.npy"], 100_000);
        string[] fit = ["fit", folder["big.npy"], "--components", "3", "--block-rows", "8000", "--tolerance", "0", "--max-iterations", "40", "--json", .. how.Split(' ')];
        var expected = WithoutSeconds(CommandLine.Run(fit).Done());
        for (var life = 0; life < 3; life++)
        {
            using var process = CliProcess.Start([.. fit, "--resume", Journal]);
            await Growth.OfAsync(Journal, process);
            await process.SignalAsync("KILL");
            await process.EndAsync();
        }

        var end = CommandLine.Run([.. fit, "--resume", Journal]);
        Assert.Equal(expected, WithoutSeconds(end));
        Assert.StartsWith($"Going on from '{Journal}', where ", end.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_signal_leaves_a_journal_to_go_on_from()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no kill.");
        string[] fit = ["fit", Pattern, "--components", "2", "--tolerance", "0", "--json", "--quiet", "--resume", Journal];
        using var process = CliProcess.Start([.. fit, "--max-iterations", "2000000000"]);
        await Growth.OfAsync(Journal, process);
        await process.SignalAsync("INT");
        (await process.EndAsync()).FailedWith(130, "Cancelled.");
        Assert.Equal(WithoutSeconds(CommandLine.Run([.. fit[..^2], "--max-iterations", "30"])), WithoutSeconds(CommandLine.Run([.. fit, "--max-iterations", "30"])));
    }

    [Fact]
    public void A_journal_of_a_whole_fit_gives_it_without_the_data_being_opened()
    {
        string[] fit = ["fit", Pattern, "--components", "2", "--weights", "w", "--json", "--resume", Journal];
        var whole = CommandLine.Run(fit).Done();
        File.AppendAllText(folder["data/b.csv"], "no,row,at,all\n");
        var again = CommandLine.Run(fit);
        Assert.Equal(WithoutSeconds(whole), WithoutSeconds(again));
        Assert.Matches(@"^Going on from '.*', where \d+ answers are kept\.\n$", again.Error);
    }

    [Fact]
    public void A_journal_of_another_fit_is_refused()
    {
        CommandLine.Run("fit", Pattern, "--components", "2", "--resume", Journal, "--quiet").Done();
        var bytes = File.ReadAllBytes(Journal);
        CommandLine.Run("fit", Pattern, "--components", "2", "--seed", "1", "--resume", Journal, "--quiet").Refused(Journal, "the journal is that of another fit");
        CommandLine.Run("fit", Pattern, "--components", "3", "--resume", Journal, "--quiet").Refused(Journal, "the journal is that of another fit");
        CommandLine.Run("fit", Pattern, "--components", "2", "--columns", "x", "--resume", Journal, "--quiet").Refused(Journal, "the journal is that of another fit");
        Assert.Equal(bytes, File.ReadAllBytes(Journal));
    }

    [Theory]
    [InlineData("--resume data/a.csv", "data/a.csv'", "no journal")]
    [InlineData("--resume .", "a directory: a file was expected")]
    [InlineData("--resume none/fit.journal", "there is no directory")]
    [InlineData("--resume m.json --save m.json", "--resume is '", "which this command reads or saves: a file of its own was expected.")]
    [InlineData("--resume m.json --report m.json", "--report is '", "which this command reads or saves")]
    [InlineData("--incremental 0", "--incremental is '0': a share of the blocks above 0 and up to 1 was expected, as in 0.1, or no number.")]
    [InlineData("--incremental 1.5", "--incremental is '1.5'")]
    public void What_cannot_be_done_is_refused(string options, params string[] texts)
    {
        CommandLine.Run(["fit", Pattern, "--components", "2", .. options.Split(' ').Select(word => word[0] is '-' or '0' or '1' ? word : folder[word])]).Refused(texts);
        Assert.Equal(["data"], folder.Names);
    }

    [Fact]
    public void A_share_without_a_number_is_a_tenth()
    {
        Some.Array(folder["big.npy"], 2000);
        string Fitted(params string[] more) => WithoutSeconds(CommandLine.Run(["fit", folder["big.npy"], "--block-rows", "100", "--components", "2", "--json", .. more]).Done());
        var tenth = Fitted("--incremental");
        Assert.Equal(Fitted("--incremental", "0.1"), tenth);
        Assert.NotEqual(Fitted("--incremental", "0.5"), tenth);
        Assert.NotEqual(Fitted(), tenth);
    }

    public void Dispose() => folder.Dispose();

    private static string WithoutSeconds(Outcome outcome) => string.Join('\n', outcome.Json.EnumerateObject().Where(p => p.Name != "seconds"));
}

using System.Runtime.CompilerServices;

namespace StreamGmm.Cli.Tests;

/// <summary>The README's commands on the data of the repository run as they are printed, one after another.</summary>
public sealed class ReadMeTests : IDisposable
{
    private const string Data = "samples/Quickstart/faithful.csv";

    private readonly Folder folder = new();

    [Fact]
    public void The_commands_of_the_README_run()
    {
        var repository = Repository();
        var commands = File.ReadAllLines(Path.Combine(repository, "README.md")).Where(line => line.StartsWith("streamgmm ", StringComparison.Ordinal) && line.Contains(Data, StringComparison.Ordinal)).ToArray();
        Assert.Equal(["fit", "predict", "score", "select", "outliers", "report"], commands.Select(line => line.Split(' ')[1]));
        foreach (var command in commands)
        {
            var outcome = CommandLine.Run([.. command.Split(' ').Skip(1).Select(word => word == Data ? Path.Combine(repository, Data) : word is "model.json" or "report.html" ? folder[word] : word)]);
            Assert.Equal(0, outcome.Exit);
            Assert.Equal(command.Contains(" report ", StringComparison.Ordinal), outcome.Output.Length == 0);
            Assert.DoesNotContain("Warning", outcome.Error, StringComparison.Ordinal);
        }

        Assert.Equal(["model.json", "report.html"], folder.Names);
    }

    public void Dispose() => folder.Dispose();

    private static string Repository([CallerFilePath] string here = "") =>
        new[] { here, AppContext.BaseDirectory }.Select(SolutionAbove).First(found => found is not null)!;

    private static string? SolutionAbove(string path)
    {
        var folder = Path.GetDirectoryName(path);
        while (folder is not null && !File.Exists(Path.Combine(folder, "StreamGmm.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder;
    }
}

using System.Reactive.Linq;
using System.Runtime.CompilerServices;

namespace StreamGmm.Tests;

/// <summary>The README's program is the body of a test: compiled, run, and compared with the README word for word.</summary>
public sealed class ReadMeTests
{
    [Fact]
    public async Task The_first_program_runs_and_prints_a_fit()
    {
        var console = Console.Out;
        var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            await FirstProgram();
        }
        finally
        {
            Console.SetOut(console);
        }

        var lines = written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("  0  -", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("K = 2, D = 2, full: weights [", lines[^2], StringComparison.Ordinal);
        Assert.StartsWith("3.0 minutes after 60: component ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_README_shows_the_program_that_is_tested()
    {
        var readMe = Block(Lines("../../README.md"), line => line == "```csharp", line => line == "```")
            .Where(line => !line.StartsWith("using ", StringComparison.Ordinal) && line.Length > 0);
        var tested = Block(Lines("ReadMeTests.cs"), line => line.Trim() == "// README", line => line.Trim() == "// end of README")
            .Where(line => line.Length > 0)
            .Select(line => line[8..]);
        Assert.Equal(readMe, tested);
    }

    private static async Task FirstProgram()
    {
        // README
        (double Eruption, double Waiting)[] rows = [(3.6, 79), (1.8, 54), (3.3, 74), (2.3, 62), (4.5, 85), (2.9, 55), (4.7, 88), (3.6, 85), (1.95, 51), (4.35, 85), (1.83, 54), (3.9, 84)];
        var samples = Samples.From(rows, r => [r.Eruption, r.Waiting]);

        await Gmm.Observe(samples, new FitOptions(components: 2) { Seed = 1 })   // cold: IObservable<EmState>
            .Do(s => Console.WriteLine($"{s.Iteration,3}  {s.LogLikelihood:F6}"));

        GaussianMixture mixture = Gmm.Fit(samples, new FitOptions(components: 2)).Mixture;
        Console.WriteLine($"{mixture}: weights {mixture.Weights}");
        Console.WriteLine($"3.0 minutes after 60: component {mixture.Assign([3.0, 60])}, ln p = {mixture.LogDensity([3.0, 60]):F3}");

        // end of README
    }

    private static string[] Lines(string path, [CallerFilePath] string here = "") =>
        File.ReadAllLines(Path.Combine(Path.GetDirectoryName(here)!, path));

    private static IEnumerable<string> Block(IEnumerable<string> lines, Func<string, bool> begins, Func<string, bool> ends) =>
        lines.SkipWhile(line => !begins(line)).Skip(1).TakeWhile(line => !ends(line));
}

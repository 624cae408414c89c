using System.Reactive.Linq;
using System.Runtime.CompilerServices;

namespace StreamGmm.Tests;

/// <summary>The README's program is the body of a test: compiled, run, and compared with the README word for word.</summary>
public sealed class ReadMeTests
{
    [Fact]
    public async Task The_first_program_runs_and_prints_a_fit()
    {
        var lines = await Written(FirstProgram);
        Assert.StartsWith("  0  -", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("K = 2, D = 2, full: weights [", lines[^2], StringComparison.Ordinal);
        Assert.StartsWith("3.0 minutes after 60: component ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_streaming_program_notices_the_jump_and_ends_where_the_stream_does()
    {
        var lines = await Written(StreamingProgram);
        Assert.StartsWith("256 samples, warming up", lines[0], StringComparison.Ordinal);
        Assert.Single(lines, line => line.StartsWith("The stream has changed; memory is cut to ", StringComparison.Ordinal));
        Assert.StartsWith("100000 samples, score -", lines[^2], StringComparison.Ordinal);
        Assert.StartsWith("K = 2, D = 2, full: means [[", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_that_chooses_finds_the_two_balls_and_compares_seedings()
    {
        var lines = await Written(SelectionProgram);
        Assert.Equal(20 + 1 + 1 + 4, lines.Length);
        Assert.StartsWith("K = 1, D = 2, full: BIC ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("chosen: K = 2, D = 2, spherical: BIC ", lines[20], StringComparison.Ordinal);
        Assert.Matches("^best log-likelihood -.*, reached within 0.0001 by [0-9]+ of 80 starts$", lines[21]);
        Assert.StartsWith("SmallEm: the best was reached by ", lines[22], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_that_draws_writes_a_page_and_a_picture()
    {
        Assert.Empty(await Written(ReportProgram));
        Assert.Contains("<title>Two balls</title>", await File.ReadAllTextAsync("report.html"), StringComparison.Ordinal);
        Assert.Contains("<svg", await File.ReadAllTextAsync("scatter.svg"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_README_shows_the_programs_that_are_tested()
    {
        var readMe = Blocks(Lines("../../README.md"), line => line == "```csharp", line => line == "```")
            .Where(line => !line.StartsWith("using System", StringComparison.Ordinal) && !line.StartsWith("using StreamGmm", StringComparison.Ordinal) && line.Length > 0);
        var tested = Blocks(Lines("ReadMeTests.cs").Concat(Lines("../StreamGmm.RabbitMq.Tests/ReadMeTests.cs")), line => line.Trim() == "// README", line => line.Trim() == "// end of README")
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

    private static Task StreamingProgram()
    {
        // README
        var random = new Random(1);                                                  // readings that jump after 50,000: put your own here
        IObservable<(double X, double Y)> readings = Observable.Range(0, 100_000)
            .Select(i => (random.NextDouble() + (3 * (i % 2)), random.NextDouble() + (i < 50_000 ? 0 : 1.5)));

        var states = readings
            .ToSamples(dimension: 2, (r, row) => { row[0] = r.X; row[1] = r.Y; }, count: 256, within: TimeSpan.FromSeconds(1))
            .FollowMixture(new OnlineOptions(components: 2))                         // IObservable<OnlineState>: one after each batch
            .Publish();

        using var progress = states.Every(40).Subscribe(s => Console.WriteLine($"{s}"));
        using var drifts = states.Drifts().Subscribe(s => Console.WriteLine($"The stream has changed; memory is cut to {s.Memory:F0} samples."));
        using var latest = states.LastAsync().Subscribe(s => Console.WriteLine($"{s.Mixture}: means {s.Mixture!.Means}, weights {s.Mixture.Weights}"));
        using var following = states.Connect();

        // end of README
        return Task.CompletedTask;
    }

    private static async Task SelectionProgram()
    {
        // README
        var points = new GaussianMixture([0.3, 0.7], [[0, 0], [4, 3]], new Covariances.Spherical([1, 2])).Sample(500, seed: 1);

        var choice = await Gmm.Select(points, new SelectionOptions(Enumerable.Range(1, 5)) { Criterion = Criterion.Bic, Restarts = 6 })
            .Do(c => Console.WriteLine($"{c}, best so far {c.Best}"));               // IObservable<Candidate>: one for each number and shape
        Console.WriteLine($"chosen: {choice.Best}; its AIC is {choice.Best.Criteria.Aic:F1}, its ICL {choice.Best.Criteria.Icl:F1}");

        var starts = Gmm.CompareSeedings(points, new FitOptions(4) { Restarts = 20 });
        Console.WriteLine(starts);                                                   // the best of 80 starts, and how often it was reached
        foreach (var outcome in starts.Seedings)
            Console.WriteLine($"{outcome}; from {outcome.LogLikelihoods.Min():F4} to {outcome.LogLikelihoods.Max():F4}");

        // end of README
    }

    private static async Task ReportProgram()
    {
        // README
        var seen = new GaussianMixture([0.3, 0.7], [[0, 0], [4, 3]], new Covariances.Spherical([1, 2])).Sample(500, seed: 1);
        var course = await Gmm.Observe(seen, new FitOptions(2)).ToList();

        var report = Report.Of(course, seen, new ReportOptions { Title = "Two balls", Columns = ["x", "y"] });
        File.WriteAllText("report.html", report.ToHtml());                           // one file that needs no network: every iteration, to be replayed
        File.WriteAllText("scatter.svg", report.ToSvg(ReportView.Scatter));          // one picture, for a document

        // end of README
    }

    private static async Task<string[]> Written(Func<Task> program)
    {
        var console = Console.Out;
        var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            await program();
        }
        finally
        {
            Console.SetOut(console);
        }

        return written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string[] Lines(string path, [CallerFilePath] string here = "") =>
        File.ReadAllLines(Path.Combine(Path.GetDirectoryName(here)!, path));

    private static IEnumerable<string> Blocks(IEnumerable<string> lines, Func<string, bool> begins, Func<string, bool> ends)
    {
        var isInside = false;
        foreach (var line in lines)
        {
            isInside = isInside ? !ends(line) : begins(line);
            if (isInside && !begins(line))
                yield return line;
        }
    }
}

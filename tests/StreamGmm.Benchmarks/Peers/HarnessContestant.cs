using System.Globalization;

namespace StreamGmm.Benchmarks.Peers;

/// <summary>Another system, a new process each turn; starting and reading are not timed.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Harness">Its program.</param>
/// <param name="HasRidge">False where it cannot add to the variances.</param>
internal sealed record HarnessContestant(string Name, Harness Harness, bool HasRidge = true) : Contestant(Name)
{
    public override bool Supports(Line line) => HasRidge || line.Ridge == 0;

    public override Measurement Measure(Line line, Problem problem, ProblemFolder folder, PeerOptions options, int round)
    {
        var answer = Harness.Run(
            options.Threads,
            "em",
            folder.Path,
            line.Shape.ToString(),
            line.Iterations.ToString(CultureInfo.InvariantCulture),
            line.Ridge.ToString("R", CultureInfo.InvariantCulture),
            options.Threads.ToString(CultureInfo.InvariantCulture),
            options.Budget.ToString("R", CultureInfo.InvariantCulture));
        return new Measurement(
            line,
            Name,
            answer.GetProperty("version").GetString()!,
            round,
            options.Threads,
            Times("seconds"),
            Times("processor"),
            answer.GetProperty("logLikelihood").GetDouble());

        double[] Times(string property) => [.. answer.GetProperty(property).EnumerateArray().Select(second => second.GetDouble())];
    }
}

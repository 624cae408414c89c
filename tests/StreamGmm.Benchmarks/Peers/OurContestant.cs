using System.Diagnostics;

namespace StreamGmm.Benchmarks.Peers;

/// <summary>This library, in this process.</summary>
internal sealed record OurContestant() : Contestant(OurName)
{
    public const string OurName = "StreamGmm";

    private const int MostRuns = 25;

    public override Measurement Measure(Line line, Problem problem, ProblemFolder folder, PeerOptions options, int round)
    {
        var em = new EmOptions { Tolerance = 0, MaxIterations = line.Iterations, Regularization = new Regularization.Absolute(line.Ridge), Threads = options.Threads };
        // The E-step of the start is done once: a run is then as many M-steps and E-steps as it has iterations, and ends with its own likelihood.
        var start = Em.Start(problem.Start, problem.Samples, em);
        var state = Iterations();
        var times = new List<double>();
        var total = Stopwatch.GetTimestamp();
        while (times.Count == 0 || (times.Count < MostRuns && Stopwatch.GetElapsedTime(total).TotalSeconds < options.Budget))
        {
            var begun = Stopwatch.GetTimestamp();
            state = Iterations();
            times.Add(Stopwatch.GetElapsedTime(begun).TotalSeconds / line.Iterations);
        }

        if (state.Iteration != line.Iterations)
            throw new InvalidOperationException($"{Name} stopped after {state.Iteration} of {line.Iterations} iterations: {state.Status}, {state.Degeneracy}");
        return new Measurement(line, Name, typeof(Em).Assembly.GetName().Version!.ToString(3), round, options.Threads, times, state.LogLikelihood);

        EmState Iterations()
        {
            var current = start;
            for (var iteration = 0; iteration < line.Iterations; iteration++)
                current = Em.Next(current, problem.Samples, em);
            return current;
        }
    }
}

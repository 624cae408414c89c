using System.Diagnostics;

namespace StreamGmm.Benchmarks.Peers;

/// <summary>This library, in this process.</summary>
internal sealed record OurContestant() : Contestant(OurName)
{
    public const string OurName = "StreamGmm";

    private const int MostRuns = 25;

    /// <summary>The seconds until the runtime has compiled everything at its best; no other contestant compiles as it runs.</summary>
    private const double WarmUp = 0.5;

    public override Measurement Measure(Line line, Problem problem, ProblemFolder folder, PeerOptions options, int round)
    {
        var em = new EmOptions { Acceleration = Acceleration.None, Tolerance = 0, MaxIterations = line.Iterations, Regularization = new Regularization.Absolute(line.Ridge), Threads = options.Threads };
        // The E-step of the start is done once: a run is then as many M-steps and E-steps as it has iterations, and ends with its own likelihood.
        var start = Em.Start(problem.Start, problem.Samples, em);
        var state = start;
        for (var warm = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(warm).TotalSeconds < WarmUp;)
            state = Iterations();
        var times = new List<double>();
        var processor = new List<double>();
        var total = Stopwatch.GetTimestamp();
        while (times.Count == 0 || (times.Count < MostRuns && Stopwatch.GetElapsedTime(total).TotalSeconds < options.Budget))
        {
            var (begun, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            state = Iterations();
            times.Add(Stopwatch.GetElapsedTime(begun).TotalSeconds / line.Iterations);
            processor.Add((Environment.CpuUsage.TotalTime - used).TotalSeconds / line.Iterations);
        }

        if (state.Iteration != line.Iterations)
            throw new InvalidOperationException($"{Name} stopped after {state.Iteration} of {line.Iterations} iterations: {state.Status}, {state.Degeneracy}");
        return new Measurement(line, Name, typeof(Em).Assembly.GetName().Version!.ToString(3), round, options.Threads, times, processor, state.LogLikelihood);

        EmState Iterations()
        {
            var current = start;
            for (var iteration = 0; iteration < line.Iterations; iteration++)
                current = Em.Next(current, problem.Samples, em);
            return current;
        }
    }

    /// <summary>Iterates a line for so long and does nothing else.</summary>
    public static void Run(Line line, TimeSpan time)
    {
        var problem = line.Problem();
        var em = new EmOptions { Acceleration = Acceleration.None, Tolerance = 0, Regularization = new Regularization.Absolute(line.Ridge) };
        var start = Em.Start(problem.Start, problem.Samples, em);
        var iterations = 0;
        var begun = Stopwatch.GetTimestamp();
        for (var state = start; Stopwatch.GetElapsedTime(begun) < time; iterations++)
            state = Em.Next(iterations % line.Iterations == 0 ? start : state, problem.Samples, em);
        Console.WriteLine($"{line}: {Stopwatch.GetElapsedTime(begun).TotalMilliseconds / iterations:F2} ms an iteration");
    }
}

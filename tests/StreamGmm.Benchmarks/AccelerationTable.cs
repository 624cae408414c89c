using System.Globalization;
using StreamGmm.Benchmarks.Online;

namespace StreamGmm.Benchmarks;

/// <summary>E-steps to within 1e-6 nats of the optimum, plain and accelerated, over overlapping problems.</summary>
internal static class AccelerationTable
{
    private const int Count = 5_000;

    private const double Gap = 1e-6;

    /// <summary>K, D, mean distance to the nearest component in standard deviations.</summary>
    private static readonly (int Components, int Dimension, double Separation)[] Problems =
    [
        (3, 2, 1.0), (3, 2, 2.0), (3, 4, 1.5), (3, 8, 1.0), (4, 2, 1.5), (4, 3, 2.0), (4, 6, 1.0), (5, 2, 2.5), (5, 4, 2.0),
        (5, 8, 1.5), (6, 2, 3.0), (6, 3, 2.5), (6, 5, 1.5), (7, 4, 2.0), (8, 2, 2.0), (8, 6, 2.5), (10, 3, 3.0), (10, 8, 1.5),
    ];

    private static readonly EmOptions Plain = new() { Tolerance = 1e-12, MaxIterations = 30_000, Regularization = Regularization.None, Acceleration = Acceleration.None, Stop = Stop.Change };

    public static void Print()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var (squarem, hybrid) = (new List<double>(), new List<double>());
        Console.WriteLine($"E-steps to within {Gap:E0} nats of the optimum, n = {Count}, full covariances, no regularization (* another optimum than plain EM's, that of its own basin)");
        Console.WriteLine($"{" K  D  separation",-16} {"plain",7} {"squarem",9} {"ratio",6} {"hybrid",9} {"ratio",6}");
        foreach (var ((components, dimension, separation), seed) in Problems.Select((p, i) => (p, i + 1)))
        {
            var samples = BlockPasses.Truth(components, dimension, separation, seed).Sample(Count, seed);
            var start = InitialMixture.Create(samples, components, seed: seed);
            var trace = Em.Iterate(Em.Start(start, samples, Plain), samples, Plain).Select(state => state.LogLikelihood).ToList();
            var plain = trace.FindIndex(l => l >= trace[^1] - Gap) + 1;
            var line = $"{components,2} {dimension,2} {separation,11:F1} {plain,7}";
            foreach (var (acceleration, ratios) in new[] { (Acceleration.Squarem, squarem), (Acceleration.Hybrid, hybrid) })
            {
                var (steps, mark) = Steps(start, samples, acceleration, trace[^1], plain);
                ratios.Add(plain / (double)steps);
                line += $" {steps,8}{mark} {ratios[^1],6:F1}";
            }

            Console.WriteLine(line);
        }

        Console.WriteLine($"squarem: {Summary(squarem)}\nhybrid:  {Summary(hybrid)}; to be reached: median 4, worst 1");
    }

    /// <summary>The E-steps until the optimum is near: plain EM's, or where the way leads to another, that one.</summary>
    private static (int Steps, char Mark) Steps(GaussianMixture start, Samples samples, Acceleration acceleration, double optimum, int plain)
    {
        var options = Plain with { Tolerance = 0, Acceleration = acceleration };
        var states = new List<EmState>();
        foreach (var state in Em.Iterate(Em.Start(start, samples, options), samples, options).TakeWhile(state => state.Evaluations <= Math.Max(plain, 300)))
        {
            states.Add(state);
            if (state.LogLikelihood >= optimum - Gap)
                return (state.Evaluations, ' ');
        }

        var own = Em.Iterate(Em.Start(states[^1].Mixture, samples, Plain), samples, Plain).Last().LogLikelihood;
        return own < optimum - Gap && states.Find(state => state.LogLikelihood >= own - Gap) is { } near ? (near.Evaluations, '*') : (states[^1].Evaluations, '!');
    }

    private static string Summary(List<double> ratios) => $"median {(BlockPasses.Median(ratios) + ratios[(ratios.Count / 2) - 1]) / 2:F1}, worst {ratios[0]:F1}, best {ratios[^1]:F1} times fewer E-steps";
}

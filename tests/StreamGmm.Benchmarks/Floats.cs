using System.Diagnostics;

namespace StreamGmm.Benchmarks;

/// <summary>Milliseconds an iteration on doubles and on the same samples as floats, and how far their log-likelihoods come apart.</summary>
internal static class Floats
{
    private const int BudgetMilliseconds = 2_000;
    private const int FewestIterations = 5;

    private static readonly (int Count, int Dimension, int Components, CovarianceShape Shape)[] Sizes =
    [
        (1_000_000, 2, 3, CovarianceShape.Full),
        (100_000, 16, 20, CovarianceShape.Full),
        (50_000, 64, 20, CovarianceShape.Full),
        (20_000, 128, 10, CovarianceShape.Full),
        (100_000, 16, 20, CovarianceShape.Tied),
        (100_000, 16, 20, CovarianceShape.Diagonal),
        (500_000, 32, 32, CovarianceShape.Diagonal),
    ];

    public static void Print()
    {
        Console.WriteLine($"{"n × D × K",-22} {"shape",-9} {"doubles",11} {"floats",11} {"ratio",7} {"traces apart",13}");
        foreach (var (count, dimension, components, shape) in Sizes)
        {
            var problem = Problem.Of(count, dimension, components, shape);
            var (doubles, floats, apart) = Run(problem);
            Console.WriteLine($"{problem,-22} {shape,-9} {doubles,8:F2} ms {floats,8:F2} ms {doubles / floats,7:F2} {apart,13:E1}");
        }
    }

    /// <summary>Median milliseconds of each, taken in turn, and the largest relative difference of log-likelihoods on the way.</summary>
    private static (double Doubles, double Floats, double Apart) Run(Problem problem)
    {
        // Both on the very same numbers, which are floats.
        var values = Array.ConvertAll(problem.Samples.Features.Doubles.ToArray(), x => (float)x);
        Samples[] samples = [Samples.From(Array.ConvertAll(values, x => (double)x), problem.Dimension), Samples.From(values, problem.Dimension)];
        var options = new EmOptions { Acceleration = Acceleration.None, Tolerance = 0 };
        EmState[] states = [Em.Start(problem.Start, samples[0], options), Em.Start(problem.Start, samples[1], options)];
        List<double>[] times = [[], []];
        double apart = 0;
        var total = Stopwatch.StartNew();
        while (total.ElapsedMilliseconds < BudgetMilliseconds || times[0].Count < FewestIterations)
        {
            for (var v = 0; v < 2; v++)
            {
                var start = Stopwatch.GetTimestamp();
                states[v] = Em.Next(states[v], samples[v], options);
                times[v].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            apart = Math.Max(apart, Math.Abs(states[0].LogLikelihood - states[1].LogLikelihood) / Math.Abs(states[0].LogLikelihood));
        }

        return (Median(times[0]), Median(times[1]), apart);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}

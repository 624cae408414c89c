using System.Diagnostics;
using StreamGmm.Benchmarks.Machine;

namespace StreamGmm.Benchmarks;

/// <summary>An E-step in which components that cannot matter are left out beside one that computes every product.</summary>
internal static class SkippingTable
{
    private const int Components = 100;
    private const double Seconds = 1.2;

    /// <summary>Full covariances; separations in standard deviations, from each mean to the nearest other (the median), or between the nearest two of all.</summary>
    public static void Print()
    {
        Console.WriteLine($"K = {Components}, full, {Environment.ProcessorCount} threads, load average {Load.Average:F2}; medians, in turn");
        Console.WriteLine($"{"n × D",-14}{"nearest mean",13}{"nearest two",12}{"share computed",16}{"all",10}{"skipping",10}{"ratio",7}{"worst |Δ ln p|",16}");
        foreach (var (count, dimension) in new[] { (200_000, 8), (100_000, 16) })
        {
            foreach (var separation in new double[] { 1, 2, 4, 6, 8 })
                Row(count, dimension, separation);
            Row(count, dimension, 6 / Tightest(dimension));
        }
    }

    /// <summary>The distance of the nearest two means where the median distance to the nearest is 1.</summary>
    private static double Tightest(int dimension) =>
        RandomParameters.Nearest(new Random(Problem.Seed).Means(dimension, Components, 1).AsSpan(), Components)[0];

    private static void Row(int count, int dimension, double separation)
    {
        var problem = Problem.Of(count, dimension, Components, CovarianceShape.Full, separation);
        var options = new EmOptions { Acceleration = Acceleration.None, Tolerance = 0 };
        var state = Em.Start(problem.Start, problem.Samples, options);
        for (var i = 0; i < 3; i++)
            state = Em.Next(state, problem.Samples, options);

        var origin = state.Statistics.Origin;
        Skipping[] ways = [Skipping.Never, Skipping.WherePaid];
        var results = ways.Select(_ => new double[state.Statistics.Length]).ToArray();
        var densities = ways.Select(_ => new double[count]).ToArray();
        List<double>[] times = [[], []];
        for (var total = Stopwatch.StartNew(); total.Elapsed.TotalSeconds < Seconds || times[1].Count < 5;)
        {
            for (var way = 0; way < ways.Length; way++)
            {
                var start = Stopwatch.GetTimestamp();
                EStep.Expect(state.Mixture, problem.Samples, origin, results[way], default, looksTwice: true, threads: 0, ways[way]);
                times[way].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        for (var way = 0; way < ways.Length; way++)
            EStep.Expect(state.Mixture, problem.Samples, origin, results[way], densities[way], looksTwice: true, threads: 0, ways[way]);
        var worst = densities[0].Zip(densities[1], (a, b) => Math.Abs(a - b)).Max();
        var (all, skipping) = (Median(times[0]), Median(times[1]));
        Console.WriteLine(
            $"{$"{count:N0} × {dimension}",-14}{separation,11:F1} σ{separation * Tightest(dimension),10:F1} σ{Share(state.Mixture, problem.Samples, origin),16:P0}{all,7:F1} ms{skipping,7:F1} ms{all / skipping,7:F2}{worst,16:E1}");
    }

    /// <summary>The share of pairs of a sample and a component whose distance is computed.</summary>
    private static double Share(GaussianMixture mixture, Samples samples, RealVector origin)
    {
        if (SkippingPlan.For(mixture, origin.AsSpan(), samples.Count, 1, Skipping.WherePaid) is not { } plan)
            return 1;
        var rows = Math.Min(samples.Count, new Tiling(samples.Count, mixture.Dimension, mixture.Components, hasSections: true).LeafRows);
        using var sparse = new SparseExpectation(mixture.Dimension, mixture.Components, rows);
        return sparse.TryList(plan, mixture, samples, 0, rows, origin.AsSpan()) ? sparse.Share : 1;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}

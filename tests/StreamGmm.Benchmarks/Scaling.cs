using System.Diagnostics;
using StreamGmm.Benchmarks.Machine;

namespace StreamGmm.Benchmarks;

/// <summary>What an iteration costs as the samples grow a hundredfold: time a sample and component, allocation, and memory beyond the data.</summary>
internal static class Scaling
{
    private const int Dimension = 8;
    private const int Components = 20;
    private const int Iterations = 5;
    private const double Seconds = 4;
    private const double Noise = 0.1;
    private const long MostBytes = 64 << 20;

    public static void Print()
    {
        Console.WriteLine($"D = {Dimension}, K = {Components}, full, {Environment.ProcessorCount} threads, load average {Load.Average:F2}");
        Console.WriteLine($"{"n",12}{"ms",10}{"ns / (n K)",12}{"of a core",12}{"allocated",12}{"peak, iterations",18}{"peak, whole fit",17}");
        var costs = new List<double>();
        foreach (var count in new[] { 100_000, 1_000_000, 10_000_000 })
        {
            if (3L * 8 * Dimension * count > PeakMemory.Available)
            {
                Console.WriteLine($"{count,12:N0}  left out: {8L * Dimension * count / 1e6:N0} MB of samples, {PeakMemory.Available / 1e6:N0} MB free");
                continue;
            }

            costs.Add(Row(count));
        }

        Console.WriteLine($"dearest sample over cheapest {costs.Max() / costs.Min():F3} (target {1 + Noise}); peaks are to stay below {MostBytes >> 20} MB");
    }

    private static double Row(int count)
    {
        var problem = Problem.Of(count, Dimension, Components, CovarianceShape.Full);
        var options = new EmOptions { Acceleration = Acceleration.None, Tolerance = 0 };
        EmState state = null!;
        var times = new List<double>();
        long allocated = 0;
        var used = TimeSpan.Zero;
        var peak = PeakMemory.Of(() =>
        {
            state = Em.Start(problem.Start, problem.Samples, options);
            used = Process.GetCurrentProcess().UserProcessorTime;
            var total = Stopwatch.GetTimestamp();
            while (times.Count < Iterations || Stopwatch.GetElapsedTime(total).TotalSeconds < Seconds)
            {
                var before = GC.GetTotalAllocatedBytes(precise: true);
                var start = Stopwatch.GetTimestamp();
                state = Em.Next(state, problem.Samples, options);
                times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
            }

            used = Process.GetCurrentProcess().UserProcessorTime - used;
        });
        var whole = PeakMemory.Of(() => Gmm.Fit(problem.Samples, new FitOptions(Components) { Em = new EmOptions { MaxIterations = 2 } }));

        // The least, not the median: what is asked is how the cost grows, not how it varies.
        var seconds = times.Min();
        var cost = seconds / ((double)count * Components);
        Console.WriteLine($"{count,12:N0}{seconds * 1e3,10:F1}{cost * 1e9,12:F3}{used.TotalSeconds / times.Count / ((double)count * Components) * 1e9,12:F3}{allocated,12:N0}{Megabytes(peak),18}{Megabytes(whole),17}   load {Load.Average:F1}");
        return cost;
    }

    private static string Megabytes(long? bytes) => bytes is { } known ? $"{known / 1048576.0:F1} MB" : "not told";
}

using System.Diagnostics;
using System.Globalization;

namespace StreamGmm.Benchmarks.Online;

/// <summary>How good, how fast and how frugal online EM is: one table, or the lines of it that are named.</summary>
internal static class OnlineTable
{
    private static readonly (string Name, Func<IEnumerable<Finding>> Measure)[] Lines =
    [
        ("T1", OnePass.Gaps),
        ("T2", OnePass.Spreads),
        ("T3", OnePass.Dimensions),
        ("T4", PassCost.Measure),
        ("T5", Forgetting.Measure),
        ("T6", Drift.Measure),
        ("T7", BlockPasses.Measure),
        ("T8", Throughput.Measure),
        ("T9", MemoryUse.Measure),
    ];

    public static void Print(IReadOnlyCollection<string> names)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (names.Except(Lines.Select(line => line.Name), StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } unknown)
        {
            Console.Error.WriteLine($"'{unknown}' is no line of the table: name some of {string.Join(", ", Lines.Select(line => line.Name))}, or none for all.");
            Environment.ExitCode = 2;
            return;
        }

        var total = Stopwatch.StartNew();
        Console.WriteLine($"kernels {Kernels.TileKernels<double>.Best.GetType().GenericTypeArguments[0].Name}, {Environment.ProcessorCount} cores, u = p / 2n nats");
        foreach (var (name, measure) in Lines.Where(line => names.Count == 0 || names.Contains(line.Name, StringComparer.OrdinalIgnoreCase)))
        {
            foreach (var finding in measure())
                Console.WriteLine($"{name}  {finding.What,-84}  {finding.Measured,-68}  {finding.Target,-30}  {(finding.IsReached ? "reached" : "MISSED")}");
        }

        Console.WriteLine($"{total.Elapsed.TotalSeconds:F0} s");
    }
}

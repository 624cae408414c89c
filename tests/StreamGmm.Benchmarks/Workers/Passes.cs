using System.Diagnostics;
using StreamGmm.Benchmarks.Machine;

namespace StreamGmm.Benchmarks.Workers;

/// <summary>What an iteration takes: median seconds by the clock, and of the processor in each part of the cluster.</summary>
/// <param name="Seconds">By the clock, the median.</param>
/// <param name="Coordinator">Of the processor, in the process of the coordinator.</param>
/// <param name="Broker">In the broker.</param>
/// <param name="Workers">In all workers.</param>
/// <param name="Allocated">Bytes that the coordinator allocates.</param>
/// <param name="Count">Iterations that were measured.</param>
internal sealed record Passes(double Seconds, double Coordinator, double Broker, double Workers, double Allocated, int Count)
{
    /// <summary>Iterates several fleets in turn for some seconds.</summary>
    public static Passes[] Measure(LocalBroker broker, IReadOnlyList<Fleet> fleets, double seconds, int fewest, CancellationToken cancellationToken)
    {
        var session = ProcessorTime.Children(broker.Watcher).Single(child => ProcessorTime.OfSession(child) > 0);
        var times = fleets.Select(_ => new List<double>()).ToArray();
        var used = new (double Coordinator, double Broker, double Workers, double Allocated)[fleets.Count];
        foreach (var fleet in fleets)
        {
            for (var warmUp = 0; warmUp < 3; warmUp++)
                fleet.Iterate(cancellationToken);
        }

        for (var total = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(total).TotalSeconds < seconds * fleets.Count || times[^1].Count < fewest;)
        {
            for (var i = 0; i < fleets.Count; i++)
            {
                // Several in a row, as the system counts the processor's time in hundredths of a second.
                var (before, own) = ((Broker: ProcessorTime.OfSession(session), Workers: fleets[i].WorkerSeconds, Allocated: GC.GetTotalAllocatedBytes()), new Watch(ofProcessor: true));
                var begun = Stopwatch.GetTimestamp();
                do
                {
                    var start = Stopwatch.GetTimestamp();
                    fleets[i].Iterate(cancellationToken);
                    times[i].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                }
                while (Stopwatch.GetElapsedTime(begun).TotalSeconds < 1);
                used[i].Coordinator += own.Seconds;
                used[i].Broker += ProcessorTime.OfSession(session) - before.Broker;
                used[i].Workers += fleets[i].WorkerSeconds - before.Workers;
                used[i].Allocated += GC.GetTotalAllocatedBytes() - before.Allocated;
            }
        }

        return [.. times.Zip(used, (all, sums) => new Passes(
            all.Order().ElementAt(all.Count / 2), sums.Coordinator / all.Count, sums.Broker / all.Count, sums.Workers / all.Count, sums.Allocated / all.Count, all.Count))];
    }
}

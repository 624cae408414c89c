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
    private const double WarmUp = 4;

    /// <summary>Iterates several fleets in turn for some seconds.</summary>
    public static Passes[] Measure(LocalBroker broker, IReadOnlyList<Fleet> fleets, double seconds, int fewest, CancellationToken cancellationToken)
    {
        var session = Session(broker);
        var times = fleets.Select(_ => new List<double>()).ToArray();
        var used = new (double Coordinator, double Broker, double Workers, double Allocated)[fleets.Count];

        // All processes are new: the runtime compiles their code at its best when it has run for some seconds.
        for (var warmUp = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(warmUp).TotalSeconds < WarmUp;)
        {
            foreach (var fleet in fleets)
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

    /// <summary>What a second takes in which nothing is to be done.</summary>
    public static async Task<Passes> IdleAsync(LocalBroker broker, IReadOnlyList<Fleet> fleets, double seconds, CancellationToken cancellationToken)
    {
        var session = Session(broker);
        var (before, own, clock) = ((Broker: ProcessorTime.OfSession(session), Workers: fleets.Sum(fleet => fleet.WorkerSeconds), Allocated: GC.GetTotalAllocatedBytes()), new Watch(ofProcessor: true), new Watch(ofProcessor: false));
        await Task.Delay(TimeSpan.FromSeconds(seconds), cancellationToken);
        var elapsed = clock.Seconds;
        return new Passes(
            elapsed, own.Seconds / elapsed, (ProcessorTime.OfSession(session) - before.Broker) / elapsed, (fleets.Sum(fleet => fleet.WorkerSeconds) - before.Workers) / elapsed, (GC.GetTotalAllocatedBytes() - before.Allocated) / elapsed, 0);
    }

    private static int Session(LocalBroker broker) => ProcessorTime.Children(broker.Watcher).Single(child => ProcessorTime.OfSession(child) > 0);
}

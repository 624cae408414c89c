using System.Diagnostics;

namespace StreamGmm.Benchmarks.Machine;

/// <summary>Does the same thing on several threads at once, shortly and often: the best time is what the machine can do, whatever else it does now and then.</summary>
internal static class Stint
{
    private const int Times = 120;
    private const double Seconds = 0.004;

    /// <summary>The seconds until the runtime has compiled the work at its best.</summary>
    private const double WarmUp = 0.3;

    /// <summary>The seconds of one repetition, all threads doing one each.</summary>
    /// <param name="threads">How many at once.</param>
    /// <param name="prepare">Makes the work of a thread, on that thread; the work is given how often to repeat itself.</param>
    public static double Best(int threads, Func<Action<long>> prepare)
    {
        var best = double.PositiveInfinity;
        long repetitions = 1;
        long start = 0;
        var phase = 0;
        using var barrier = new Barrier(threads, _ =>
        {
            if (phase++ % 2 == 0)
                start = Stopwatch.GetTimestamp();
            else
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds / repetitions);
        });
        var all = Enumerable.Range(0, threads).Select(index => new Thread(() => Work(index == 0))).ToArray();
        foreach (var thread in all)
            thread.Start();
        foreach (var thread in all)
            thread.Join();
        return best;

        void Work(bool isFirst)
        {
            var work = prepare();
            for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun).TotalSeconds < WarmUp;)
                work(1);
            for (var time = 0; time <= Times; time++)
            {
                barrier.SignalAndWait();
                work(repetitions);
                barrier.SignalAndWait();
                if (isFirst && time == 0)
                    repetitions = Math.Max(1, (long)(Seconds / best));
            }
        }
    }
}

using System.Diagnostics;

namespace StreamGmm.Benchmarks.Machine;

/// <summary>Seconds since it was made: by the clock, or of the processor, all threads of this process together.</summary>
internal readonly struct Watch(bool ofProcessor)
{
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly TimeSpan used = ofProcessor ? Environment.CpuUsage.TotalTime : default;

    public double Seconds => ofProcessor ? (Environment.CpuUsage.TotalTime - used).TotalSeconds : Stopwatch.GetElapsedTime(start).TotalSeconds;
}

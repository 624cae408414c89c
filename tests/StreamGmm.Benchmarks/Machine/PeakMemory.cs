using System.Diagnostics;
using System.Globalization;

namespace StreamGmm.Benchmarks.Machine;

/// <summary>The most memory that this process held while it did something, beyond what it held before.</summary>
internal static class PeakMemory
{
    private const string Status = "/proc/self/status";

    /// <summary>Bytes; null where the system does not tell the peak of a part of a run.</summary>
    public static long? Of(Action action)
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (!File.Exists(Status) || !TryForgetPeak())
        {
            action();
            return null;
        }

        var before = Read("VmRSS:");
        action();
        return Read("VmHWM:") - before;
    }

    /// <summary>The memory that the machine has left, in bytes.</summary>
    public static long Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Process.GetCurrentProcess().WorkingSet64;

    private static bool TryForgetPeak()
    {
        try
        {
            // Linux: 5 sets the peak of the resident memory back to what is resident now.
            File.WriteAllText("/proc/self/clear_refs", "5");
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static long Read(string name) => 1024 * long.Parse(
        File.ReadLines(Status).First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(),
        CultureInfo.InvariantCulture);
}

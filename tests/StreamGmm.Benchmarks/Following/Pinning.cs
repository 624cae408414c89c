using System.Diagnostics;
using System.Globalization;

namespace StreamGmm.Benchmarks.Following;

/// <summary>Keeps processes on a core.</summary>
internal static class Pinning
{
    private const string Program = "/usr/bin/taskset";

    /// <summary>Keeps all threads of some processes on a core; false where the system cannot be told.</summary>
    public static bool Pin(IEnumerable<int> processes, int core)
    {
        if (!File.Exists(Program) || core >= Environment.ProcessorCount)
            return false;
        foreach (var id in processes)
        {
            using var pinning = Process.Start(new ProcessStartInfo(Program, ["-a", "-c", "-p", core.ToString(CultureInfo.InvariantCulture), id.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
            pinning.StandardOutput.ReadToEnd();
            pinning.WaitForExit();
        }

        return true;
    }
}

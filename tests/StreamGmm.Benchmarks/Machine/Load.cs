using System.Globalization;

namespace StreamGmm.Benchmarks.Machine;

/// <summary>What else the machine does while it is measured.</summary>
internal static class Load
{
    /// <summary>The mean number of running processes over the last minute; null where the system does not tell.</summary>
    public static double? Average =>
        File.Exists("/proc/loadavg") ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : null;
}

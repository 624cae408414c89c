using System.Globalization;

namespace StreamGmm.Benchmarks.Workers;

/// <summary>Seconds of the processor that other processes have used, as Linux tells them.</summary>
internal static class ProcessorTime
{
    /// <summary>What Linux counts in, on all machines of today.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Of one process; 0 where it is gone.</summary>
    public static double Of(int process) => Read(process) is { } fields ? Seconds(fields) : 0;

    /// <summary>Of all processes of a session.</summary>
    public static double OfSession(int session) => All().Where(fields => fields[3] == $"{session}").Sum(Seconds);

    /// <summary>The children of a process.</summary>
    public static IEnumerable<int> Children(int process) =>
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
            .Where(child => Read(child) is { } fields && fields[1] == $"{process}");

    private static double Seconds(string[] fields) => (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;

    private static IEnumerable<string[]> All() =>
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => Read(int.Parse(name!, CultureInfo.InvariantCulture))).OfType<string[]>();

    /// <summary>State, parent, group, session and so on: what follows the name.</summary>
    private static string[]? Read(int process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}

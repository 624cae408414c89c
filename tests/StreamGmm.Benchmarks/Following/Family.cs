using StreamGmm.Benchmarks.Workers;

namespace StreamGmm.Benchmarks.Following;

/// <summary>A process with its children and theirs.</summary>
internal static class Family
{
    public static IEnumerable<int> Of(int process) => ProcessorTime.Children(process).SelectMany(Of).Prepend(process);

    /// <summary>Seconds of the processor that they have used.</summary>
    public static double ProcessorSeconds(int process) => Of(process).Sum(ProcessorTime.Of);
}

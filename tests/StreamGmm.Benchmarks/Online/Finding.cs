namespace StreamGmm.Benchmarks.Online;

/// <summary>A line of the table: what was measured against what is to be reached.</summary>
/// <param name="What">What was measured, and on what.</param>
/// <param name="Measured">The figures.</param>
/// <param name="Target">What they are to be.</param>
/// <param name="IsReached">Whether they are.</param>
internal sealed record Finding(string What, string Measured, string Target, bool IsReached);

using StreamGmm;

namespace LiveDashboard.Fitting;

/// <summary>How much of the past counts, as people choose it here.</summary>
/// <param name="HalfLife">After how many samples one counts half; null where nothing is forgotten unless the stream drifts.</param>
/// <param name="Adaptive">A drift alarm cuts the memory back. Without a half-life it always does.</param>
internal sealed record Remembering(double? HalfLife, bool Adaptive)
{
    /// <summary>The memory that this comes to.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The half-life is not a positive number.</exception>
    public MemoryPolicy ToPolicy() => HalfLife is not { } samples ? new MemoryPolicy.Adaptive()
        : Adaptive ? new MemoryPolicy.Adaptive(new MemoryPolicy.HalfLife(samples))
        : new MemoryPolicy.HalfLife(samples);

    /// <summary>One line, as the log of the page has it.</summary>
    public override string ToString() => HalfLife is not { } samples ? "nothing is forgotten until the stream drifts"
        : FormattableString.Invariant($"half-life {samples:#,0.###} samples{(Adaptive ? ", cut back on an alarm" : "")}");
}

namespace StreamGmm;

/// <summary>How long a block took lately.</summary>
internal sealed class Durations
{
    /// <summary>Enough for a median, few enough to follow a change.</summary>
    private const int Kept = 64;

    private readonly Queue<TimeSpan> latest = new();
    private TimeSpan? median;

    public void Add(TimeSpan duration)
    {
        if (latest.Count == Kept)
            latest.Dequeue();
        latest.Enqueue(duration);
        median = null;
    }

    /// <summary>The median; null where nothing is known.</summary>
    public TimeSpan? Median() => latest.Count == 0 ? null : median ??= latest.Order().ElementAt(latest.Count / 2);
}

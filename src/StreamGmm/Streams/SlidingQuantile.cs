namespace StreamGmm;

/// <summary>A low quantile of the latest values of a stream, by exact order statistics. O(log n) a value.</summary>
internal sealed class SlidingQuantile
{
    /// <summary>No window is shorter: a quantile of fewer values is hardly known.</summary>
    private const int LeastWindow = 1000;

    /// <summary>So many values of the window are expected below the quantile.</summary>
    private const int BelowExpected = 20;

    private readonly double quantile;
    private readonly int window;
    private readonly Queue<(double Value, long Index)> values = [];

    // The lowest ⌈q m⌉ of the m values, and the others.
    private readonly SortedSet<(double Value, long Index)> low = [];
    private readonly SortedSet<(double Value, long Index)> high = [];
    private long index;

    /// <summary>A window of max(1000, 20/q) values.</summary>
    public SlidingQuantile(double quantile)
    {
        this.quantile = quantile;
        window = (int)Math.Max(LeastWindow, Math.Ceiling(BelowExpected / quantile));
    }

    /// <summary>Tells whether a value lies below the quantile of those before it, then counts it among them. Never, before a quarter of the window is known.</summary>
    public bool IsBelow(double value)
    {
        var below = values.Count >= window / 4 && value < low.Max.Value;
        Add((value, index++));
        return below;
    }

    private void Add((double Value, long Index) entry)
    {
        if (values.Count == window && values.Dequeue() is var oldest && !low.Remove(oldest))
            high.Remove(oldest);
        values.Enqueue(entry);
        (low.Count > 0 && entry.CompareTo(low.Max) < 0 ? low : high).Add(entry);
        var rank = (int)Math.Ceiling(quantile * values.Count);
        while (low.Count < rank)
            Move(high, high.Min, low);
        while (low.Count > rank)
            Move(low, low.Max, high);
    }

    private static void Move(SortedSet<(double Value, long Index)> from, (double Value, long Index) entry, SortedSet<(double Value, long Index)> to)
    {
        from.Remove(entry);
        to.Add(entry);
    }
}

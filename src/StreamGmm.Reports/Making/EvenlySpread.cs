namespace StreamGmm;

/// <summary>Keeps the first, the last and evenly spread ones between of a sequence whose length is not known: at most so many, and never more than twice as many at a time.</summary>
internal sealed class EvenlySpread<T>(int most)
{
    private readonly List<T> kept = [];
    private T? last;
    private long seen;
    private long stride = 1;

    /// <summary>The number of values seen.</summary>
    public long Seen => seen;

    /// <summary>Looks at one more value.</summary>
    public void Add(T value)
    {
        last = value;
        if (seen++ % stride != 0)
            return;
        kept.Add(value);
        if (kept.Count < 2 * most)
            return;

        // Every second one goes; the first stays.
        for (var i = 0; i < most; i++)
            kept[i] = kept[2 * i];
        kept.RemoveRange(most, kept.Count - most);
        stride *= 2;
    }

    /// <summary>Those kept, in order; of one the last.</summary>
    public IReadOnlyList<T> Values()
    {
        if (seen == 0)
            return [];
        List<T> all = (seen - 1) % stride == 0 ? kept : [.. kept, last!];
        return At(all.Count, most).Select(i => all[i]).ToArray();
    }

    /// <summary>At most so many places of <paramref name="count"/>: the first, the last and evenly spread ones between; of one the last.</summary>
    public static IEnumerable<int> At(int count, int most) => count <= most ? Enumerable.Range(0, count)
        : most == 1 ? [count - 1]
        : Enumerable.Range(0, most).Select(i => (int)((((long)i * (count - 1)) + ((most - 1) / 2)) / (most - 1)));
}

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
        if (seen <= most)
            return kept;

        // Of the places wanted the nearest that was kept: those are no further apart than the places are.
        var wanted = At(seen, most).SkipLast(1).Select(place => kept[(int)((place + (stride / 2)) / stride)]);
        return [.. wanted, last!];
    }

    /// <summary>At most so many places of <paramref name="count"/>: the first, the last and evenly spread ones between; of one the last.</summary>
    public static IEnumerable<long> At(long count, int most) => Enumerable.Range(0, (int)Math.Min(count, most)).Select(i =>
        count <= most ? i : most == 1 ? count - 1 : ((i * (count - 1)) + ((most - 1) / 2)) / (most - 1));
}

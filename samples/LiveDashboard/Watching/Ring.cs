namespace LiveDashboard.Watching;

/// <summary>The latest items of a sequence, numbered from 1; older ones make room.</summary>
/// <typeparam name="T">What the items are.</typeparam>
/// <param name="capacity">How many are kept.</param>
internal sealed class Ring<T>(int capacity)
{
    private readonly T[] items = new T[capacity];

    /// <summary>The number of the last item; 0 before the first.</summary>
    public long Last { get; private set; }

    /// <summary>The number of the oldest item kept.</summary>
    public long Oldest => Math.Max(1, Last - capacity + 1);

    /// <summary>One more.</summary>
    public void Add(T item) => items[Last++ % capacity] = item;

    /// <summary>The items after a number, as far as they are kept.</summary>
    public T[] After(long number)
    {
        var first = Math.Max(number + 1, Oldest);
        var kept = new T[Math.Max(0, Last - first + 1)];
        for (var i = 0; i < kept.Length; i++)
            kept[i] = items[(first - 1 + i) % capacity];
        return kept;
    }
}

namespace StreamGmm;

/// <summary>Draws so many of the rows offered, each as likely as any other, in one look and without knowing how many there will be.</summary>
/// <remarks>
/// Every row has a random key that is a function of the seed and its number, and the rows of the smallest keys are kept: a larger draw holds a smaller one of the same seed.
/// The keys are those of SplitMix64 (Steele, Lea and Flood, 2014), of which no two are equal.
/// </remarks>
internal sealed class RowThinning(int seed, int most)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly ulong start = Mix((ulong)(uint)seed + Golden);

    // The largest key first: a priority queue takes the smallest, so keys are turned round.
    private readonly PriorityQueue<int, ulong> kept = new();

    /// <summary>Looks at one more row.</summary>
    public void Offer(int row)
    {
        var turned = ~Mix(start + ((ulong)row * Golden));
        if (kept.Count < most)
            kept.Enqueue(row, turned);
        else
            kept.EnqueueDequeue(row, turned);
    }

    /// <summary>The rows drawn, ascending.</summary>
    public int[] Rows() => [.. kept.UnorderedItems.Select(item => item.Element).Order()];

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}

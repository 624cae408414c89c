namespace StreamGmm;

/// <summary>Random numbers that are a function of a seed and a position: the same on every machine, in any order, without a state.</summary>
/// <remarks>The finalizer of SplitMix64 (Steele, Lea and Flood, 2014) over a counter.</remarks>
internal readonly struct Draws
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly ulong key;

    public Draws(int seed) => key = Mix((ulong)(uint)seed + Golden);

    private Draws(ulong key) => this.key = key;

    /// <summary>Draws of their own, for a numbered part of the work.</summary>
    public Draws Stream(long index) => new(Mix(key ^ (((ulong)index + 1) * Golden)));

    /// <summary>A number in [0, 1).</summary>
    public double Uniform(long position) => (Mix(key + ((ulong)position * Golden)) >> 11) * (1.0 / (1L << 53));

    /// <summary>A whole number from 0 to <paramref name="count"/> − 1.</summary>
    public int Index(long position, int count) => (int)Math.Min(count - 1, Uniform(position) * count);

    /// <summary>A standard normal number (Box and Muller, 1958).</summary>
    public double Normal(long position) =>
        Math.Sqrt(-2 * Math.Log(1 - Uniform(2 * position))) * Math.Cos(2 * Math.PI * Uniform((2 * position) + 1));

    /// <summary><paramref name="size"/> different whole numbers from 0 to <paramref name="count"/> − 1, ascending (Floyd's algorithm).</summary>
    public int[] Subset(int count, int size)
    {
        var chosen = new HashSet<int>(size);
        for (var last = count - size; last < count; last++)
        {
            if (!chosen.Add(Index(last, last + 1)))
                chosen.Add(last);
        }

        return [.. chosen.Order()];
    }

    /// <summary>Every bit becomes a function of all, and different numbers stay different.</summary>
    internal static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}

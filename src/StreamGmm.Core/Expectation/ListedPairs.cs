namespace StreamGmm;

/// <summary>Pairs of a register of samples and a component, listed register by register, and found again component by component.</summary>
internal sealed class ListedPairs(int components, int mostRegisters)
{
    private readonly int[] ends = new int[mostRegisters + 1];
    private readonly int[] firsts = new int[components + 1];
    private readonly int[] next = new int[components];
    private int registers;
    private int[] listed = [];
    private int[] places = [];
    private int[] registersOf = [];

    /// <summary>The number of pairs.</summary>
    public int Count => ends[registers];

    public void Clear() => registers = 0;

    /// <summary>Where to write the components of the next register, so many at most.</summary>
    public Span<int> Room(int length)
    {
        if (listed.Length < Count + length)
            Array.Resize(ref listed, (2 * listed.Length) + length);
        return listed.AsSpan(Count);
    }

    /// <summary>The next register is done: so many components were written.</summary>
    public void Add(int length)
    {
        ends[registers + 1] = Count + length;
        registers++;
    }

    /// <summary>Numbers the pairs by component; those of one in the order of their registers.</summary>
    public void Invert()
    {
        if (places.Length < Count)
            (places, registersOf) = (new int[listed.Length], new int[listed.Length]);
        Array.Clear(firsts);
        foreach (var k in listed.AsSpan(0, Count))
            firsts[k + 1]++;
        for (var k = 0; k < components; k++)
            firsts[k + 1] += firsts[k];
        firsts.AsSpan(0, components).CopyTo(next);
        for (var g = 0; g < registers; g++)
        {
            for (var e = ends[g]; e < ends[g + 1]; e++)
            {
                var place = next[listed[e]]++;
                (places[e], registersOf[place]) = (place, g);
            }
        }
    }

    /// <summary>The components listed for a register.</summary>
    public ReadOnlySpan<int> ComponentsOf(int register) => listed.AsSpan(ends[register]..ends[register + 1]);

    /// <summary>The numbers of the pairs of a register.</summary>
    public ReadOnlySpan<int> PlacesOf(int register) => places.AsSpan(ends[register]..ends[register + 1]);

    /// <summary>The number of a component's first pair.</summary>
    public int First(int component) => firsts[component];

    /// <summary>The registers that a component was listed for.</summary>
    public ReadOnlySpan<int> RegistersOf(int component) => registersOf.AsSpan(firsts[component]..firsts[component + 1]);
}

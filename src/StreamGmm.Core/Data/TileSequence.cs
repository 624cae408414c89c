namespace StreamGmm;

/// <summary>The tiles from one row to another, in order: an enumerator that is a value, so that going through them allocates nothing.</summary>
internal struct TileSequence(long start, long end, int size)
{
    private long next = start;

    /// <summary>The first row of the tile and how many it has.</summary>
    public (int Start, int Rows) Current { get; private set; }

    /// <summary>The first tile, before any was taken.</summary>
    public readonly (int Start, int Rows) First => ((int)next, (int)Math.Min(size, end - next));

    public readonly TileSequence GetEnumerator() => this;

    public bool MoveNext()
    {
        if (next >= end)
            return false;
        Current = ((int)next, (int)Math.Min(size, end - next));
        next += size;
        return true;
    }
}

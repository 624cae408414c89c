namespace StreamGmm;

/// <summary>How samples are cut: into leaves, which are reduced by a fixed tree, and each leaf into tiles that stay in the cache.</summary>
/// <remarks>A function of the sizes alone, never of the number of threads: it decides the order of all sums.</remarks>
internal readonly record struct Tiling
{
    /// <summary>Enough for as many threads, few enough that adding their statistics costs little.</summary>
    private const int MostLeaves = 64;

    /// <summary>The doubles of a tile that should fit in half a second-level cache: x and y (D each) and the scores (K).</summary>
    private const int CacheDoubles = 40_000;

    /// <summary>Fewer leaves than these are made as many as two or four threads share evenly.</summary>
    private const int EvenLeaves = 16;

    private const int SmallestTile = 64;

    /// <summary>The rows of doubles in the largest tile, but for what is needed to share rows out evenly.</summary>
    public const int LargestTile = 512;

    private readonly int count;

    public Tiling(int count, int dimension, int components, int elementSize = sizeof(double))
    {
        this.count = count;
        var twice = sizeof(double) / elementSize;
        TileRows = twice * Math.Clamp(CacheDoubles / ((2 * dimension) + components) / 32 * 32, SmallestTile, LargestTile);
        var tiles = (count + TileRows - 1) / TileRows;
        if (tiles is > 1 and < EvenLeaves)
            TileRows = RoundUp((count / RoundUp(tiles, 4)) + 1, 8 * twice);
        var most = (long)TileRows * MostLeaves;
        LeafRows = TileRows * Math.Max(1, (int)((count + most - 1) / most));
        Leaves = (int)((count + LeafRows - 1L) / LeafRows);
    }

    /// <summary>The rows of a tile, a multiple of 8; the last of a leaf may be shorter.</summary>
    public int TileRows { get; }

    /// <summary>The rows of a leaf, a multiple of those of a tile.</summary>
    public int LeafRows { get; }

    /// <summary>The number of leaves.</summary>
    public int Leaves { get; }

    /// <summary>The tiles of a leaf, in order.</summary>
    public TileSequence Tiles(int leaf) => new((long)leaf * LeafRows, Math.Min(count, (leaf + 1L) * LeafRows), TileRows);

    private static int RoundUp(int number, int unit) => (number + unit - 1) / unit * unit;
}

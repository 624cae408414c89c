namespace StreamGmm;

/// <summary>How samples are cut: into leaves, which are reduced by a fixed tree, and each leaf into tiles that stay in the cache.</summary>
/// <remarks>A function of the sizes alone, never of the number of threads: it decides the order of all sums.</remarks>
internal readonly record struct Tiling
{
    /// <summary>Enough for as many threads, few enough that adding their statistics costs little.</summary>
    private const int MostLeaves = 64;

    /// <summary>Longer leaves are worth it as long as this many remain.</summary>
    private const int FewestLeaves = 16;

    /// <summary>The doubles of a tile that should fit in a third of a second-level cache: x (D) and the scores (K).</summary>
    private const int CacheDoubles = 40_000;

    /// <summary>Fewer leaves than these are made as many as two or four threads share evenly.</summary>
    private const int EvenLeaves = 16;

    private const int SmallestTile = 64;

    /// <summary>The rows of doubles in the largest tile, but for what is needed to share rows out evenly: 16 features of so many fit in a first-level cache.</summary>
    public const int LargestTile = 320;

    private readonly int count;

    /// <summary>The doubles of a section that should fit in half a second-level cache.</summary>
    private const int SectionDoubles = 65_536;

    /// <summary>The rows a section should have of each component: enough to fill the registers of its list.</summary>
    private const int SectionRowsAComponent = 32;

    private const int SmallestSection = 1024;
    private const int LargestSection = 8192;

    /// <summary>The tiling of so many samples; with longer leaves where they are sorted by component in sections.</summary>
    public Tiling(int count, int dimension, int components, int elementSize = sizeof(double), bool hasSections = false)
    {
        this.count = count;
        var twice = sizeof(double) / elementSize;
        TileRows = twice * Math.Clamp(CacheDoubles / (dimension + components) / 32 * 32, SmallestTile, LargestTile);
        var tiles = (count + TileRows - 1) / TileRows;
        if (tiles is > 1 and < EvenLeaves)
            TileRows = RoundUp((count / RoundUp(tiles, 4)) + 1, 8 * twice);
        var most = (long)TileRows * MostLeaves;
        LeafRows = TileRows * Math.Max(1, (int)((count + most - 1) / most));
        SectionRows = RoundUp(Math.Clamp(SectionDoubles / dimension, SmallestSection, LargestSection), TileRows);
        if (hasSections)
            LeafRows = Math.Max(LeafRows, Math.Min(SectionRowsAComponent * components, count / FewestLeaves) / TileRows * TileRows);
        Leaves = (int)((count + LeafRows - 1L) / LeafRows);
    }

    /// <summary>The rows of a tile, a multiple of 8; the last of a leaf may be shorter.</summary>
    public int TileRows { get; }

    /// <summary>The rows of a leaf, a multiple of those of a tile.</summary>
    public int LeafRows { get; }

    /// <summary>The most rows of a section, a multiple of those of a tile.</summary>
    public int SectionRows { get; }

    /// <summary>The number of leaves.</summary>
    public int Leaves { get; }

    /// <summary>The tiles of a leaf, in order.</summary>
    public TileSequence Tiles(int leaf) => Tiles(Leaf(leaf));

    /// <summary>The tiles of a section, in order.</summary>
    public TileSequence Tiles((int Start, int Rows) section) => new(section.Start, section.Start + (long)section.Rows, TileRows);

    /// <summary>The sections of a leaf, in order and about equally long.</summary>
    public TileSequence Sections(int leaf)
    {
        var (start, rows) = Leaf(leaf);
        var sections = (rows + SectionRows - 1) / SectionRows;
        return new(start, start + (long)rows, Math.Min(SectionRows, RoundUp((rows / sections) + 1, TileRows)));
    }

    private (int Start, int Rows) Leaf(int leaf)
    {
        var start = (long)leaf * LeafRows;
        return ((int)start, (int)Math.Min(count - start, LeafRows));
    }

    private static int RoundUp(int number, int unit) => (number + unit - 1) / unit * unit;
}

namespace StreamGmm.Kernels;

/// <summary>For each component some rows that it matters to.</summary>
internal sealed class ListedRows
{
    private readonly ushort[] rows;
    private readonly int[] lengths;

    /// <summary>Empty lists, for rows numbered below 65,536, of so many rows at most.</summary>
    public ListedRows(int components, int mostRows)
    {
        // Two registers are written behind the last row, whatever of them is counted.
        Room = mostRows + (2 * SkipKernels.Register);
        (rows, lengths) = (new ushort[components * Room], new int[components]);
    }

    /// <summary>The distance from a list to the next in <see cref="All"/>.</summary>
    public int Room { get; }

    /// <summary>All lists.</summary>
    public Span<ushort> All => rows;

    /// <summary>How many rows each has.</summary>
    public Span<int> Lengths => lengths;

    /// <summary>The list of a component.</summary>
    public Span<ushort> Of(int component) => rows.AsSpan(component * Room, lengths[component]);

    /// <summary>The list of a component, and copies of its last row up to a multiple of 8.</summary>
    public ReadOnlySpan<ushort> Filled(int component) => SkipKernels.Fill(rows.AsSpan(component * Room, Room), lengths[component]);
}

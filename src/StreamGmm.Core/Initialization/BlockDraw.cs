namespace StreamGmm;

/// <summary>Draws the part of the rows that a start is found on from blocks that are elsewhere: of each only the rows that may be among those drawn.</summary>
/// <remarks>The part is that of <see cref="BlockSample.Draw"/>, row for row.</remarks>
internal sealed class BlockDraw
{
    private readonly IReadOnlyList<BlockSummary> blocks;
    private readonly int components;
    private readonly int seed;
    private readonly int size;
    private readonly double[] found;
    private readonly double[] wanted;

    /// <summary>A draw of so many rows at most.</summary>
    public BlockDraw(IReadOnlyList<BlockSummary> blocks, int components, int size, int seed)
    {
        (this.blocks, this.components, this.size, this.seed) = (blocks, components, size, seed);
        found = new double[components + 1];
        foreach (var block in blocks)
        {
            for (var group = 0; group < found.Length; group++)
                found[group] += block.WeightedRows[group];
        }

        var share = BlockSample.Share(size, found.Skip(1).Count(rows => rows > 0));
        wanted = [.. found.Select((rows, group) => Math.Min(rows, group == 0 ? size : share))];
    }

    private bool IsPart => found.Sum() > size;

    /// <summary>The rows, in their order.</summary>
    /// <param name="draw">Draws from all blocks.</param>
    /// <param name="slack">How many times as many rows of each label to ask for at first as are expected to be enough.</param>
    public Samples Rows(Func<IReadOnlyList<RowDraw>, IReadOnlyList<DrawnRows>> draw, double slack = 1)
    {
        var starts = new long[blocks.Count];
        for (var b = 1; b < starts.Length; b++)
            starts[b] = starts[b - 1] + blocks[b - 1].Count;
        while (true)
        {
            var limits = Limits(slack);
            var drawn = draw([.. starts.Select(start => new RowDraw(seed, start, limits))]);
            if (AreEnough(drawn, limits))
                return BlockSample.Of(drawn.Zip(starts), size, IsPart, components, new Draws(seed));
            slack *= 2;
        }
    }

    /// <summary>Six standard deviations more than are wanted, so that a second draw is hardly ever needed.</summary>
    private RealVector Limits(double slack) => RealVector.Create(found.Select((rows, group) =>
        !IsPart || rows == 0 ? 1 : Math.Min(1, slack * (wanted[group] + (6 * Math.Sqrt(wanted[group])) + 10) / rows)));

    private bool AreEnough(IReadOnlyList<DrawnRows> drawn, RealVector limits)
    {
        var got = new int[found.Length];
        foreach (var rows in drawn)
        {
            for (var i = 0; i < rows.Samples.Count; i++)
                got[rows.Samples.Labels is { } labels ? 1 + labels.Span[i] : 0]++;
        }

        return Enumerable.Range(0, got.Length).All(group => limits[group] >= 1 || got[group] >= wanted[group]);
    }
}

using System.Globalization;

namespace StreamGmm;

/// <summary>Which rows of a block may be among those that a start is found on: a function of a seed and of the numbers of the rows in the whole.</summary>
/// <remarks>Every row has a random key, and rows are drawn by the smallest keys of all blocks (bottom-k sampling). Keys above the limits are certainly not among them.</remarks>
public sealed record RowDraw
{
    /// <summary>A draw from one block.</summary>
    /// <param name="seed">The same seed gives the same keys.</param>
    /// <param name="firstRow">The number of rows in all blocks before this one.</param>
    /// <param name="limits">The largest key to give of rows without a label, then of those with label 0, 1, ..., K − 1; 1 gives all.</param>
    /// <exception cref="ArgumentException">There is no limit, or one is not a number of 0 or more.</exception>
    public RowDraw(int seed, long firstRow, RealVector limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        if (limits.Length < 2 || limits.Any(limit => !(limit >= 0)))
            throw new ArgumentException($"The limits are {string.Join(", ", limits.Select(limit => limit.ToString("R", CultureInfo.InvariantCulture)))}: a number of 0 or more was expected for rows without a label, and one for each label.", nameof(limits));
        (Seed, FirstRow, Limits) = (seed, firstRow, limits);
    }

    /// <summary>The same seed gives the same keys.</summary>
    public int Seed { get; }

    /// <summary>The number of rows in all blocks before this one.</summary>
    public long FirstRow { get; }

    /// <summary>The largest key to give of rows without a label, then of those with label 0, 1, ..., K − 1; 1 gives all.</summary>
    public RealVector Limits { get; }

    /// <summary>The rows of positive weight within the limits, in their order.</summary>
    /// <exception cref="ArgumentException">A label has no limit.</exception>
    public DrawnRows From(Samples block)
    {
        ArgumentNullException.ThrowIfNull(block);
        block.RequireLabelsBelow(Limits.Length - 1);
        var draws = new Draws(Seed);
        var indexes = new List<int>();
        for (var i = 0; i < block.Count; i++)
        {
            if (block.Weights is { } weights && weights.Span[i] == 0)
                continue;
            if (draws.Uniform(FirstRow + i) <= Limits[block.Labels is { } labels ? 1 + labels.Span[i] : 0])
                indexes.Add(i);
        }

        int[] rows = [.. indexes];
        return new DrawnRows(block.Rows(rows), rows);
    }
}

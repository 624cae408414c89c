namespace StreamGmm;

/// <summary>Statistics of blocks as the leaves of a fixed binary tree: a leaf can be replaced, and the sum of all follows without subtracting anything.</summary>
internal sealed class StatisticsTree : IEquatable<StatisticsTree>
{
    /// <summary>The leaves, then the sums of neighbours, up to the one sum of all.</summary>
    private readonly SufficientStatistics[][] levels;

    /// <summary>A tree over the statistics of one block at least.</summary>
    public StatisticsTree(IReadOnlyCollection<SufficientStatistics> leaves)
    {
        var all = new List<SufficientStatistics[]> { leaves.ToArray() };
        while (all[^1] is { Length: > 1 } below)
            all.Add([.. Enumerable.Range(0, (below.Length + 1) / 2).Select(i => Sum(below, i))]);
        levels = [.. all];
    }

    private StatisticsTree(StatisticsTree other) => levels = [.. other.levels.Select(level => level.ToArray())];

    /// <summary>The number of leaves.</summary>
    public int Count => levels[0].Length;

    /// <summary>The statistics of all blocks.</summary>
    public SufficientStatistics Total => levels[^1][0];

    public SufficientStatistics this[int leaf] => levels[0][leaf];

    /// <summary>A tree of its own with the same leaves; the statistics themselves are shared.</summary>
    public StatisticsTree Copy() => new(this);

    /// <summary>Puts other statistics in the place of a leaf and adds up its ancestors anew.</summary>
    public void Replace(int leaf, SufficientStatistics statistics)
    {
        levels[0][leaf] = statistics;
        for (var level = 1; level < levels.Length; level++)
        {
            leaf >>= 1;
            levels[level][leaf] = Sum(levels[level - 1], leaf);
        }
    }

    public bool Equals(StatisticsTree? other) => other is not null && levels[0].SequenceEqual(other.levels[0]);

    public override bool Equals(object? obj) => Equals(obj as StatisticsTree);

    public override int GetHashCode() => HashCode.Combine(Count, Total);

    /// <summary>A parent: the sum of its two children, or the only one.</summary>
    private static SufficientStatistics Sum(SufficientStatistics[] below, int parent) =>
        (2 * parent) + 1 < below.Length ? below[2 * parent] + below[(2 * parent) + 1] : below[2 * parent];
}

namespace StreamGmm;

/// <summary>Statistics of blocks as the leaves of a fixed binary tree: a leaf can be replaced, and the sum of all follows without subtracting anything.</summary>
internal sealed class StatisticsTree : IEquatable<StatisticsTree>
{
    private readonly SufficientStatistics[] leaves;

    /// <summary>The numbers of the sums above the leaves, level by level up to the one sum of all; this tree's own, written over when a leaf is replaced.</summary>
    private readonly double[][][] sums;

    /// <summary>A tree over the statistics of one block at least.</summary>
    public StatisticsTree(IReadOnlyCollection<SufficientStatistics> leaves)
    {
        this.leaves = [.. leaves];
        var levels = new List<double[][]>();
        for (var width = leaves.Count; width > 1;)
        {
            width = (width + 1) / 2;
            levels.Add([.. Enumerable.Range(0, width).Select(_ => new double[this.leaves[0].Length])]);
        }

        sums = [.. levels];
        for (var level = 0; level < sums.Length; level++)
        {
            for (var parent = 0; parent < sums[level].Length; parent++)
                AddUp(level, parent);
        }
    }

    private StatisticsTree(StatisticsTree other) =>
        (leaves, sums) = ([.. other.leaves], [.. other.sums.Select(level => level.Select(sum => sum.ToArray()).ToArray())]);

    /// <summary>The number of leaves.</summary>
    public int Count => leaves.Length;

    /// <summary>The statistics of all blocks; good until the next replacement.</summary>
    public SufficientStatistics Total => sums.Length == 0 ? leaves[0] : new SufficientStatistics(leaves[0].Layout, leaves[0].Origin, sums[^1][0]);

    /// <summary>A tree of its own with the same leaves.</summary>
    public StatisticsTree Copy() => new(this);

    /// <summary>Puts other statistics in the place of a leaf and adds up its ancestors anew.</summary>
    public void Replace(int leaf, SufficientStatistics statistics)
    {
        leaves[leaf] = statistics;
        for (var level = 0; level < sums.Length; level++)
            AddUp(level, leaf >>= 1);
    }

    public bool Equals(StatisticsTree? other) => other is not null && leaves.AsSpan().SequenceEqual(other.leaves);

    public override bool Equals(object? obj) => Equals(obj as StatisticsTree);

    public override int GetHashCode() => HashCode.Combine(Count, Total);

    /// <summary>A parent becomes the sum of its two children, or its only one.</summary>
    private void AddUp(int level, int parent)
    {
        var sum = sums[level][parent];
        Below(level, 2 * parent).CopyTo(sum);
        if ((2 * parent) + 1 < (level == 0 ? leaves.Length : sums[level - 1].Length))
            leaves[0].Layout.Add(sum, Below(level, (2 * parent) + 1));
    }

    private ReadOnlySpan<double> Below(int level, int child) => level == 0 ? leaves[child].Values : sums[level - 1][child];
}

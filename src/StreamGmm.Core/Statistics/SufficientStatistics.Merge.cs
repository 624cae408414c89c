namespace StreamGmm;

/// <content>The sum of many, in one fixed order.</content>
public sealed partial class SufficientStatistics
{
    /// <summary>The statistics of all parts together, added up by a fixed binary tree: neighbours in pairs, then the sums of pairs, and an odd one at the end goes up as it is.</summary>
    /// <remarks>The tree is a function of the number of parts alone, so that the same parts in the same order give the same bits wherever each was computed; <see cref="MergeTree"/> takes them in any order. As many sums as the tree is high are in memory.</remarks>
    /// <param name="parts">One at least.</param>
    /// <exception cref="ArgumentException">There is none, or they differ in shape, size or origin.</exception>
    public static SufficientStatistics Merge(IEnumerable<SufficientStatistics> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var (tree, count) = (new MergeTree(), 0);
        foreach (var part in parts)
        {
            ArgumentNullException.ThrowIfNull(part, nameof(parts));
            tree.Add(count++, part);
        }

        return count > 0 ? tree.Total(count) : throw new ArgumentException("There are no statistics to add up: give those of one part at least.", nameof(parts));
    }

    /// <summary>Adds another to this one, which must be nobody else's.</summary>
    internal void AddOver(SufficientStatistics right) => Layout.Add(values, right.values);
}

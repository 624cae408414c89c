namespace StreamGmm;

/// <content>The sum of many, in one fixed order.</content>
public sealed partial class SufficientStatistics
{
    /// <summary>The statistics of all parts together, added up by a fixed binary tree: neighbours in pairs, then the sums of pairs, and an odd one at the end goes up as it is.</summary>
    /// <remarks>The tree is a function of the number of parts alone, so that the same parts in the same order give the same bits wherever each was computed. As many sums as the tree is high are in memory.</remarks>
    /// <param name="parts">One at least.</param>
    /// <exception cref="ArgumentException">There is none, or they differ in shape, size or origin.</exception>
    public static SufficientStatistics Merge(IEnumerable<SufficientStatistics> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        // Whole subtrees, the leftmost and largest first, each as high as a bit of the number of parts so far.
        var sums = new Stack<(SufficientStatistics Sum, int Height)>();
        foreach (var part in parts)
        {
            ArgumentNullException.ThrowIfNull(part, nameof(parts));
            var (sum, height) = (part, 0);
            for (; sums.TryPeek(out var left) && left.Height == height; height++)
                sum = Joined(sums.Pop(), sum);
            sums.Push((sum, height));
        }

        if (!sums.TryPop(out var last))
            throw new ArgumentException("There are no statistics to add up: give those of one part at least.", nameof(parts));
        while (sums.TryPop(out var left))
            last.Sum = Joined(left, last.Sum);
        return last.Sum;

        // A sum above the parts is nobody else's and may be written over.
        static SufficientStatistics Joined((SufficientStatistics Sum, int Height) left, SufficientStatistics right)
        {
            if (left.Height == 0)
                return left.Sum + right;
            left.Sum.RequireSameKind(right);
            left.Sum.Layout.Add(left.Sum.values, right.values);
            return left.Sum;
        }
    }
}

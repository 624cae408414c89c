namespace StreamGmm;

/// <summary>Adds up the statistics of parts that come in any order, to the bits of <see cref="SufficientStatistics.Merge"/>: two neighbours of its tree become one sum as soon as both are there.</summary>
/// <remarks>
/// In memory are at most as many sums as there are parts behind the first that is missing, and 1 + log₂ of the number of parts before it: for parts that come about in their order, those under way and the height of the tree.
/// No order needs more than half of the parts.
/// </remarks>
public sealed class MergeTree
{
    /// <summary>Whole subtrees by height and place: their parts are there, and those of their neighbour are not.</summary>
    private readonly Dictionary<(int Height, int Place), SufficientStatistics> sums = [];

    /// <summary>How many sums are in memory.</summary>
    public int Sums => sums.Count;

    /// <summary>Takes the statistics of a part. They stay as they are.</summary>
    /// <param name="place">Where the part stands among all, from 0.</param>
    /// <param name="part">Its statistics.</param>
    /// <exception cref="ArgumentException">The part is there already, or differs from others in shape, size or origin.</exception>
    public void Add(int place, SufficientStatistics part)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentNullException.ThrowIfNull(part);
        for (var above = 0; above < 31; above++)
        {
            if (sums.ContainsKey((above, place >> above)))
                throw new ArgumentException($"Part {place} is there already: each is added once.", nameof(place));
        }

        foreach (var other in sums.Values.Take(1))
            other.RequireSameKind(part);
        var (sum, height) = (part, 0);
        for (; sums.Remove((height, place ^ 1), out var neighbour); (height, place) = (height + 1, place >> 1))
        {
            var (left, right) = (place & 1) == 0 ? (sum, neighbour) : (neighbour, sum);

            // A sum above the parts is nobody else's and may be written over.
            if (height == 0)
                sum = left + right;
            else
                (sum = left).AddOver(right);
        }

        sums.Add((height, place), sum);
    }

    /// <summary>The statistics of all parts together.</summary>
    /// <param name="count">How many there are.</param>
    /// <exception cref="InvalidOperationException">One is missing, or there are more.</exception>
    public SufficientStatistics Total(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);

        // The last subtrees have no neighbour: each goes up as it is until there is one.
        SufficientStatistics? total = null;
        var (end, used) = ((long)count, 0);
        for (var height = 0; end > 0; height++)
        {
            if (((end >> height) & 1) == 0)
                continue;
            end -= 1L << height;
            if (!sums.TryGetValue((height, (int)(end >> height)), out var sum))
                throw new InvalidOperationException($"Of {count} parts some between {end} and {end + (1L << height) - 1} are missing: add all before their total is asked for.");
            (total, used) = (total is null ? sum : sum + total, used + 1);
        }

        return used == sums.Count ? total! : throw new InvalidOperationException($"There are parts behind the first {count}: ask for the total of all.");
    }
}

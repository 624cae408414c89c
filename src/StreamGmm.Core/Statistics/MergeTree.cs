namespace StreamGmm;

/// <summary>Adds up the statistics of parts that come in any order, to the bits of <see cref="SufficientStatistics.Merge"/>: two neighbours of its tree become one sum as soon as both are there.</summary>
/// <remarks>
/// In memory are at most as many sums as there are parts behind the first that is missing, and 1 + log₂ of the number of parts before it: for parts that come about in their order, those under way and the height of the tree.
/// No order needs more than half of the parts.
/// </remarks>
public sealed class MergeTree
{
    /// <summary>Whole subtrees by height and place: their parts are there, and those of their neighbour are not.</summary>
    /// <remarks>A sum made here is nobody else's and may be written over; what was given may not.</remarks>
    private readonly Dictionary<(int Height, int Place), (SufficientStatistics Value, bool IsOwn)> sums = [];

    /// <summary>How many sums are in memory.</summary>
    public int Sums => sums.Count;

    /// <summary>Takes the statistics of a part. They stay as they are.</summary>
    /// <param name="place">Where the part stands among all, from 0.</param>
    /// <param name="part">Its statistics.</param>
    /// <exception cref="ArgumentException">The part is there already, or differs from others in shape, size or origin.</exception>
    public void Add(int place, SufficientStatistics part) => Add(place, 1, part);

    /// <summary>Takes the sum of a run of parts, added up elsewhere as <see cref="SufficientStatistics.Merge"/> does. It stays as it is.</summary>
    /// <param name="first">Where the first part of the run stands among all, a multiple of their number.</param>
    /// <param name="count">Their number, a power of two.</param>
    /// <param name="run">The sum of their statistics.</param>
    /// <exception cref="ArgumentException">The parts are no run, one of them is there already, or the sum differs from others in shape, size or origin.</exception>
    public void Add(int first, int count, SufficientStatistics run)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentNullException.ThrowIfNull(run);
        if (count < 1 || !int.IsPow2(count) || first % count != 0)
            throw new ArgumentException($"{count} parts from place {first} on are no run: a power of two from a multiple of it on was expected.", nameof(count));
        var (height, place) = (int.Log2(count), first / count);
        RequireNew(height, place);
        foreach (var (other, _) in sums.Values.Take(1))
            other.RequireSameKind(run);
        var sum = (Value: run, IsOwn: false);
        for (; sums.Remove((height, place ^ 1), out var neighbour); (height, place) = (height + 1, place >> 1))
        {
            var (left, right) = (place & 1) == 0 ? (sum, neighbour) : (neighbour, sum);
            if (left.IsOwn)
                left.Value.AddOver(right.Value);
            sum = left.IsOwn ? left : (left.Value + right.Value, true);
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
            (total, used) = (total is null ? sum.Value : sum.Value + total, used + 1);
        }

        return used == sums.Count ? total! : throw new InvalidOperationException($"There are parts behind the first {count}: ask for the total of all.");
    }

    /// <summary>Throws where a part of that subtree is there, be it within another or as one of its own.</summary>
    private void RequireNew(int height, int place)
    {
        for (var above = height; above < 31; above++)
        {
            if (sums.ContainsKey((above, place >> (above - height))))
                throw Again(place << height);
        }

        for (var below = 0; below < height; below++)
        {
            for (int i = place << (height - below), end = (place + 1) << (height - below); i < end; i++)
            {
                if (sums.ContainsKey((below, i)))
                    throw Again(i << below);
            }
        }

        static ArgumentException Again(int part) => new($"Part {part} is there already: each is added once.", nameof(place));
    }
}

using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>Who the components are, and what is needed to decide whether they are still the right ones.</summary>
internal sealed record Lineage
{
    private const int PartRows = 256;

    /// <summary>The id of each component; none while warming up.</summary>
    public ImmutableArray<long> Ids { get; init; } = [];

    /// <summary>The id that the next component gets.</summary>
    public long NextId { get; init; }

    /// <summary>The ids that were too light at the last look.</summary>
    public ImmutableArray<long> Weak { get; init; } = [];

    /// <summary>The latest rows; none where the structure is fixed.</summary>
    public ImmutableList<Samples> Recent { get; init; } = [];

    /// <summary>The rows until the next look.</summary>
    public int RowsToLook { get; init; }

    /// <summary>How many looks in a row found nothing to change.</summary>
    public int QuietLooks { get; init; }

    /// <summary>Ids for the components of a start.</summary>
    public static Lineage Of(int components) => new() { Ids = [.. Enumerable.Range(0, components).Select(k => (long)k)], NextId = components };

    /// <summary>The latest rows with some more, no more than so many.</summary>
    public ImmutableList<Samples> Latest(Samples rows, int most)
    {
        // A part takes in what follows until it is of some size, so that single rows do not make thousands of parts.
        var latest = Recent is [.., { Count: < PartRows } last]
            ? Recent.SetItem(Recent.Count - 1, Samples.Concat([last, rows]))
            : Recent.Add(Samples.Concat([rows]));
        var surplus = latest.Sum(r => r.Count) - most;
        while (surplus > 0)
        {
            var eldest = latest[0];
            var cut = Math.Min(surplus, eldest.Count);
            latest = cut == eldest.Count ? latest.RemoveAt(0) : latest.SetItem(0, eldest.Slice(cut, eldest.Count - cut));
            surplus -= cut;
        }

        return latest;
    }

    /// <inheritdoc/>
    public bool Equals(Lineage? other) => other is not null
        && Ids.SequenceEqual(other.Ids) && NextId == other.NextId && Weak.SequenceEqual(other.Weak)
        && RowsToLook == other.RowsToLook && QuietLooks == other.QuietLooks && Samples.HaveSameRows(Recent, other.Recent);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Ids.Length, NextId, RowsToLook);
}

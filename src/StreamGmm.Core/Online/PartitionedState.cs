using System.Collections.Immutable;
using System.Globalization;

namespace StreamGmm;

/// <summary>A mixture that follows all partitions of a stream together, what each of them has taught, and everything needed to go on. Immutable.</summary>
public sealed record PartitionedState
{
    internal PartitionedState(OnlineState merged) => Merged = merged;

    /// <summary>The whole as of the last merge: its <see cref="OnlineState.Current"/> is the mixture that all partitions learn and are scored with, its position the sum of theirs, its score that of the rows between the last two merges.</summary>
    public OnlineState Merged { get; internal init; }

    /// <summary>The number of merges so far.</summary>
    public long Merges { get; internal init; }

    /// <summary>The partitions that have brought something, in the order of their names (ordinal).</summary>
    public IReadOnlyDictionary<string, PartitionState> Partitions => Parts;

    /// <summary>The rows that came since the last merge.</summary>
    public long RowsSinceMerge => Parts.Values.Sum(part => part.SamplesSeen) - Merged.SamplesSeen;

    /// <summary>The partitions in the order in which they are added up.</summary>
    internal ImmutableSortedDictionary<string, PartitionState> Parts { get; init; } = ImmutableSortedDictionary.Create<string, PartitionState>(StringComparer.Ordinal);

    /// <summary>W: the weight seen since the start or the last alarm.</summary>
    internal double Clock { get; init; }

    /// <summary>The falls of the scores of all partitions, summed up, each in deviations of its own.</summary>
    internal double Evidence { get; init; }

    /// <summary>The weight remembered of all partitions.</summary>
    internal double Memory => Parts.Values.Sum(part => part.Memory);

    /// <summary>The time that samples are as old as: that of the latest rows of all.</summary>
    internal DateTimeOffset? Time => Parts.Values.Max(part => part.Time);

    /// <summary>D, where rows have been seen or a mixture given.</summary>
    internal int? Dimension => Merged.Current?.Dimension ?? Pending.FirstOrDefault()?.Dimension;

    /// <summary>The rows that wait for the warm-up, partition by partition.</summary>
    internal IEnumerable<Samples> Pending => Parts.Values.SelectMany(part => part.Pending);

    /// <summary>The position of a partition up to which rows are learned, from which it is to be read when the stream goes on; 0 for one that has brought nothing.</summary>
    public long PositionOf(string partition) => Parts.TryGetValue(partition, out var part) ? part.Position : 0;

    /// <summary>Equal in all that decides how the stream goes on.</summary>
    public bool Equals(PartitionedState? other) => other is not null
        && Merged.Equals(other.Merged) && (Merges, Clock, Evidence) == (other.Merges, other.Clock, other.Evidence) && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Merged, Merges, Parts.Count);

    /// <summary>One line: "3 partitions, 12 merges: 4096 samples, score -3.1000, memory 1200".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Parts.Count} partitions, {Merges} merges: {Merged}");
}

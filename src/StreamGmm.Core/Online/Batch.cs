namespace StreamGmm;

/// <summary>Some rows of a stream, learned together.</summary>
/// <remarks>Where the source has positions, rows that a state has learned already are cut off by them, so that a batch delivered twice is learned once.</remarks>
public sealed record Batch
{
    private readonly double droppedWeight;

    /// <summary>Rows of a stream.</summary>
    /// <param name="samples">The rows, in the order of the stream.</param>
    /// <param name="position">The position in the source of the row after the last: row i has position − n + i. Null where the source has none: the rows then follow those learned before.</param>
    /// <param name="time">When the rows were taken; needed by a half-life in time.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position is below the number of rows.</exception>
    public Batch(Samples samples, long? position = null, DateTimeOffset? time = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (position is { } p)
            ArgumentOutOfRangeException.ThrowIfLessThan(p, samples.Count, nameof(position));
        (Samples, Position, Time, Rows) = (samples, position, time, samples.Count);
    }

    /// <summary>The rows, in the order of the stream; none where they were refused.</summary>
    public Samples Samples { get; }

    /// <summary>The position in the source of the row after the last, if the source has positions.</summary>
    public long? Position { get; }

    /// <summary>When the rows were taken, if that is known.</summary>
    public DateTimeOffset? Time { get; }

    /// <summary>Why the rows could not be taken, if they could not: a value that is no finite number, for example. <see cref="OnlineOptions.OnBadBatch"/> says what comes of it.</summary>
    public Exception? Fault { get; private init; }

    /// <summary>The rows of the source that the batch stands for: those of its samples, or those that were refused.</summary>
    public int Rows { get; private init; }

    /// <summary>The weight of rows that were dropped since the batch before, because they came faster than they could be learned; 0 or more. The state counts it.</summary>
    public double DroppedWeight
    {
        get => droppedWeight;
        init => droppedWeight = value is >= 0 and < double.PositiveInfinity
            ? value
            : throw new ArgumentOutOfRangeException(nameof(DroppedWeight), value, "A weight is a finite number of 0 or more.");
    }

    /// <summary>A batch whose rows cannot be taken: it tells the one who learns, who stops or counts it.</summary>
    /// <param name="fault">What was wrong; the message names the row.</param>
    /// <param name="rows">How many rows they are, 1 or more.</param>
    /// <param name="dimension">The features of a row.</param>
    /// <param name="position">The position in the source of the row after the last, if the source has positions.</param>
    /// <param name="time">When the rows were taken.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is not one row at least, or the position is below their number.</exception>
    public static Batch Refused(Exception fault, int rows, int dimension, long? position = null, DateTimeOffset? time = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(position ?? rows, rows, nameof(position));
        return new Batch(Samples.From(ReadOnlyMemory<double>.Empty, dimension), position, time) { Fault = fault, Rows = rows };
    }

    /// <summary>The rows after a position of the source, and the position after them; null where there are none, and nothing was dropped either.</summary>
    internal (Samples Samples, long Position)? After(long position)
    {
        var end = Position ?? position + Rows;

        // A batch of no rows may still tell what was dropped.
        if (end <= position && (Rows > 0 || DroppedWeight == 0))
            return null;
        var old = (int)Math.Clamp(position - (end - Samples.Count), 0, Samples.Count);
        return (Samples.Slice(old, Samples.Count - old), Math.Max(position, end));
    }

    /// <summary>True where this and the next can be learned as one: neither was refused, and in the source one follows the other.</summary>
    internal bool IsFollowedBy(Batch next) =>
        Fault is null && next.Fault is null && Samples.Dimension == next.Samples.Dimension && Time.HasValue == next.Time.HasValue && next.Position - next.Samples.Count == Position;

    /// <summary>Batches, each followed by the next, as one.</summary>
    internal static Batch Join(IReadOnlyList<Batch> batches) => batches.Count == 1
        ? batches[0]
        : new Batch(Samples.Concat([.. batches.Select(b => b.Samples)]), batches[^1].Position, batches.Max(b => b.Time)) { DroppedWeight = batches.Sum(b => b.DroppedWeight) };
}

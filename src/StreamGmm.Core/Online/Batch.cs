namespace StreamGmm;

/// <summary>Some rows of a stream, learned together.</summary>
/// <remarks>Rows that a state has learned already are cut off by their position, so that a batch delivered twice is learned once.</remarks>
public sealed record Batch
{
    /// <summary>Rows of a stream.</summary>
    /// <param name="samples">The rows, in the order of the stream.</param>
    /// <param name="position">The position in the source of the row after the last: row i has position − n + i.</param>
    /// <param name="time">When the rows were taken; needed by a half-life in time.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position is below the number of rows.</exception>
    public Batch(Samples samples, long position, DateTimeOffset? time = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(position, samples.Count);
        (Samples, Position, Time) = (samples, position, time);
    }

    /// <summary>The rows, in the order of the stream.</summary>
    public Samples Samples { get; }

    /// <summary>The position in the source of the row after the last.</summary>
    public long Position { get; }

    /// <summary>When the rows were taken, if that is known.</summary>
    public DateTimeOffset? Time { get; }
}

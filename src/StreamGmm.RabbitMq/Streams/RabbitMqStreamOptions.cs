namespace StreamGmm;

/// <summary>Which stream of a broker is read, and how its messages are.</summary>
/// <remarks>
/// A message is told by its first bytes: rows as <see cref="RabbitMqStreamWriter"/> writes them; JSON, which is an array of numbers, an object with named numbers, or arrays or lines of those; else lines of CSV without a header.
/// A state that is gone on from needs the same options, but for <see cref="Disconnected"/>.
/// </remarks>
public sealed record RabbitMqStreamOptions
{
    /// <summary>The longest name of a queue that brokers take, in bytes.</summary>
    internal const int LongestQueue = 255;

    /// <summary>A stream of rows.</summary>
    /// <param name="broker">Where the broker is.</param>
    /// <param name="queue">The name of the queue, which must be a stream.</param>
    /// <param name="dimension">D, the features of a row.</param>
    public RabbitMqStreamOptions(BrokerAddress broker, string queue, int dimension)
    {
        ArgumentNullException.ThrowIfNull(broker);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        (Broker, Queue, Dimension, BatchSize) = (broker, Checked(queue), dimension, OnlineOptions.DefaultBatch(dimension));
    }

    /// <summary>Where the broker is.</summary>
    public BrokerAddress Broker { get; }

    /// <summary>The name of the queue.</summary>
    public string Queue { get; }

    /// <summary>D, the features of a row.</summary>
    public int Dimension { get; }

    /// <summary>The rows of a batch, 1 or more. Default <see cref="OnlineOptions.DefaultBatch"/>.</summary>
    public int BatchSize
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(BatchSize), value, "A batch has one row at least.");
    }

    /// <summary>The most rows of a message, 1 or more: positions are offset × this + rows taken of the message. Default 1, so that a position is the offset of the next message. A message of more rows is refused.</summary>
    public int RowsPerMessage
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(RowsPerMessage), value, "A message has one row at least.");
    } = 1;

    /// <summary>The features, D of them: names of fields of JSON objects, which need this, or numbers from 0 of columns. Null (the default) for all columns in their order.</summary>
    public IReadOnlyList<string>? Columns
    {
        get;
        init => field = value is null || value.Count == Dimension
            ? value
            : throw new ArgumentException($"{value.Count} columns are named for {Dimension} features: they must be as many.", nameof(Columns));
    }

    /// <summary>The field or column that holds the weight of a row; null (the default) for none.</summary>
    public string? Weights { get; init; }

    /// <summary>The field or column that holds the component of a row, −1 where it is not known; null (the default) for none.</summary>
    public string? Labels { get; init; }

    /// <summary>The field or column that holds when a row was taken, as ISO 8601 or seconds since 1970; null (the default) for that of the message. A batch has the time of its last row.</summary>
    public string? Time { get; init; }

    /// <summary>What comes of values that are NaN, null or empty: such a message is refused (the default), or they are missing.</summary>
    public MissingValues MissingValues { get; init; }

    /// <summary>Makes rows of the body of a message; null (the default) for the forms above. What it throws refuses the message.</summary>
    public Func<ReadOnlyMemory<byte>, Samples>? Selector { get; init; }

    /// <summary>Told why, when the broker was lost or cannot be reached again; reading goes on by itself. Null (the default) for nobody.</summary>
    public Action<BrokerException>? Disconnected { get; init; }

    internal static string Checked(string queue)
    {
        ArgumentException.ThrowIfNullOrEmpty(queue);
        return System.Text.Encoding.UTF8.GetByteCount(queue) <= LongestQueue
            ? queue
            : throw new ArgumentException($"The name of the queue is longer than {LongestQueue} bytes, which no broker takes.", nameof(queue));
    }
}

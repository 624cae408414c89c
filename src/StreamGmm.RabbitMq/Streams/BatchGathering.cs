namespace StreamGmm;

/// <summary>Gathers the rows of messages into batches, by count alone: whatever the messages, and wherever reading begins anew after a batch, the batches are the same.</summary>
/// <remarks>Before what cannot be read, the rows at hand are a batch of their own.</remarks>
internal sealed class BatchGathering(RabbitMqStreamOptions options, long from)
{
    private readonly int dimension = options.Dimension;
    private readonly int size = options.BatchSize;
    private readonly Queue<Batch> ready = [];
    private double[] values = [];
    private double[]? weights;
    private int[]? labels;
    private DateTimeOffset? time;
    private int count;
    private long position = from;

    /// <summary>The offset of the message that comes next; of one that was read in part it is its own.</summary>
    public long NextOffset { get; private set; } = from / options.RowsPerMessage;

    /// <summary>The last message that was read, whole or in part; −1 for none.</summary>
    public long LastOffset => taken > 0 ? NextOffset : NextOffset - 1;

    /// <summary>The rows of that message which were taken before.</summary>
    private int taken = (int)(from % options.RowsPerMessage);

    /// <summary>The next whole batch; null where there is none.</summary>
    public Batch? Next() => ready.TryDequeue(out var batch) ? batch : null;

    /// <summary>Takes the rows of a message.</summary>
    public void Add(long offset, MessageRows rows, DateTimeOffset? messageTime)
    {
        var when = rows.Time ?? messageTime;
        for (var row = Begin(offset, rows.Count); row < rows.Count;)
        {
            var some = Math.Min(rows.Count - row, size - count);
            Copy(rows, row, some);
            (row, count, time) = (row + some, count + some, when ?? time);
            position = row < rows.Count ? checked((offset * options.RowsPerMessage) + row) : After(offset);
            if (count == size)
                Give();
        }

        End(offset);
    }

    /// <summary>Tells of a message that cannot be read.</summary>
    public void Refuse(long offset, InvalidDataException fault, DateTimeOffset? messageTime)
    {
        Begin(offset, 0);
        GiveRest();
        position = After(offset);
        ready.Enqueue(Batch.Refused(fault, 1, dimension, position, messageTime));
        End(offset);
    }

    /// <summary>Tells of messages that the stream does not hold any more, up to one that it does.</summary>
    public void Skip(long offset, InvalidDataException fault)
    {
        GiveRest();
        var rows = checked((offset - NextOffset) * options.RowsPerMessage) - taken;
        position = checked(offset * options.RowsPerMessage);
        ready.Enqueue(Batch.Refused(fault, (int)Math.Min(rows, int.MaxValue), dimension, position) with { DroppedWeight = rows });
        (NextOffset, taken) = (offset, 0);
    }

    /// <summary>The first row of a message that was not taken before.</summary>
    private int Begin(long offset, int rows) => offset == NextOffset ? Math.Min(taken, rows) : 0;

    private void End(long offset) => (NextOffset, taken) = (offset + 1, 0);

    private long After(long offset) => checked((offset + 1) * options.RowsPerMessage);

    private void Copy(MessageRows rows, int row, int some)
    {
        if (values.Length == 0)
            values = new double[size * dimension];
        rows.Values.Slice(row * dimension, some * dimension).CopyTo(values.AsSpan(count * dimension));
        if (weights is null && !rows.Weights.IsEmpty)
            Array.Fill(weights = new double[size], 1);
        if (labels is null && !rows.Labels.IsEmpty)
            Array.Fill(labels = new int[size], -1);
        if (!rows.Weights.IsEmpty)
            rows.Weights.Slice(row, some).CopyTo(weights.AsSpan(count));
        if (!rows.Labels.IsEmpty)
            rows.Labels.Slice(row, some).CopyTo(labels.AsSpan(count));
    }

    private void GiveRest()
    {
        if (count > 0)
            Give();
    }

    private void Give()
    {
        var samples = Samples.From(values.AsMemory(0, count * dimension), dimension, options.MissingValues);
        if (weights is not null)
            samples = samples.WithWeights(weights.AsMemory(0, count));
        if (labels is not null)
            samples = samples.WithLabels(labels.AsMemory(0, count));
        ready.Enqueue(new Batch(samples, position, time));
        (values, weights, labels, time, count) = ([], null, null, null, 0);
    }
}

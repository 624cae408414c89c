namespace StreamGmm;

/// <summary>A stream while it is heard over one connection, from an offset on.</summary>
internal sealed class AttachedStream : IAsyncDisposable
{
    /// <summary>The rows that may wait in memory; a broker sends somewhat more, to the end of a chunk.</summary>
    private const int RowsAhead = 1 << 16;

    /// <summary>Below this the broker is asked too often, and above it a channel would hold too many messages.</summary>
    private const int LeastAhead = 16, MostAhead = 2048;

    /// <summary>A stream that holds the message before the next one sends it at once.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private readonly StreamConnection connection;
    private readonly RabbitMqStreamOptions options;
    private readonly StreamConsumer consumer;

    /// <summary>The message before the next: a stream that goes on there has it, unless it was dropped.</summary>
    private readonly long known;

    private bool isKnown;

    private AttachedStream(StreamConnection connection, RabbitMqStreamOptions options, StreamConsumer consumer, long known) =>
        (this.connection, this.options, this.consumer, this.known, isKnown) = (connection, options, consumer, known, known < 0);

    /// <summary>The messages that came so far.</summary>
    internal long Received => consumer.Received;

    /// <summary>The messages that may wait in memory.</summary>
    internal static int Ahead(int rowsPerMessage) => Math.Clamp(RowsAhead / rowsPerMessage, LeastAhead, MostAhead);

    /// <summary>Connects and begins to hear, one message before the next.</summary>
    /// <exception cref="BrokerException">The broker cannot be reached, or there is no such stream.</exception>
    public static async Task<AttachedStream> OpenAsync(RabbitMqStreamOptions options, long next, CancellationToken cancellationToken)
    {
        var connection = await StreamConnection.OpenAsync(options.Broker, options.Queue, "reads", cancellationToken).ConfigureAwait(false);
        try
        {
            var consumer = await connection.ConsumeAsync(Math.Max(0, next - 1), (ushort)Ahead(options.RowsPerMessage), cancellationToken).ConfigureAwait(false);
            return new AttachedStream(connection, options, consumer, next - 1);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The next message; null when the stream is lost.</summary>
    /// <exception cref="BrokerException">The stream ends before the place to go on from.</exception>
    public async ValueTask<Delivery?> NextAsync(CancellationToken cancellationToken)
    {
        Delivery delivery;
        while (!consumer.TryTake(out delivery))
        {
            if (!isKnown)
                await RequireKnownAsync(cancellationToken).ConfigureAwait(false);
            if (!await consumer.WaitAsync(cancellationToken).ConfigureAwait(false))
                return null;
        }

        isKnown = true;
        return delivery;
    }

    /// <summary>Tells the broker that a message was taken.</summary>
    public ValueTask AcknowledgeAsync(Delivery delivery) => consumer.AcknowledgeAsync(delivery);

    /// <summary>Why messages between two offsets did not come; null where there were none, as a broker keeps notes of its own in between.</summary>
    public async Task<InvalidDataException?> GapAsync(long next, long offset, CancellationToken cancellationToken)
    {
        if (next == 0)
            return null;
        var first = await connection.FirstOffsetAsync(cancellationToken).ConfigureAwait(false);
        return first is null || first <= next ? null : new InvalidDataException(FormattableString.Invariant(
            $"The messages from offset {next} to {offset - 1} of stream '{options.Queue}' are gone: it begins at offset {first} now, as it keeps messages for a limited time or size. Let it keep more, or begin anew; OnBadBatch.Skip goes on and counts them."));
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task RequireKnownAsync(CancellationToken cancellationToken)
    {
        isKnown = true;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Silence);
        try
        {
            await consumer.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var last = await connection.LastOffsetAsync(known, cancellationToken).ConfigureAwait(false);
            if (last is null || last < known)
            {
                throw new BrokerException(FormattableString.Invariant(
                    $"The stream '{options.Queue}' at {options.Broker} {(last is null ? "is empty" : $"ends at offset {last}")}, and the message at offset {known} was read before: it was deleted and declared anew, or it is another. Begin with a new state, from position 0."));
            }
        }
    }
}

namespace StreamGmm;

/// <summary>A stream while it is heard over one connection, from an offset on.</summary>
internal sealed class AttachedStream : IAsyncDisposable
{
    /// <summary>The rows that may wait in memory; a broker sends somewhat more, to the end of a chunk.</summary>
    private const int RowsAhead = 1 << 16;

    /// <summary>Below this the broker is asked too often, and above it a channel would hold too many messages.</summary>
    private const int LeastAhead = 16, MostAhead = 2048;

    private readonly StreamConnection connection;
    private readonly RabbitMqStreamOptions options;
    private readonly StreamConsumer consumer;

    /// <summary>The last message that was read, whole or in part; −1 for none: a stream that goes on there has it, unless it was dropped.</summary>
    private readonly long known;

    private bool isKnown;

    private AttachedStream(StreamConnection connection, RabbitMqStreamOptions options, StreamConsumer consumer, long known) =>
        (this.connection, this.options, this.consumer, this.known, isKnown) = (connection, options, consumer, known, known < 0);

    /// <summary>The messages that came so far.</summary>
    internal long Received => consumer.Received;

    /// <summary>The messages that may wait in memory.</summary>
    internal static int Ahead(int rowsPerMessage) => Math.Clamp(RowsAhead / rowsPerMessage, LeastAhead, MostAhead);

    /// <summary>Connects and begins to hear, with the last message that was read.</summary>
    /// <param name="options">Which stream.</param>
    /// <param name="known">The last message that was read, whole or in part; −1 for none.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    /// <exception cref="BrokerException">The broker cannot be reached, or there is no such stream.</exception>
    public static async Task<AttachedStream> OpenAsync(RabbitMqStreamOptions options, long known, CancellationToken cancellationToken)
    {
        var connection = await StreamConnection.OpenAsync(options.Broker, options.Queue, "reads", cancellationToken).ConfigureAwait(false);
        try
        {
            var consumer = await connection.ConsumeAsync(Math.Max(0, known), (ushort)Ahead(options.RowsPerMessage), cancellationToken).ConfigureAwait(false);
            return new AttachedStream(connection, options, consumer, known);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The next message, and why those before it from an offset on did not come, if they are gone; null when the stream is lost.</summary>
    /// <exception cref="BrokerException">The stream ends before the place to go on from, or is deleted.</exception>
    public async ValueTask<(Delivery Delivery, InvalidDataException? Gap)?> NextAsync(long next, CancellationToken cancellationToken)
    {
        try
        {
            Delivery delivery;
            while (!consumer.TryTake(out delivery))
            {
                if (!isKnown)
                    await RequireKnownAsync(cancellationToken).ConfigureAwait(false);
                else if (!await consumer.WaitAsync(cancellationToken).ConfigureAwait(false))
                    return null;
            }

            isKnown = true;
            return (delivery, delivery.Offset <= next || (known < 0 && next == 0) ? null : await GapAsync(next, delivery.Offset, cancellationToken).ConfigureAwait(false));
        }
        catch (BrokerException e) when (e.InnerException is not null && !StreamFault.IsLasting(e))
        {
            // Lost while it was asked something.
            return null;
        }
    }

    /// <summary>What is told when the stream was lost.</summary>
    public BrokerException Loss() => new($"The stream '{options.Queue}' at {options.Broker} was lost: the connection or the queue went away. It is read on from where it was.");

    /// <summary>Tells the broker that a message was taken.</summary>
    public ValueTask AcknowledgeAsync(Delivery delivery) => consumer.AcknowledgeAsync(delivery);

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>Null where there were no messages in between, as a broker keeps notes of its own there.</summary>
    private async Task<InvalidDataException?> GapAsync(long next, long offset, CancellationToken cancellationToken)
    {
        long? first;
        do
            first = await connection.FirstOffsetAsync(options.Silence, cancellationToken).ConfigureAwait(false);
        while (first is null);
        return first <= next ? null : new InvalidDataException(FormattableString.Invariant(
            $"The messages from offset {next} to {offset - 1} of stream '{options.Queue}' are gone: it begins at offset {first} now, as it keeps messages for a limited time or size. Let it keep more, or begin anew; OnBadBatch.Skip goes on and counts them."));
    }

    private async Task RequireKnownAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Silence);
        try
        {
            await consumer.WaitAsync(limit.Token).ConfigureAwait(false);
            isKnown = true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A broker that is slow to say anything is asked again.
            var last = await connection.LastOffsetAsync(known, options.Silence, cancellationToken).ConfigureAwait(false);
            if (last < known || (last is null && await connection.IsEmptyAsync(cancellationToken).ConfigureAwait(false)))
            {
                throw new BrokerException(FormattableString.Invariant(
                    $"The stream '{options.Queue}' at {options.Broker} {(last is null ? "is empty" : $"ends at offset {last}")}, and the message at offset {known} was read before: it was deleted and declared anew, or it is another. Begin with a new state, from position 0."));
            }
        }
    }
}

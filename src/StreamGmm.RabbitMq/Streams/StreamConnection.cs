using RabbitMQ.Client;

namespace StreamGmm;

/// <summary>A connection that a stream is read or written over. Once lost it is of no use.</summary>
internal sealed class StreamConnection : IAsyncDisposable
{
    /// <summary>A stream that holds anything sends it at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IConnection connection;
    private readonly BrokerAddress address;
    private readonly string queue;

    private StreamConnection(IConnection connection, BrokerAddress address, string queue) => (this.connection, this.address, this.queue) = (connection, address, queue);

    /// <summary>Connects.</summary>
    /// <exception cref="BrokerException">The broker cannot be reached, or does not let us in.</exception>
    public static Task<StreamConnection> OpenAsync(BrokerAddress address, string queue, string role, CancellationToken cancellationToken) => ToldAsync(
        address,
        queue,
        async () => new StreamConnection(await address.ToFactory($"StreamGmm {role} {queue}").CreateConnectionAsync(cancellationToken).ConfigureAwait(false), address, queue),
        cancellationToken);

    /// <summary>A channel of this connection, on which the queue is known to be there.</summary>
    /// <exception cref="BrokerException">There is no such queue.</exception>
    public Task<IChannel> ChannelAsync(bool confirms, CancellationToken cancellationToken) => ToldAsync(
        address,
        queue,
        async () =>
        {
            var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(confirms, confirms, outstandingPublisherConfirmationsRateLimiter: null), cancellationToken).ConfigureAwait(false);
            await channel.QueueDeclarePassiveAsync(queue, cancellationToken).ConfigureAwait(false);
            return channel;
        },
        cancellationToken);

    /// <summary>Declares the queue.</summary>
    /// <exception cref="BrokerException">It is there as something else.</exception>
    public Task DeclareAsync(IDictionary<string, object?> arguments, CancellationToken cancellationToken) => ToldAsync(
        address,
        queue,
        async () =>
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Hears the stream.</summary>
    /// <exception cref="BrokerException">There is no such queue, or it is no stream.</exception>
    public async Task<StreamConsumer> ConsumeAsync(object from, ushort prefetch, CancellationToken cancellationToken)
    {
        var channel = await ChannelAsync(confirms: false, cancellationToken).ConfigureAwait(false);
        return await ToldAsync(address, queue, () => StreamConsumer.StartAsync(channel, queue, from, prefetch, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The offset of the first message that the stream holds; null where it holds none.</summary>
    public async Task<long?> FirstOffsetAsync(CancellationToken cancellationToken)
    {
        var consumer = await ConsumeAsync("first", 1, cancellationToken).ConfigureAwait(false);
        await using (consumer.Channel.ConfigureAwait(false))
            return await TakeAsync(consumer, cancellationToken).ConfigureAwait(false) is { } delivery ? delivery.Offset : null;
    }

    /// <summary>The offset of the last message of the stream, or one near it that is at least as large as the one given; null where it holds none.</summary>
    public async Task<long?> LastOffsetAsync(long enough, CancellationToken cancellationToken)
    {
        var consumer = await ConsumeAsync("last", 1, cancellationToken).ConfigureAwait(false);
        await using (consumer.Channel.ConfigureAwait(false))
        {
            // They come in chunks, the last of them from its beginning.
            long? last = null;
            while (last is null || last < enough)
            {
                if (await TakeAsync(consumer, cancellationToken).ConfigureAwait(false) is not { } delivery)
                    break;
                await consumer.AcknowledgeAsync(delivery).ConfigureAwait(false);
                last = delivery.Offset;
            }

            return last;
        }
    }

    /// <summary>Closes the connection. A broker that does not answer is not waited for.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAny(CloseAsync(), Task.Delay(Link.Farewell)).ConfigureAwait(false);

    private static async Task<Delivery?> TakeAsync(StreamConsumer consumer, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return await consumer.WaitAsync(limit.Token).ConfigureAwait(false) && consumer.TryTake(out var delivery) ? delivery : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<T> ToldAsync<T>(BrokerAddress address, string queue, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw StreamFault.Of(address, queue, e);
        }
    }

    private async Task CloseAsync()
    {
        await connection.AbortAsync(Link.Farewell).ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }
}

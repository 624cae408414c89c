using RabbitMQ.Client;

namespace StreamGmm;

/// <summary>A connection that a stream is read or written over. Once lost it is of no use.</summary>
internal sealed class StreamConnection : IAsyncDisposable
{
    /// <summary>Ten seconds: a node that starts is there by then, or another has its queues.</summary>
    private const int MostTries = 40;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly IConnection connection;
    private readonly BrokerAddress address;
    private readonly string queue;

    private StreamConnection(IConnection connection, BrokerAddress address, string queue) => (this.connection, this.address, this.queue) = (connection, address, queue);

    /// <summary>Connects.</summary>
    /// <exception cref="BrokerException">The broker cannot be reached, or does not let us in.</exception>
    public static async Task<StreamConnection> OpenAsync(BrokerAddress address, string queue, string role, CancellationToken cancellationToken) =>
        new(await address.ConnectAsync($"StreamGmm {role} {queue}", cancellationToken).ConfigureAwait(false), address, queue);

    /// <summary>A channel of this connection, on which the queue is known to be there. A broker that has just started is given time to have it.</summary>
    /// <exception cref="BrokerException">There is no such queue.</exception>
    public async Task<IChannel> ChannelAsync(bool confirms, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await TryChannelAsync(confirms, cancellationToken).ConfigureAwait(false);
            }
            catch (BrokerException e) when (tries < MostTries && StreamFault.IsComing(e))
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

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

    /// <summary>The offset of the first message that the stream holds; null where it sends none in that time.</summary>
    public async Task<long?> FirstOffsetAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var consumer = await ConsumeAsync("first", 1, cancellationToken).ConfigureAwait(false);
        await using (consumer.Channel.ConfigureAwait(false))
            return await TakeAsync(consumer, patience, cancellationToken).ConfigureAwait(false) is { } delivery ? delivery.Offset : null;
    }

    /// <summary>The offset of the last message of the stream, or one near it that is at least as large as the one given; null where it sends none in that time.</summary>
    public async Task<long?> LastOffsetAsync(long enough, TimeSpan patience, CancellationToken cancellationToken)
    {
        var consumer = await ConsumeAsync("last", 1, cancellationToken).ConfigureAwait(false);
        await using (consumer.Channel.ConfigureAwait(false))
        {
            // They come in chunks, the last of them from its beginning.
            long? last = null;
            while (last is null || last < enough)
            {
                if (await TakeAsync(consumer, patience, cancellationToken).ConfigureAwait(false) is not { } delivery)
                    break;
                await consumer.AcknowledgeAsync(delivery).ConfigureAwait(false);
                last = delivery.Offset;
            }

            return last;
        }
    }

    /// <summary>Whether the stream holds no message.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        var channel = await ChannelAsync(confirms: false, cancellationToken).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
            return await channel.MessageCountAsync(queue, cancellationToken).ConfigureAwait(false) == 0;
    }

    /// <summary>Closes the connection. A broker that does not answer is not waited for.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAny(CloseAsync(), Task.Delay(Link.Farewell)).ConfigureAwait(false);

    private Task<IChannel> TryChannelAsync(bool confirms, CancellationToken cancellationToken) => ToldAsync(
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

    private static async Task<Delivery?> TakeAsync(StreamConsumer consumer, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
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
        catch (Exception e) when (e is not BrokerException && (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested))
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

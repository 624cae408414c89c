using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace StreamGmm;

/// <summary>Hears a stream from an offset on, until the connection or the stream is lost. Messages wait in memory up to what was agreed with the broker.</summary>
internal sealed class StreamConsumer : IAsyncBasicConsumer
{
    private const string OffsetHeader = "x-stream-offset";

    private readonly Channel<Delivery> deliveries = System.Threading.Channels.Channel.CreateUnbounded<Delivery>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly IChannel channel;
    private readonly int acknowledgedAtOnce;
    private long received;
    private int unacknowledged;

    private StreamConsumer(IChannel channel, ushort prefetch) => (this.channel, acknowledgedAtOnce) = (channel, Math.Max(1, prefetch / 4));

    /// <inheritdoc/>
    public IChannel Channel => channel;

    /// <summary>The messages that came so far.</summary>
    public long Received => Interlocked.Read(ref received);

    /// <summary>Begins to hear.</summary>
    /// <param name="channel">Of this consumer alone.</param>
    /// <param name="queue">The stream.</param>
    /// <param name="from">An offset, or <c>first</c> or <c>last</c>.</param>
    /// <param name="prefetch">The messages that may wait here; the broker sends the rest of a chunk beyond.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    public static async Task<StreamConsumer> StartAsync(IChannel channel, string queue, object from, ushort prefetch, CancellationToken cancellationToken)
    {
        var consumer = new StreamConsumer(channel, prefetch);
        channel.ChannelShutdownAsync += (_, _) => consumer.Lose();
        await channel.BasicQosAsync(0, prefetch, global: false, cancellationToken).ConfigureAwait(false);
        await channel.BasicConsumeAsync(
            queue, autoAck: false, consumerTag: "", noLocal: false, exclusive: false, new Dictionary<string, object?> { [OffsetHeader] = from }, consumer, cancellationToken).ConfigureAwait(false);
        return consumer;
    }

    /// <summary>Waits for a message; false when no more will come.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => deliveries.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes a message that has come.</summary>
    public bool TryTake(out Delivery delivery) => deliveries.Reader.TryRead(out delivery);

    /// <summary>Tells the broker that a message and those before it were taken, so that it sends more.</summary>
    public async ValueTask AcknowledgeAsync(Delivery delivery)
    {
        if (++unacknowledged < acknowledgedAtOnce)
            return;
        unacknowledged = 0;
        try
        {
            await channel.BasicAckAsync(delivery.Tag, multiple: true).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AlreadyClosedException or OperationInterruptedException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            await Lose().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task HandleBasicDeliverAsync(
        string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref received);
        if (properties.Headers is not { } headers || !headers.TryGetValue(OffsetHeader, out var value) || value is not long offset)
            return Lose();
        DateTimeOffset? time = properties.IsTimestampPresent() && Seconds(properties.Timestamp) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        deliveries.Writer.TryWrite(Delivery.Copy(offset, deliveryTag, time, body));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default) => Lose();

    /// <inheritdoc/>
    public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Lose();

    /// <inheritdoc/>
    public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason) => Lose();

    private static long? Seconds(AmqpTimestamp timestamp)
    {
        const long LastSecond = 253_402_300_799;
        return timestamp.UnixTime is >= 0 and <= LastSecond and var seconds ? seconds : null;
    }

    private Task Lose()
    {
        deliveries.Writer.TryComplete();
        return Task.CompletedTask;
    }
}

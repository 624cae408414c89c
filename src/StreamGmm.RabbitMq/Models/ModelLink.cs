using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace StreamGmm;

/// <summary>A connection over which models are published or heard. Once lost it is of no use.</summary>
internal sealed class ModelLink : IAsyncDisposable
{
    /// <summary>Models that wait in this process.</summary>
    private const ushort Prefetch = 16;

    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly CancellationTokenSource lost = new();
    private readonly Channel<(long Offset, ulong Tag, byte[] Body)> heard = Channel.CreateUnbounded<(long, ulong, byte[])>(new UnboundedChannelOptions { SingleReader = true });

    private ModelLink(IConnection connection, IChannel channel)
    {
        (this.connection, this.channel) = (connection, channel);
        connection.ConnectionShutdownAsync += (_, _) => LoseAsync();
        channel.ChannelShutdownAsync += (_, _) => LoseAsync();
    }

    /// <summary>Cancelled when the connection is lost or closed.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Connects, declares what has to be there, and hears the models where that is asked for.</summary>
    /// <param name="address">The broker.</param>
    /// <param name="topology">The cluster.</param>
    /// <param name="from">The offset of the first model to be heard, or <c>last</c> for what was sent last and all that comes; null to hear none.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    /// <exception cref="BrokerException">The broker cannot be reached, or does not let us in.</exception>
    public static Task<ModelLink> OpenAsync(BrokerAddress address, ModelTopology topology, object? from, CancellationToken cancellationToken) =>
        Connecting.OpenAsync(address, $"StreamGmm {(from is null ? "publishes" : "hears")} models of {topology.Cluster}", (connection, token) => OpenAsync(connection, topology, from, token), cancellationToken);

    /// <summary>Sends a text, and waits until the broker has it.</summary>
    public ValueTask PublishAsync(string exchange, string key, ReadOnlyMemory<byte> text, CancellationToken cancellationToken) =>
        channel.BasicPublishAsync(exchange, key, mandatory: false, new BasicProperties { ContentType = "application/json", Persistent = true }, text, cancellationToken);

    /// <summary>The next message; null when the connection is lost.</summary>
    public async ValueTask<(long Offset, byte[] Body)?> HearAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await heard.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) || !heard.Reader.TryRead(out var message))
                return null;
            await channel.BasicAckAsync(message.Tag, multiple: false, cancellationToken).ConfigureAwait(false);
            return (message.Offset, message.Body);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Closes the connection. A broker that does not answer is not waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        await LoseAsync().ConfigureAwait(false);
        await Task.WhenAny(CloseAsync(), Task.Delay(Link.Farewell)).ConfigureAwait(false);
    }

    private static async Task<ModelLink> OpenAsync(IConnection connection, ModelTopology topology, object? from, CancellationToken cancellationToken)
    {
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null), cancellationToken).ConfigureAwait(false);
        await topology.DeclareAsync(channel, cancellationToken).ConfigureAwait(false);
        var link = new ModelLink(connection, channel);
        if (from is not null)
            await link.SubscribeAsync(topology.Models, from, cancellationToken).ConfigureAwait(false);
        return link;
    }

    private async Task SubscribeAsync(string queue, object from, CancellationToken cancellationToken)
    {
        await channel.BasicQosAsync(0, Prefetch, global: false, cancellationToken).ConfigureAwait(false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            if (delivery.BasicProperties.Headers?.TryGetValue("x-stream-offset", out var offset) == true && offset is long place)
                heard.Writer.TryWrite((place, delivery.DeliveryTag, delivery.Body.ToArray()));
            return Task.CompletedTask;
        };
        consumer.UnregisteredAsync += (_, _) => LoseAsync();
        await channel.BasicConsumeAsync(queue, autoAck: false, consumerTag: "", noLocal: false, exclusive: false, new Dictionary<string, object?> { ["x-stream-offset"] = from }, consumer, cancellationToken).ConfigureAwait(false);
    }

    private async Task LoseAsync()
    {
        heard.Writer.TryComplete();
        await lost.CancelAsync().ConfigureAwait(false);
    }

    private async Task CloseAsync()
    {
        await connection.AbortAsync(Link.Farewell).ConfigureAwait(false);
        await channel.DisposeAsync().ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }
}

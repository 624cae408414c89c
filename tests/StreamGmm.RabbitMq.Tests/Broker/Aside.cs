using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace StreamGmm.RabbitMq.Tests.Broker;

/// <summary>Publishes anything, and hears what was put aside.</summary>
internal sealed class Aside : IAsyncDisposable
{
    private readonly Channel<byte[]> heard = Channel.CreateUnbounded<byte[]>();
    private readonly IConnection connection;
    private readonly IChannel channel;

    private Aside(IConnection connection, IChannel channel) => (this.connection, this.channel) = (connection, channel);

    public static async Task<Aside> ConnectAsync(Cluster cluster, bool hears = true)
    {
        var connection = await cluster.Address.ConnectAsync("aside", default);
        var aside = new Aside(connection, await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)));
        var consumer = new AsyncEventingBasicConsumer(aside.channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            aside.heard.Writer.TryWrite(delivery.Body.ToArray());
            return Task.CompletedTask;
        };
        if (hears)
            await aside.channel.BasicConsumeAsync(new Topology(cluster.Name).Refused, autoAck: true, consumer);
        return aside;
    }

    /// <summary>Publishes a frame; done when the broker will not lose it.</summary>
    public ValueTask PublishAsync(string exchange, byte[] frame) => channel.BasicPublishAsync(exchange, "", frame);

    public Task<byte[]> NextAsync() => heard.Reader.ReadAsync().AsTask().WaitAsync(Cluster.Limit);

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }
}

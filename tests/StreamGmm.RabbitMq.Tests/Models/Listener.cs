using System.Text;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace StreamGmm.RabbitMq.Tests.Models;

/// <summary>Hears what is said to the exchange of states, in a queue that outlives the broker's sleep.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly Channel<(string Key, string Text)> heard = Channel.CreateUnbounded<(string, string)>();
    private readonly IConnection connection;
    private readonly IChannel channel;

    private Listener(IConnection connection, IChannel channel) => (this.connection, this.channel) = (connection, channel);

    public static async Task<Listener> ConnectAsync(BrokerAddress broker, string cluster, string binding, bool declares = true)
    {
        var connection = await broker.ConnectAsync("listener", CancellationToken.None);
        var listener = new Listener(connection, await connection.CreateChannelAsync());
        var queue = $"{cluster}.listener";
        if (declares)
        {
            await listener.channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
            await listener.channel.QueueBindAsync(queue, new ModelTopology(cluster).States, binding);
        }

        var consumer = new AsyncEventingBasicConsumer(listener.channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            listener.heard.Writer.TryWrite((delivery.RoutingKey, Encoding.UTF8.GetString(delivery.Body.Span)));
            return Task.CompletedTask;
        };
        await listener.channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        return listener;
    }

    public Task<(string Key, string Text)> NextAsync() => heard.Reader.ReadAsync().AsTask().WaitAsync(Broker.Cluster.Limit);

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }
}

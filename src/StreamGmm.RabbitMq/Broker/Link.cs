using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace StreamGmm;

/// <summary>A connection to the broker with a queue of one's own. Once lost it is of no use.</summary>
internal sealed class Link : IAsyncDisposable
{
    /// <summary>Messages that wait in this process: they are looked at one after another, and each soon.</summary>
    private const ushort Prefetch = 64;

    /// <summary>The longest that a goodbye may take.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly CancellationTokenSource lost = new();
    private readonly TaskCompletionSource loss = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string sender;

    private Link(IConnection connection, IChannel channel, string queue, string sender)
    {
        (this.connection, this.channel, Queue, this.sender) = (connection, channel, queue, sender);
        connection.ConnectionShutdownAsync += (_, _) => Lose();
        channel.ChannelShutdownAsync += (_, _) => Lose();
    }

    /// <summary>The name of the queue.</summary>
    public string Queue { get; }

    /// <summary>Done when the connection is lost or closed.</summary>
    public Task Lost => loss.Task;

    /// <summary>Connects, declares what has to be there, and hears what is said to an exchange and to the new queue.</summary>
    /// <param name="address">The broker.</param>
    /// <param name="topology">The cluster.</param>
    /// <param name="role">What the queue is called, before its number.</param>
    /// <param name="exchange">What the queue is bound to.</param>
    /// <param name="sender">The name that messages bear.</param>
    /// <param name="take">Takes a message, or says why not.</param>
    /// <param name="refuse">Told of what is no message.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    /// <exception cref="BrokerException">The broker cannot be reached, or does not let us in.</exception>
    public static async Task<Link> OpenAsync(BrokerAddress address, Topology topology, string role, string exchange, string sender, Func<Link, Message, Refusal?> take, Action<Refusal> refuse, CancellationToken cancellationToken)
    {
        IConnection? connection = null;
        try
        {
            connection = await address.ToFactory($"StreamGmm {role} {sender}").CreateConnectionAsync(cancellationToken).ConfigureAwait(false);
            var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null), cancellationToken).ConfigureAwait(false);
            var link = new Link(connection, channel, $"{topology.Cluster}.{role}.{Guid.NewGuid():N}", sender);
            await topology.DeclareAsync(channel, cancellationToken).ConfigureAwait(false);
            await topology.DeclareOwnAsync(channel, link.Queue, exchange, cancellationToken).ConfigureAwait(false);
            await channel.BasicQosAsync(0, Prefetch, global: false, cancellationToken).ConfigureAwait(false);
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += (_, delivery) => link.ReceiveAsync(delivery, take, refuse);
            consumer.UnregisteredAsync += (_, _) => link.Lose();
            await channel.BasicConsumeAsync(link.Queue, autoAck: false, consumer, cancellationToken).ConfigureAwait(false);
            return link;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (connection is not null)
                await connection.AbortAsync(Farewell).ConfigureAwait(false);
            throw new BrokerException($"The broker at {address} cannot be used: {Reason(e)}. Look whether it runs and lets this user in.", e);
        }
    }

    /// <summary>Sends a frame.</summary>
    /// <param name="exchange">An exchange; empty for the queue named by the key.</param>
    /// <param name="key">The routing key.</param>
    /// <param name="frame">The bytes.</param>
    /// <returns>True when the broker has it; false where it came back, as there is no such queue, or the connection was lost.</returns>
    /// <remarks>Calls one after another send in their order, also where their results are not waited for.</remarks>
    public async Task<bool> SendAsync(string exchange, string key, ReadOnlyMemory<byte> frame)
    {
        try
        {
            await channel.BasicPublishAsync(exchange, key, mandatory: exchange.Length == 0, new BasicProperties { AppId = sender }, frame, lost.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is PublishException or OperationCanceledException or AlreadyClosedException or OperationInterruptedException or IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Closes the connection; the queue is gone with it. A broker that does not answer is not waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        await Lose().ConfigureAwait(false);
        await Task.WhenAny(CloseAsync(), Task.Delay(Farewell)).ConfigureAwait(false);
    }

    /// <summary>The innermost reason: it names hosts and causes, never passwords.</summary>
    private static string Reason(Exception e)
    {
        var cause = e;
        while (cause.InnerException is { } inner)
            cause = inner;
        return cause.Message.TrimEnd('.');
    }

    private async Task ReceiveAsync(BasicDeliverEventArgs delivery, Func<Link, Message, Refusal?> take, Action<Refusal> refuse)
    {
        try
        {
            var message = MessageFormat.Read(delivery.Body.Span, out var refusal);
            if (refusal is not null)
                refuse(delivery.BasicProperties.AppId is { Length: > 0 } name ? refusal with { Message = $"{refusal.Message} It came from '{Printable(name)}'." } : refusal);
            else
                refusal = take(this, message!);

            // What is here is here, and worked on or forgotten: the queue is gone with the connection, so that nothing could come again.
            if (refusal is null)
                await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, lost.Token).ConfigureAwait(false);
            else
                await channel.BasicRejectAsync(delivery.DeliveryTag, requeue: false, lost.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or AlreadyClosedException or OperationInterruptedException or IOException or ObjectDisposedException)
        {
            await Lose().ConfigureAwait(false);
        }
    }

    private async Task CloseAsync()
    {
        await connection.AbortAsync(Farewell).ConfigureAwait(false);
        await channel.DisposeAsync().ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private static string Printable(string name) => string.Concat(name.Where(c => !char.IsControl(c)).Take(100));

    private Task Lose()
    {
        lost.Cancel();
        loss.TrySetResult();
        return Task.CompletedTask;
    }
}

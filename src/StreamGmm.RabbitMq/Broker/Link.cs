using RabbitMQ.Client;
using RabbitMQ.Client.Events;

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
    private readonly LinkEnd end;
    private readonly CancellationTokenSource lost = new();
    private readonly TaskCompletionSource loss = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string echo = Guid.NewGuid().ToString("N");
    private volatile bool isBlocked;
    private volatile TaskCompletionSource? heard;

    private Link(IConnection connection, IChannel channel, string queue, LinkEnd end, string? warning)
    {
        (this.connection, this.channel, Queue, this.end, Warning) = (connection, channel, queue, end, warning);
        connection.ConnectionShutdownAsync += (_, _) => Lose();
        channel.ChannelShutdownAsync += (_, _) => Lose();
        connection.ConnectionBlockedAsync += (_, e) => Block(e.Reason);
        connection.ConnectionUnblockedAsync += (_, _) => Block(null);
    }

    /// <summary>The name of the queue.</summary>
    public string Queue { get; }

    /// <summary>What is not as it should be at the broker, and what to try; null where all is.</summary>
    public string? Warning { get; }

    /// <summary>Done when the connection is lost or closed.</summary>
    public Task Lost => loss.Task;

    /// <summary>Connects, declares what has to be there, and hears what is said to an exchange and to the new queue.</summary>
    /// <param name="address">The broker.</param>
    /// <param name="topology">The cluster.</param>
    /// <param name="end">Who is at this end.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    /// <exception cref="BrokerException">The broker cannot be reached, or does not let us in.</exception>
    public static Task<Link> OpenAsync(BrokerAddress address, Topology topology, LinkEnd end, CancellationToken cancellationToken) =>
        Connecting.OpenAsync(address, $"StreamGmm {end.Role} {end.Name}", (connection, token) => OpenAsync(connection, topology, end, token), cancellationToken);

    /// <summary>Sends a frame.</summary>
    /// <param name="exchange">An exchange; empty for the queue named by the key.</param>
    /// <param name="key">The routing key.</param>
    /// <param name="frame">The bytes.</param>
    /// <returns>True when the broker has it; false where it came back, as there is no such queue, or the connection was lost. A broker that takes no messages for now is waited for.</returns>
    /// <remarks>Calls one after another send in their order, also where their results are not waited for.</remarks>
    public Task<bool> SendAsync(string exchange, string key, ReadOnlyMemory<byte> frame) => SendAsync(exchange, key, isMandatory: exchange.Length == 0, new BasicProperties { AppId = end.Name }, frame);

    /// <summary>Sends something to oneself: done when it is back, and with it all that came before, or the connection is lost. A broker that takes no messages tells so only to who sends.</summary>
    public async Task ProbeAsync()
    {
        var back = heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync("", Queue, isMandatory: false, new BasicProperties { MessageId = echo }, ReadOnlyMemory<byte>.Empty).ConfigureAwait(false);
        await Task.WhenAny(back.Task, Lost).ConfigureAwait(false);
    }

    /// <summary>Waits for a last message to be sent, but not long, and not where the broker takes none.</summary>
    public Task WaitAsync(Task sending) => isBlocked ? Task.CompletedTask : Task.WhenAny(sending, Task.Delay(Farewell));

    /// <summary>Closes the connection; the queue is gone with it. A broker that does not answer is not waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        await Lose().ConfigureAwait(false);
        await Task.WhenAny(CloseAsync(), Task.Delay(Farewell)).ConfigureAwait(false);
    }

    private static async Task<Link> OpenAsync(IConnection connection, Topology topology, LinkEnd end, CancellationToken cancellationToken)
    {
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null), cancellationToken).ConfigureAwait(false);
        await topology.DeclareAsync(channel, cancellationToken).ConfigureAwait(false);
        var warning = await topology.DeclareRefusedAsync(connection, cancellationToken).ConfigureAwait(false);
        var link = new Link(connection, channel, $"{topology.Cluster}.{end.Role}.{Guid.NewGuid():N}", end, warning);
        await topology.DeclareOwnAsync(channel, link.Queue, end.Exchange, cancellationToken).ConfigureAwait(false);
        await channel.BasicQosAsync(0, Prefetch, global: false, cancellationToken).ConfigureAwait(false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => link.ReceiveAsync(delivery);
        consumer.UnregisteredAsync += (_, _) => link.Lose();
        await channel.BasicConsumeAsync(link.Queue, autoAck: false, consumer, cancellationToken).ConfigureAwait(false);
        return link;
    }

    private async Task<bool> SendAsync(string exchange, string key, bool isMandatory, BasicProperties properties, ReadOnlyMemory<byte> frame)
    {
        try
        {
            await channel.BasicPublishAsync(exchange, key, isMandatory, properties, frame, lost.Token).ConfigureAwait(false);
            return true;
        }
#pragma warning disable CA1031 // A client that fails in the middle of anything throws many kinds: what was said is said again by whom it matters to.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private async Task ReceiveAsync(BasicDeliverEventArgs delivery)
    {
        try
        {
            // What is here is here, and worked on or forgotten: the queue is gone with the connection, so that nothing could come again.
            if (Take(delivery) is null)
                await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, lost.Token).ConfigureAwait(false);
            else
                await channel.BasicRejectAsync(delivery.DeliveryTag, requeue: false, lost.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // As above: a connection that does not even take this is lost.
        catch (Exception)
#pragma warning restore CA1031
        {
            await Lose().ConfigureAwait(false);
        }
    }

    private Refusal? Take(BasicDeliverEventArgs delivery)
    {
        if (delivery.BasicProperties.MessageId == echo)
        {
            heard?.TrySetResult();
            return null;
        }

        Refusal? refusal;
        try
        {
            if (MessageFormat.Read(delivery.Body.Span, out refusal) is { } message)
                return end.Take(this, message);
        }
#pragma warning disable CA1031 // Whatever a message does, the next is taken.
        catch (Exception e)
#pragma warning restore CA1031
        {
            refusal = new Refusal(RefusalReason.Malformed, $"A message that could not be worked on ({e.GetType().Name}).");
        }

        end.Refuse(delivery.BasicProperties.AppId is { Length: > 0 } name ? refusal! with { Message = $"{refusal!.Message} It came from '{Printable(name)}'." } : refusal!);
        return refusal;
    }

    private async Task CloseAsync()
    {
        await connection.AbortAsync(Farewell).ConfigureAwait(false);
        await channel.DisposeAsync().ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private static string Printable(string name) => string.Concat(name.Where(c => !char.IsControl(c)).Take(100));

    private Task Block(string? reason)
    {
        isBlocked = reason is not null;
        end.Block(this, reason);
        return Task.CompletedTask;
    }

    private Task Lose()
    {
        lost.Cancel();
        loss.TrySetResult();
        return Task.CompletedTask;
    }
}

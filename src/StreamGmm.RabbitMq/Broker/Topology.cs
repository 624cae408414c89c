using RabbitMQ.Client;

namespace StreamGmm;

/// <summary>The exchanges and queues of a cluster on its broker.</summary>
/// <remarks>
/// <code>
/// {cluster}.workers        fanout: a coordinator speaks to all workers
/// {cluster}.coordinators   fanout: workers speak to all coordinators
/// {cluster}.refused        fanout, and a quorum queue bound to it: messages that were refused, the newest of them
/// {cluster}.worker.{id}    a queue for each worker while it is connected
/// {cluster}.coordinator.{id}   and one for each coordinator
/// </code>
/// The queues of workers and coordinators are theirs alone, on the node they are connected to, and gone with their connection. A replicated queue would keep messages for somebody who is not there:
/// whoever connects again gets a new queue and is told anew what counts, so that a broker node that dies costs the time to connect to another and nothing else.
/// Exchanges are known to all nodes. The queue of refused messages is replicated, so that it is there and takes messages as long as most nodes are; fits do without it where it is not.
/// </remarks>
internal sealed record Topology(string Cluster)
{
    /// <summary>Refused messages that are kept: enough to see what is wrong.</summary>
    private const int RefusedMessages = 1000;

    private const int RefusedBytes = 64 << 20;

    /// <summary>The longest that a queue which fits can do without is waited for.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    public string Workers => $"{Cluster}.workers";

    public string Coordinators => $"{Cluster}.coordinators";

    public string Refused => $"{Cluster}.refused";

    /// <summary>Declares the exchanges. They are the same for all who say it.</summary>
    public async Task DeclareAsync(IChannel channel, CancellationToken cancellationToken)
    {
        foreach (var exchange in new[] { Workers, Coordinators, Refused })
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Declares the queue of refused messages.</summary>
    /// <returns>Why it is not there, and what to try; null where it is.</returns>
    public async Task<string?> DeclareRefusedAsync(IConnection connection, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestWait);
        try
        {
            // A broker that refuses closes the channel.
            var channel = await connection.CreateChannelAsync(cancellationToken: limit.Token).ConfigureAwait(false);
            await using (channel.ConfigureAwait(false))
            {
                await channel.QueueDeclareAsync(
                    Refused,
                    durable: true,
                    exclusive: false,
                    autoDelete: false,
                    new Dictionary<string, object?> { ["x-queue-type"] = "quorum", ["x-max-length"] = RefusedMessages, ["x-max-length-bytes"] = RefusedBytes },
                    cancellationToken: limit.Token).ConfigureAwait(false);
                await channel.QueueBindAsync(Refused, Refused, "", cancellationToken: limit.Token).ConfigureAwait(false);
            }

            return null;
        }
#pragma warning disable CA1031 // Nothing but refused messages is lost without it.
        catch (Exception e) when (connection.IsOpen && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            var said = limit.IsCancellationRequested ? "no answer" : Connecting.Said(e);
            return $"Refused messages are not kept, as the broker gives no queue '{Refused}' ({said}). A queue of that name from before must go first: rabbitmqctl delete_queue {Refused}";
        }
    }

    /// <summary>Declares a queue of one's own that hears what is said to an exchange.</summary>
    public async Task DeclareOwnAsync(IChannel channel, string queue, string exchange, CancellationToken cancellationToken)
    {
        await channel.QueueDeclareAsync(
            queue,
            durable: false,
            exclusive: true,
            autoDelete: true,
            new Dictionary<string, object?> { ["x-dead-letter-exchange"] = Refused },
            cancellationToken: cancellationToken).ConfigureAwait(false);
        await channel.QueueBindAsync(queue, exchange, "", cancellationToken: cancellationToken).ConfigureAwait(false);
    }
}

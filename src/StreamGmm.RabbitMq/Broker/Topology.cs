using RabbitMQ.Client;

namespace StreamGmm;

/// <summary>The exchanges and queues of a cluster on its broker.</summary>
/// <remarks>
/// <code>
/// {cluster}.workers        fanout: a coordinator speaks to all workers
/// {cluster}.coordinators   fanout: workers speak to all coordinators
/// {cluster}.refused        fanout, and a queue bound to it: messages that were refused, the newest of them
/// {cluster}.worker.{id}    a queue for each worker while it is connected
/// {cluster}.coordinator.{id}   and one for each coordinator
/// </code>
/// The queues of workers and coordinators are theirs alone and gone with their connection. A replicated queue would keep messages for somebody who is not there:
/// whoever connects again gets a new queue and is told anew what counts, so that a broker node that dies costs the time to connect to another and nothing else.
/// </remarks>
internal sealed record Topology(string Cluster)
{
    /// <summary>Refused messages that are kept: enough to see what is wrong.</summary>
    private const int RefusedMessages = 1000;

    private const int RefusedBytes = 64 << 20;

    public string Workers => $"{Cluster}.workers";

    public string Coordinators => $"{Cluster}.coordinators";

    public string Refused => $"{Cluster}.refused";

    /// <summary>Declares what outlives connections. It is the same for all who say it.</summary>
    public async Task DeclareAsync(IChannel channel, CancellationToken cancellationToken)
    {
        foreach (var exchange in new[] { Workers, Coordinators, Refused })
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellationToken).ConfigureAwait(false);
        await channel.QueueDeclareAsync(
            Refused,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?> { ["x-max-length"] = RefusedMessages, ["x-max-length-bytes"] = RefusedBytes },
            cancellationToken: cancellationToken).ConfigureAwait(false);
        await channel.QueueBindAsync(Refused, Refused, "", cancellationToken: cancellationToken).ConfigureAwait(false);
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

using RabbitMQ.Client;

namespace StreamGmm;

/// <summary>The exchanges and the queue that models, states and alarms go through.</summary>
/// <remarks>
/// <code>
/// {cluster}.models   topic, and a stream bound to it: models, with the key "model"; whoever comes gets the last of them at once
/// {cluster}.states   topic: "state.{name}" and "alarm.{name}", and the models too; nothing is kept for those who are not there
/// </code>
/// The stream keeps the latest models, replicated where the broker has several nodes.
/// </remarks>
internal sealed record ModelTopology(string Cluster)
{
    public const string ModelKey = "model";

    /// <summary>A segment of the stream must hold the largest message there is; of what is kept the broker drops whole segments.</summary>
    private const int SegmentBytes = Frame.LargestMessage;

    private const int KeptBytes = 2 * SegmentBytes;

    public string Models => $"{Cluster}.models";

    public string States => $"{Cluster}.states";

    /// <summary>The key of the states of a stream.</summary>
    public static string StateKey(string name) => $"state.{name}";

    /// <summary>The key of its alarms.</summary>
    public static string AlarmKey(string name) => $"alarm.{name}";

    /// <summary>Declares all of it. It is the same for all who say it.</summary>
    public async Task DeclareAsync(IChannel channel, CancellationToken cancellationToken)
    {
        foreach (var exchange in new[] { Models, States })
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: cancellationToken).ConfigureAwait(false);
        await channel.ExchangeBindAsync(States, Models, ModelKey, cancellationToken: cancellationToken).ConfigureAwait(false);
        await channel.QueueDeclareAsync(
            Models,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "stream", ["x-max-length-bytes"] = KeptBytes, ["x-stream-max-segment-size-bytes"] = SegmentBytes },
            cancellationToken: cancellationToken).ConfigureAwait(false);
        await channel.QueueBindAsync(Models, Models, ModelKey, cancellationToken: cancellationToken).ConfigureAwait(false);
    }
}

using System.Runtime.CompilerServices;

namespace StreamGmm;

/// <summary>Rows that wait in a stream of a RabbitMQ broker (a queue of type <c>stream</c>), read as often and from wherever one likes.</summary>
public static class RabbitMqStream
{
    /// <summary>A broker that starts anew takes some seconds: there is no use in asking more often.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>The rows of a stream in batches, for ever.</summary>
    /// <remarks>
    /// Batches are by count alone, whatever the messages: a state that was saved after any of them goes on from its own <see cref="OnlineState.Position"/> to the same states, bit for bit.
    /// When the connection is lost it goes on by itself with the next row. The next messages are asked for as batches are taken: memory is bounded, however far the stream is ahead.
    /// A message that cannot be read is a batch with a <see cref="Batch.Fault"/>, after one of the rows before it; so are messages that are needed and that the stream has dropped, their rows counted as <see cref="Batch.DroppedWeight"/>.
    /// <see cref="OnlineOptions.OnBadBatch"/> says what comes of them.
    /// </remarks>
    /// <param name="options">Which stream, and how its messages are.</param>
    /// <param name="from">The position to go on from; 0 for the first row that the stream holds.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="BrokerException">The broker cannot be reached the first time, or does not let us in; there is no such stream; or it ends before the position.</exception>
    public static IAsyncEnumerable<Batch> Batches(RabbitMqStreamOptions options, long from = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        return Read(options, new MessageReader(options), from, cancellationToken);
    }

    /// <summary>Declares a stream: nothing where it is there already, declared likewise.</summary>
    /// <param name="broker">Where the broker is.</param>
    /// <param name="queue">The name of the queue.</param>
    /// <param name="retention">How long it keeps its messages; null for ever.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    /// <exception cref="BrokerException">The broker cannot be reached, or does not let us in; or the queue is there as something else.</exception>
    public static async Task DeclareAsync(BrokerAddress broker, string queue, RabbitMqStreamRetention? retention = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(broker);
        var connection = await StreamConnection.OpenAsync(broker, RabbitMqStreamOptions.Checked(queue), "declares", cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
            await connection.DeclareAsync((retention ?? new RabbitMqStreamRetention()).ToArguments(), cancellationToken).ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<Batch> Read(RabbitMqStreamOptions options, MessageReader reader, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var gathering = new BatchGathering(options, from);
        for (var isFirst = true; ; isFirst = false)
        {
            var attached = await AttachAsync(options, gathering.LastOffset, isFirst, cancellationToken).ConfigureAwait(false);
            await using (attached.ConfigureAwait(false))
            {
                while (await attached.NextAsync(gathering.NextOffset, cancellationToken).ConfigureAwait(false) is var (delivery, gap))
                {
                    if (gap is not null)
                        gathering.Skip(delivery.Offset, gap);
                    if (delivery.Offset >= gathering.NextOffset)
                    {
                        if (reader.Read(delivery.Body, delivery.Offset) is { } fault)
                            gathering.Refuse(delivery.Offset, fault, delivery.Time);
                        else
                            gathering.Add(delivery.Offset, reader.Rows, delivery.Time);
                    }

                    delivery.Return();
                    await attached.AcknowledgeAsync(delivery).ConfigureAwait(false);
                    while (gathering.Next() is { } batch)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        yield return batch;
                    }
                }

                options.Disconnected?.Invoke(attached.Loss());
            }
        }
    }

    /// <summary>Attaches to the stream; where it was lost, as often as it takes.</summary>
    private static async Task<AttachedStream> AttachAsync(RabbitMqStreamOptions options, long known, bool isFirst, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await AttachedStream.OpenAsync(options, known, cancellationToken).ConfigureAwait(false);
            }
            catch (BrokerException e) when (!isFirst && !StreamFault.IsLasting(e))
            {
                options.Disconnected?.Invoke(e);
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}

using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace StreamGmm;

/// <summary>Writes rows to a stream of a RabbitMQ broker, many to a message, and waits for the broker to have them.</summary>
/// <remarks>Not thread-safe. A writer whose connection is lost is of no use: open another and write what comes after <see cref="Confirmed"/> again. The last messages may then be there twice, as the broker may have had them without saying so.</remarks>
public sealed class RabbitMqStreamWriter : IAsyncDisposable
{
    /// <summary>Rows of a message, unless told otherwise: enough that the broker's work for each message does not count.</summary>
    private const int DefaultRows = 256;

    /// <summary>Bytes that wait for the broker.</summary>
    private const int MostOutstandingBytes = 16 << 20;

    /// <summary>Messages that wait for the broker.</summary>
    private const int MostOutstanding = 1024;

    private readonly Queue<(Task Confirmed, int Length)> outstanding = [];
    private readonly StreamConnection connection;
    private readonly IChannel channel;
    private readonly BrokerAddress broker;
    private readonly string queue;
    private readonly int rowsPerMessage;
    private long outstandingBytes;

    private RabbitMqStreamWriter(StreamConnection connection, IChannel channel, BrokerAddress broker, string queue, int rowsPerMessage) =>
        (this.connection, this.channel, this.broker, this.queue, this.rowsPerMessage) = (connection, channel, broker, queue, rowsPerMessage);

    /// <summary>The number of messages, in the order of their writing, that the broker has for certain.</summary>
    public long Confirmed { get; private set; }

    /// <summary>Opens a stream to write to.</summary>
    /// <param name="broker">Where the broker is.</param>
    /// <param name="queue">The stream, which must be there.</param>
    /// <param name="rowsPerMessage">The most rows of a message; readers need the same.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    /// <exception cref="BrokerException">The broker cannot be reached, or does not let us in, or there is no such queue.</exception>
    public static async Task<RabbitMqStreamWriter> OpenAsync(BrokerAddress broker, string queue, int rowsPerMessage = DefaultRows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(broker);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsPerMessage, 1);
        var connection = await StreamConnection.OpenAsync(broker, RabbitMqStreamOptions.Checked(queue), "writes", cancellationToken).ConfigureAwait(false);
        try
        {
            var channel = await connection.ChannelAsync(confirms: true, cancellationToken).ConfigureAwait(false);
            return new RabbitMqStreamWriter(connection, channel, broker, queue, rowsPerMessage);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Writes rows, with their weights and labels: as many messages as they need, all full but the last. It waits while many wait for the broker.</summary>
    /// <param name="samples">The rows.</param>
    /// <param name="time">When they were taken, if that is known.</param>
    /// <param name="cancellationToken">Ends the wait; some of the rows may be written.</param>
    /// <exception cref="BrokerException">The connection is lost, or the broker does not take the messages.</exception>
    public async Task WriteAsync(Samples samples, DateTimeOffset? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var most = Math.Min(rowsPerMessage, RowFrame.MostRows(samples.Dimension, samples.Weights is not null, samples.Labels is not null));
        for (var row = 0; row < samples.Count; row += most)
            await WriteAsync(RowFrame.Write(samples.Slice(row, Math.Min(most, samples.Count - row)), time), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a message as it is: JSON or CSV, for example.</summary>
    /// <param name="message">The body; not to be changed until the broker has it.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <exception cref="BrokerException">The connection is lost, or the broker does not take the messages.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        while (outstanding.Count > 0 && (outstanding.Count >= MostOutstanding || outstandingBytes + message.Length > MostOutstandingBytes))
            await FirstAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        outstanding.Enqueue((PublishAsync(message), message.Length));
        outstandingBytes += message.Length;
    }

    /// <summary>Waits until the broker has all that was written.</summary>
    /// <exception cref="BrokerException">The connection is lost, or the broker does not take the messages.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        while (outstanding.Count > 0)
            await FirstAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the connection, without a wait for the broker: <see cref="FlushAsync"/> waits.</summary>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task FirstAsync(CancellationToken cancellationToken)
    {
        var (confirmed, length) = outstanding.Peek();
        try
        {
            await confirmed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is PublishException or AlreadyClosedException or OperationInterruptedException or IOException or ObjectDisposedException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw StreamFault.Of(broker, queue, e);
        }

        outstanding.Dequeue();
        outstandingBytes -= length;
        Confirmed++;
    }

    private async Task PublishAsync(ReadOnlyMemory<byte> message) =>
        await channel.BasicPublishAsync("", queue, mandatory: true, new BasicProperties(), message).ConfigureAwait(false);
}

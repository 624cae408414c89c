using StreamGmm.RabbitMq.Tests.Broker;

namespace StreamGmm.RabbitMq.Tests.Streams;

/// <summary>A stream of a test's own, with the rows written to it: row i is drawn around one of three centres.</summary>
internal sealed class TestStream
{
    /// <summary>Longer than any test takes: what hangs fails.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    private TestStream(RabbitMqServer server, string queue, int rowsPerMessage) => (Server, Queue, RowsPerMessage) = (server, queue, rowsPerMessage);

    public const int Dimension = 2;

    public RabbitMqServer Server { get; }

    public string Queue { get; }

    public int RowsPerMessage { get; }

    public BrokerAddress Address => BrokerAddress.Parse(Server.Address);

    public RabbitMqStreamOptions Options => new(Address, Queue, Dimension) { RowsPerMessage = RowsPerMessage };

    public static async Task<TestStream> DeclareAsync(RabbitMqServer server, int rowsPerMessage, RabbitMqStreamRetention? retention = null)
    {
        server.Require();
        var stream = new TestStream(server, $"stream-{Guid.NewGuid():N}", rowsPerMessage);
        await RabbitMqStream.DeclareAsync(stream.Address, stream.Queue, retention).WaitAsync(Limit);
        return stream;
    }

    /// <summary>Rows of the stream, a function of their numbers.</summary>
    public static Samples Rows(int first, int count, int dimension = Dimension)
    {
        var values = new double[count * dimension];
        for (var i = 0; i < count; i++)
        {
            var random = new Random(first + i);
            var centre = random.Next(3);
            for (var j = 0; j < dimension; j++)
                values[(i * dimension) + j] = (4.0 * centre * (j + 1)) + random.NextDouble() + random.NextDouble() - 1;
        }

        return Samples.From(values, dimension);
    }

    public async Task<RabbitMqStreamWriter> WriterAsync() => await RabbitMqStreamWriter.OpenAsync(Address, Queue, RowsPerMessage).WaitAsync(Limit);

    /// <summary>Writes rows, and waits until they are there.</summary>
    public async Task WriteAsync(Samples rows)
    {
        await using var writer = await WriterAsync();
        await writer.WriteAsync(rows).WaitAsync(Limit);
        await writer.FlushAsync().WaitAsync(Limit);
    }

    /// <summary>Writes messages as they are.</summary>
    public async Task WriteAsync(params byte[][] messages)
    {
        await using var writer = await WriterAsync();
        foreach (var message in messages)
            await writer.WriteAsync(message).WaitAsync(Limit);
        await writer.FlushAsync().WaitAsync(Limit);
        Assert.Equal(messages.Length, writer.Confirmed);
    }

    /// <summary>Reads batches until so many rows have come; after each something may be done.</summary>
    public static async Task<List<Batch>> ReadAsync(RabbitMqStreamOptions options, int rows, long from = 0, Func<int, Task>? after = null)
    {
        using var limit = new CancellationTokenSource(Limit);
        var batches = new List<Batch>();
        var count = 0;
        await foreach (var batch in RabbitMqStream.Batches(options, from, limit.Token))
        {
            batches.Add(batch);
            count += batch.Samples.Count;
            if (count >= rows)
                break;
            if (after is not null)
                await after(batches.Count);
        }

        return batches;
    }

    /// <summary>The values of all rows, for a comparison bit by bit.</summary>
    public static double[] Values(IEnumerable<Samples> parts) => [.. parts.SelectMany(part => part).SelectMany(row => row)];
}

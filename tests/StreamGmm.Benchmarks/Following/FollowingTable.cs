using System.Diagnostics;
using System.Text;
using StreamGmm.Benchmarks.Machine;
using StreamGmm.Benchmarks.Workers;

namespace StreamGmm.Benchmarks.Following;

/// <summary>Rows a second from a stream of a broker to an online mixture: this program on one core, the broker on another.</summary>
internal static class FollowingTable
{
    private const int Dimension = 8;
    private const int Components = 5;
    private const int BatchRows = 256;
    private const int Rounds = 5;
    private const int RoundsBefore = 2;
    private const double Target = 300_000;

    /// <summary>The messages that are compared: their name, rows each, rows in all and form; the first is what the target is for.</summary>
    private static readonly (string Name, int RowsEach, int Rows, Func<Samples, byte[]?> Text)[] Forms =
    [
        ("frames of 256 rows", 256, 1 << 20, _ => null),
        ("frames of 16 rows", 16, 1 << 18, _ => null),
        ("frames of 1 row", 1, 1 << 16, _ => null),
        ("JSON, 1 row", 1, 1 << 16, rows => Encoding.UTF8.GetBytes($"[{Row(rows)}]")),
        ("CSV, 1 row", 1, 1 << 16, rows => Encoding.UTF8.GetBytes(Row(rows))),
    ];

    public static async Task PrintAsync()
    {
        await using var broker = await LocalBroker.StartAsync();
        Environment.SetEnvironmentVariable(BrokerAddress.UserVariable, LocalBroker.User);
        Environment.SetEnvironmentVariable(BrokerAddress.PasswordVariable, broker.Password);
        var isPinned = Pinning.Pin(Family.Of(broker.Watcher), 0) & Pinning.Pin([Environment.ProcessId], 1);
        Console.WriteLine($"D = {Dimension}, K = {Components}, full, batches of {BatchRows}, one thread; {(isPinned ? "the reader on one core, the broker on another" : "cores not told apart")}; load average {Load.Average:F2}");
        Console.WriteLine($"{"messages",-22}{"read, rows/s",16}{"learned, rows/s",18}{"reader, µs/row",16}{"broker, µs/row",16}");
        var address = BrokerAddress.Parse(broker.Address);
        foreach (var (name, each, rows, text) in Forms)
        {
            var queue = $"stream-{Guid.NewGuid():N}";
            await WriteAsync(address, queue, each, rows, text);
            var options = new RabbitMqStreamOptions(address, queue, Dimension) { RowsPerMessage = each, BatchSize = BatchRows };
            var read = await MedianAsync(() => RabbitMqStream.Batches(options).Select(batch => batch.Position!.Value), rows, broker);
            var online = new OnlineOptions(Components) { Threads = 1 };
            var learned = await MedianAsync(() => RabbitMqStream.Batches(options).FollowMixtureAsync(online).Select(state => state.Position), rows, broker);
            Console.WriteLine($"{name,-22}{read.Rate,16:N0}{learned.Rate,18:N0}{learned.Reader * 1e6,16:F2}{learned.Broker * 1e6,16:F2}");
            if (each == Forms[0].RowsEach)
                Console.WriteLine($"{"",-22}target {Target:N0}: {(learned.Rate >= Target ? "met" : "NOT MET")}");
        }
    }

    private static string Row(Samples rows) => string.Join(",", rows[0].Select(value => FormattableString.Invariant($"{value:R}")));

    private static async Task WriteAsync(BrokerAddress address, string queue, int each, int rows, Func<Samples, byte[]?> text)
    {
        await RabbitMqStream.DeclareAsync(address, queue);
        await using var writer = await RabbitMqStreamWriter.OpenAsync(address, queue, each);
        var random = new Random(1);
        for (var row = 0; row < rows; row += each)
        {
            var samples = Samples.From(Enumerable.Range(0, each * Dimension).Select(i => (5.0 * ((row + (i / Dimension)) % Components)) + random.NextDouble() + random.NextDouble() - 1).ToArray(), Dimension);
            if (text(samples) is { } message)
                await writer.WriteAsync(message);
            else
                await writer.WriteAsync(samples);
        }

        await writer.FlushAsync();
    }

    /// <summary>Rows a second from the first batch to the last, and seconds of the processor a row.</summary>
    private static async Task<(double Rate, double Reader, double Broker)> MedianAsync(Func<IAsyncEnumerable<long>> positions, int rows, LocalBroker broker)
    {
        var rates = new List<(double Rate, double Reader, double Broker)>();
        for (var round = 0; round < RoundsBefore + Rounds; round++)
        {
            var (start, first, reader, served) = (0L, 0L, 0.0, 0.0);
            await foreach (var position in positions())
            {
                if (start == 0)
                    (start, first, reader, served) = (Stopwatch.GetTimestamp(), position, ProcessorTime.Of(Environment.ProcessId), Family.ProcessorSeconds(broker.Watcher));
                if (position >= rows)
                    break;
            }

            var count = rows - first;
            rates.Add((count / Stopwatch.GetElapsedTime(start).TotalSeconds, (ProcessorTime.Of(Environment.ProcessId) - reader) / count, (Family.ProcessorSeconds(broker.Watcher) - served) / count));
        }

        return rates.Skip(RoundsBefore).OrderBy(rate => rate.Rate).ElementAt(Rounds / 2);
    }
}

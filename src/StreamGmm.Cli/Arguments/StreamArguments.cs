using System.CommandLine;
using StreamGmm.Cli.Clusters;

namespace StreamGmm.Cli.Arguments;

/// <summary>The options that say which stream of a broker is followed.</summary>
internal sealed class StreamArguments
{
    private readonly ClusterArguments cluster = new("Follow a stream of messages: --queue names it.");

    private readonly Option<string?> queue = Parsed.Text(
        "--queue",
        "NAME",
        "The queue whose rows are followed, which must be a stream (x-queue-type: stream). Its messages are rows as the library writes them, JSON arrays or objects (name the fields with --columns), or lines of CSV.",
        "the name of a queue was expected, of 1 to 255 bytes",
        (string text, out string? value) => (value = text).Length > 0 && System.Text.Encoding.UTF8.GetByteCount(text) <= RabbitMqStreamOptions.LongestQueue);

    private readonly Option<int?> rowsPerMessage = Parsed.Whole("--rows-per-message", "N", "The most rows of a message. It is part of a position: the same for all runs with a state. [default: 1]", 1);

    public IEnumerable<Option> All => [cluster.Broker, queue, rowsPerMessage];

    /// <summary>The stream that is asked for, of rows with any number of features as yet; null where none is.</summary>
    public RabbitMqStreamOptions? Read(ParseResult result)
    {
        var place = cluster.Read(result);
        if (place is null && (result.GetValue(queue) is not null || result.GetValue(rowsPerMessage) is not null))
            throw new UsageException($"{(result.GetValue(queue) is null ? "--rows-per-message" : "--queue")} is given and --cluster is not: it belongs to a stream of a broker. Say --cluster too, or leave it out.");
        if (place is null)
            return null;
        return result.GetValue(queue) is { } name
            ? new RabbitMqStreamOptions(Brokers.Address(place), name, 1) { RowsPerMessage = result.GetValue(rowsPerMessage) ?? 1 }
            : throw new UsageException("--cluster is given and --queue is not: the name of a stream was expected. Say --queue NAME.");
    }
}

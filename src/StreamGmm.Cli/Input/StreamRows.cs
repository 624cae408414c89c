using System.Globalization;
using StreamGmm.Cli.Clusters;

namespace StreamGmm.Cli.Input;

/// <summary>The batches of a broker's stream, in the terms of the command line.</summary>
internal sealed class StreamRows(RabbitMqStreamOptions options, long from, Shell shell)
{
    /// <summary>The names of the features, where they have names.</summary>
    public IReadOnlyList<string>? Columns => options.Columns;

    /// <summary>D.</summary>
    public int Dimension => options.Dimension;

    /// <summary>What positions count in: the address of the broker may change, its stream not.</summary>
    public string Source => SourceOf(options);

    /// <summary>The rows of a batch.</summary>
    public int BatchSize => options.BatchSize;

    /// <summary>The stream from a state on; D is that of the columns, of the state, or else of the first message.</summary>
    public static StreamRows Open(RabbitMqStreamOptions stream, ReadOptions reading, int? batch, SavedState? saved, string? statePath, Shell shell, Action<string> note)
    {
        if (saved?.Unfinished is not null)
            throw new UsageException($"The state of '{statePath}' keeps rows that wait, as one of a file or standard input does: a stream gives them again. Begin anew with another file.");
        RequireSource(SourceOf(stream), saved, statePath, note);
        var columns = reading.Columns ?? saved?.Columns;
        var before = saved?.Columns?.Count ?? saved?.State.Current?.Dimension;
        if (columns is not null && before is not null && columns.Count != before)
            throw new UsageException($"--columns names {columns.Count} features ({DataInput.Shorten(columns)}), the state of '{statePath}' has {before}: they must agree.");
        stream = stream with { Weights = reading.Weights, Labels = reading.Labels, Disconnected = Each(note) };
        var dimension = columns?.Count ?? before ?? Told(() => FirstMessage.DimensionAsync(stream, shell.Cancelled).GetAwaiter().GetResult());
        var options = new RabbitMqStreamOptions(stream.Broker, stream.Queue, dimension)
        {
            Columns = columns,
            Weights = stream.Weights,
            Labels = stream.Labels,
            RowsPerMessage = stream.RowsPerMessage,
            Disconnected = stream.Disconnected,
        };
        return new StreamRows(options with { BatchSize = batch ?? options.BatchSize }, saved?.State.Position ?? 0, shell);
    }

    /// <summary>The batches, each when it is asked for, for ever.</summary>
    /// <exception cref="OperationCanceledException">The run is cancelled.</exception>
    public IEnumerable<Batch> Batches()
    {
        var batches = Told(() => RabbitMqStream.Batches(options, from, shell.Cancelled).GetAsyncEnumerator(CancellationToken.None));
        try
        {
            while (Told(() => batches.MoveNextAsync().AsTask().GetAwaiter().GetResult()))
                yield return batches.Current;
        }
        finally
        {
            batches.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>A message of the library, with the options of the command line for what it calls them.</summary>
    public static string Told(string text) => Brokers.Told(text)
        .Replace($"RowsPerMessage", "--rows-per-message", StringComparison.Ordinal)
        .Replace("OnBadBatch.Skip", "--on-bad-row skip", StringComparison.Ordinal)
        .Replace("with RabbitMqStream.DeclareAsync or with x-queue-type: stream", "with x-queue-type: stream", StringComparison.Ordinal)
        .Replace(", or say MissingValues.Marginalize where it is a feature", "", StringComparison.Ordinal)
        .Replace("with Columns", "with --columns", StringComparison.Ordinal);

    private static string SourceOf(RabbitMqStreamOptions stream) =>
        string.Create(CultureInfo.InvariantCulture, $"stream '{stream.Queue}', {stream.RowsPerMessage} rows a message at most");

    private static void RequireSource(string source, SavedState? saved, string? statePath, Action<string> note)
    {
        if (saved is null || saved.Source == source)
            return;
        if (saved.Source is { } other)
            throw new UsageException($"The state of '{statePath}' is one of {other}, and {source} was to be followed: its positions mean nothing there. Name the same --queue and --rows-per-message, or begin anew with another file.");
        if (saved.Position > 0)
            note($"The state of '{statePath}' does not say of which stream it is: it is taken for one of {source}.");
    }

    /// <summary>Says what is new: a broker that is away is asked several times a second.</summary>
    private static Action<BrokerException> Each(Action<string> note)
    {
        string? last = null;
        return fault =>
        {
            if (fault.Message != last)
                note(Brokers.Told(last = fault.Message));
        };
    }

    private static T Told<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (BrokerException e)
        {
            throw new IOException(Told(e.Message), e);
        }
        catch (InvalidDataException e)
        {
            throw new UsageException(Told(e.Message), e);
        }
    }
}

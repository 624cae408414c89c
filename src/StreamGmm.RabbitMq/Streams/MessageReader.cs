namespace StreamGmm;

/// <summary>Reads the rows of messages, whatever form they have.</summary>
internal sealed class MessageReader
{
    private readonly RabbitMqStreamOptions options;
    private readonly JsonRowsFormat json;
    private readonly CsvRowsFormat csv;

    public MessageReader(RabbitMqStreamOptions options)
    {
        var fields = new RowFields(options);
        (this.options, json, csv) = (options, new JsonRowsFormat(fields), new CsvRowsFormat(fields));
        Rows = new MessageRows(options.Dimension, options.MissingValues);
    }

    /// <summary>The rows of the message last read.</summary>
    public MessageRows Rows { get; }

    /// <summary>Reads a message; null, or why it cannot be taken.</summary>
    /// <remarks>Any bytes end in one of the two.</remarks>
    public InvalidDataException? Read(ReadOnlyMemory<byte> body, long offset)
    {
        Rows.Clear();
        try
        {
            ReadRows(body);
            Rows.RequireSound();
            return Rows.Count <= options.RowsPerMessage ? null : Refusal(
                offset, $"it has {Rows.Count} rows, at most {options.RowsPerMessage} were expected. Say how many a message may have with RowsPerMessage.");
        }
        catch (Exception e) when (options.Selector is not null || e is InvalidDataException or ArgumentException or InvalidOperationException or FormatException)
        {
            return Refusal(offset, e.Message.Split(" (Parameter '")[0], e);
        }
    }

    private void ReadRows(ReadOnlyMemory<byte> body)
    {
        var bytes = body.Span;
        if (options.Selector is { } selector)
        {
            Rows.Add(selector(body));
            return;
        }

        if (RowFrame.IsOne(bytes))
        {
            RowFrame.Read(bytes, Rows);
            return;
        }

        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes["\uFEFF"u8.Length..];
        var first = bytes.IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0)
            throw new InvalidDataException("it is empty.");
        if (bytes[first] is (byte)'[' or (byte)'{')
            json.Read(bytes[first..], Rows);
        else
            csv.Read(bytes, Rows);
    }

    private InvalidDataException Refusal(long offset, string reason, Exception? cause = null) =>
        new(FormattableString.Invariant($"The message at offset {offset} of stream '{options.Queue}' cannot be read: {reason}"), cause);
}

namespace StreamGmm;

/// <summary>How long a stream keeps its messages: until it is longer or they are older than this. It drops whole segments, the oldest first, and never the one that is written.</summary>
public sealed record RabbitMqStreamRetention
{
    /// <summary>The bytes that are kept; null (the default) for no limit.</summary>
    public long? MaxBytes
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxBytes), value, "A stream keeps one byte at least.");
    }

    /// <summary>How old a message may become, by whole seconds; null (the default) for no limit.</summary>
    public TimeSpan? MaxAge
    {
        get;
        init => field = value is null || value >= TimeSpan.FromSeconds(1) ? value : throw new ArgumentOutOfRangeException(nameof(MaxAge), value, "A stream keeps messages for one second at least.");
    }

    /// <summary>The bytes of a segment; null (the default) for what the broker takes, 500 MB.</summary>
    public long? SegmentBytes
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(SegmentBytes), value, "A segment has one byte at least.");
    }

    /// <summary>The arguments that a queue is declared with.</summary>
    internal Dictionary<string, object?> ToArguments()
    {
        var arguments = new Dictionary<string, object?> { ["x-queue-type"] = "stream" };
        if (MaxBytes is { } bytes)
            arguments["x-max-length-bytes"] = bytes;
        if (MaxAge is { } age)
            arguments["x-max-age"] = FormattableString.Invariant($"{(long)age.TotalSeconds}s");
        if (SegmentBytes is { } segment)
            arguments["x-stream-max-segment-size-bytes"] = segment;
        return arguments;
    }
}

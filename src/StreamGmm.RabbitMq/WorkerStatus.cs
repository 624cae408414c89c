namespace StreamGmm;

/// <summary>What a worker does, and has done since it started.</summary>
public sealed record WorkerStatus
{
    /// <summary>Whether there is a broker now.</summary>
    public bool IsConnected { get; init; }

    /// <summary>Whether the broker is there and takes no messages for now, as its disk or memory is full: the worker waits, and goes on by itself.</summary>
    public bool IsBlocked { get; init; }

    /// <summary>What is wrong at the broker now, and what to try; null where nothing is.</summary>
    public string? Warning { get; init; }

    /// <summary>The block it works on; null for none.</summary>
    public string? Block { get; init; }

    /// <summary>The blocks that wait for it.</summary>
    public int Waiting { get; init; }

    /// <summary>Blocks that were done and answered.</summary>
    public long Answers { get; init; }

    /// <summary>Blocks that could not be done.</summary>
    public long Failures { get; init; }

    /// <summary>Blocks that were given up, as nobody needed them any more.</summary>
    public long Cancelled { get; init; }

    /// <summary>Messages that were not taken: malformed, too long, of another version, or of no fit.</summary>
    public long RefusedMessages { get; init; }

    /// <summary>Why a message was refused last, or why a coordinator refused this worker; null where neither was.</summary>
    public string? LastRefusal { get; init; }
}

namespace StreamGmm;

/// <summary>What a coordinator sees of its cluster, and what happened since it was connected.</summary>
public sealed record ClusterStatus
{
    /// <summary>Whether there is a broker now.</summary>
    public bool IsConnected { get; init; }

    /// <summary>Whether the broker is there and takes no messages for now, as its disk or memory is full: coordinator and workers wait, however long it takes, and go on by themselves.</summary>
    public bool IsBlocked { get; init; }

    /// <summary>What is wrong at the broker now, and what to try; null where nothing is.</summary>
    public string? Warning { get; init; }

    /// <summary>The workers that are there now and are given blocks.</summary>
    public int Workers { get; init; }

    /// <summary>The workers that are there and are given nothing, as they round differently.</summary>
    public int RefusedWorkers { get; init; }

    /// <summary>The blocks of the passes under way.</summary>
    public int Blocks { get; init; }

    /// <summary>Those of them that are done.</summary>
    public int BlocksDone { get; init; }

    /// <summary>Answers that were used.</summary>
    public long Answers { get; init; }

    /// <summary>Answers that came when the block was done already: doubled, or too late.</summary>
    public long LateAnswers { get; init; }

    /// <summary>Blocks that were given to another worker, as the first was gone or slow.</summary>
    public long Redeliveries { get; init; }

    /// <summary>Messages that were not taken: malformed, too long, of another version, or of another fit.</summary>
    public long RefusedMessages { get; init; }

    /// <summary>Why a message or a worker was refused last; null where none was.</summary>
    public string? LastRefusal { get; init; }
}

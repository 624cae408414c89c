namespace StreamGmm.Cli.Input;

/// <summary>Learns rows batch by batch as they come: batches are by count alone, so that a stream cut anywhere and resumed gives the same states.</summary>
internal sealed class Follower(SavedState start, OnlineOptions options, int batch, CancellationToken cancelled)
{
    private readonly List<Samples> waiting = start.Unfinished is { } rest ? [rest.Samples] : [];

    /// <summary>The state after the last whole batch.</summary>
    public OnlineState State { get; private set; } = start.State;

    /// <summary>The position in the stream of the row after the last that was taken.</summary>
    public long Position { get; private set; } = start.Position;

    /// <summary>True when rows were taken.</summary>
    public bool HasMoved => Position > start.Position;

    /// <summary>How many rows wait for more.</summary>
    public int Waiting { get; private set; } = start.Unfinished?.Samples.Count ?? 0;

    /// <summary>How many rows are missing from a batch.</summary>
    public int Missing => Math.Max(0, batch - Waiting);

    /// <summary>The rows of the last batch that was learned; null before there was one.</summary>
    public Samples? Learned { get; private set; }

    /// <summary>The rows that wait for more; null where none do.</summary>
    public Samples? Rest => Waiting > 0 ? Joined() : null;

    /// <summary>The state with the rows learned too that wait for more.</summary>
    public OnlineState Last => Waiting > 0 ? OnlineEm.Next(State, new Batch(Joined(), Position), options, cancelled) : State;

    /// <summary>The state, and beside it the rows that wait for more.</summary>
    public SavedState Saved(IReadOnlyList<string>? columns) => new(State, columns, Waiting > 0 ? new Batch(Joined(), Position) : null);

    /// <summary>Takes the next rows; the position is that of the row after the last.</summary>
    public void Add(Samples rows, long position)
    {
        waiting.Add(rows);
        Waiting += rows.Count;
        Position = position;
    }

    /// <summary>Learns a batch; false where there is no whole one. Cancelled, its rows still wait.</summary>
    public bool LearnBatch()
    {
        cancelled.ThrowIfCancellationRequested();
        if (Missing > 0)
            return false;
        var rows = Joined();
        var rest = Waiting - batch;
        var next = rows.Slice(0, batch);
        State = OnlineEm.Next(State, new Batch(next, Position - rest), options, cancelled);
        Learned = next;
        waiting.Clear();
        if (rest > 0)
            waiting.Add(rows.Slice(batch, rest));
        Waiting = rest;
        return true;
    }

    private Samples Joined()
    {
        if (waiting.Count > 1)
        {
            var all = Samples.Concat(waiting);
            waiting.Clear();
            waiting.Add(all);
        }

        return waiting[0];
    }
}

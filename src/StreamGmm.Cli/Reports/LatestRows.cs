namespace StreamGmm.Cli.Reports;

/// <summary>The last rows of a stream, as many as a report draws.</summary>
internal sealed class LatestRows(int most)
{
    private readonly Queue<Samples> parts = new();
    private int count;

    /// <summary>The rows in the order they came; null where none has.</summary>
    public Samples? All => parts.Count == 0 ? null : Samples.Concat([.. parts]) is var all && all.Count > most ? all.Slice(all.Count - most, most) : all;

    /// <summary>How many rows came.</summary>
    public long Seen { get; private set; }

    public void Add(Samples rows)
    {
        Seen += rows.Count;
        parts.Enqueue(rows);
        count += rows.Count;
        while (count - parts.Peek().Count >= most)
            count -= parts.Dequeue().Count;
    }
}

namespace StreamGmm;

/// <summary>The blocks a worker has read, the latest of them, as many as its memory holds.</summary>
internal sealed class KeptBlocks(IBlockSource source, long memory)
{
    // The latest last.
    private readonly LinkedList<Kept> latest = [];
    private readonly Dictionary<string, LinkedListNode<Kept>> byName = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private long bytes;
    private long losses;

    /// <summary>How many were kept once and are no more.</summary>
    public long Losses
    {
        get
        {
            lock (gate)
                return losses;
        }
    }

    /// <summary>The names of those that are kept.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (gate)
                return [.. byName.Keys];
        }
    }

    /// <summary>Whether all of these are kept.</summary>
    public bool Keeps(IEnumerable<string> names)
    {
        lock (gate)
            return names.All(byName.ContainsKey);
    }

    /// <summary>Reads a block anew, as the first look at it wants.</summary>
    public BlockSummary Summarize(string block, int components, CancellationToken cancellationToken)
    {
        Forget(block);
        var opened = new Once(source);
        var summary = BlockSummary.Read(opened, block, components, cancellationToken);
        Keep(opened.Samples!, summary);
        return summary;
    }

    /// <summary>The samples of a block that was summarized: those that are kept, where they are the same, or read anew.</summary>
    public Samples Open(BlockSummary summary, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (byName.TryGetValue(summary.Block, out var node) && node.Value.Summary.Equals(summary))
            {
                latest.Remove(node);
                latest.AddLast(node);
                return node.Value.Samples;
            }
        }

        Forget(summary.Block);
        var samples = summary.Open(source, cancellationToken);
        Keep(samples, summary);
        return samples;
    }

    private void Keep(Samples samples, BlockSummary summary)
    {
        var kept = new Kept(samples, summary, Bytes(samples));
        if (kept.Bytes > memory)
            return;
        lock (gate)
        {
            while (bytes + kept.Bytes > memory)
                Remove(latest.First!);
            bytes += kept.Bytes;
            byName[summary.Block] = latest.AddLast(kept);
        }
    }

    private void Forget(string block)
    {
        lock (gate)
        {
            if (byName.TryGetValue(block, out var node))
                Remove(node);
        }
    }

    private void Remove(LinkedListNode<Kept> node)
    {
        latest.Remove(node);
        byName.Remove(node.Value.Summary.Block);
        bytes -= node.Value.Bytes;
        losses++;
    }

    /// <summary>At most what the samples take: floats take half.</summary>
    private static long Bytes(Samples samples) =>
        ((long)samples.Count * samples.Dimension * sizeof(double)) + ((samples.Weights?.Length ?? 0) * (long)sizeof(double)) + ((samples.Labels?.Length ?? 0) * (long)sizeof(int));

    private sealed record Kept(Samples Samples, BlockSummary Summary, long Bytes);

    /// <summary>Remembers what was opened.</summary>
    private sealed class Once(IBlockSource source) : IBlockSource
    {
        public IReadOnlyList<string> Blocks => source.Blocks;

        public Samples? Samples { get; private set; }

        public Samples Open(string block, CancellationToken cancellationToken) => Samples = source.Open(block, cancellationToken);
    }
}

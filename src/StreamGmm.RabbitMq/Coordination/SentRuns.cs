namespace StreamGmm;

/// <summary>The runs of a pass that workers have and that are not answered: no two have a block in common.</summary>
internal sealed class SentRuns(int count)
{
    private readonly LinkedListNode<SentRun>?[] nodes = new LinkedListNode<SentRun>?[count];

    /// <summary>By weight, those that were given to a worker earlier first.</summary>
    private readonly Dictionary<int, LinkedList<SentRun>> byWeight = [];

    /// <summary>The run in which a block is; null where no worker has it.</summary>
    public SentRun? Around(int place) => nodes[place]?.Value;

    /// <summary>A worker is given a run.</summary>
    public void Add(SentRun sent)
    {
        if (!byWeight.TryGetValue(sent.Weight, out var order))
            byWeight.Add(sent.Weight, order = []);
        nodes.AsSpan(sent.Run.First, sent.Run.Count).Fill(order.AddLast(sent));
    }

    /// <summary>A run is answered, or its worker has it no more.</summary>
    public void Remove(SentRun sent)
    {
        var node = nodes[sent.Run.First]!;
        node.List!.Remove(node);
        nodes.AsSpan(sent.Run.First, sent.Run.Count).Clear();
    }

    /// <summary>Of those that are waited for longer than so long a block, and than a least time, the one that is waited for longest; null where there is none.</summary>
    public SentRun? Overdue(TimeSpan now, TimeSpan each, TimeSpan least)
    {
        SentRun? found = null;
        foreach (var (weight, order) in byWeight)
        {
            var most = Math.Max(least.Ticks, (double)each.Ticks * weight);
            if (order.First?.Value is { } sent && (now - sent.Time).Ticks > most && !(found?.Time <= sent.Time))
                found = sent;
        }

        return found;
    }

    /// <summary>All are waited for from now on.</summary>
    public void Restart(TimeSpan now)
    {
        foreach (var sent in byWeight.Values.SelectMany(order => order))
            sent.Time = now;
    }
}

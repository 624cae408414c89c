namespace StreamGmm;

/// <summary>The blocks of a pass that workers have and that are not answered: who has each, and since when.</summary>
internal sealed class SentBlocks(int count)
{
    private readonly LinkedListNode<int>?[] nodes = new LinkedListNode<int>?[count];
    private readonly List<WorkerEntry>?[] holders = new List<WorkerEntry>?[count];
    private readonly TimeSpan[] times = new TimeSpan[count];
    private readonly LinkedList<int> order = [];

    /// <summary>The blocks with the time they were given to a worker last, the earliest first.</summary>
    public IEnumerable<(int Place, TimeSpan Time)> Earliest
    {
        get
        {
            for (var node = order.First; node is not null; node = node.Next)
                yield return (node.Value, times[node.Value]);
        }
    }

    /// <summary>The workers that have a block.</summary>
    public IReadOnlyList<WorkerEntry> Holders(int place) => holders[place] ?? [];

    /// <summary>A worker is given a block.</summary>
    public void Add(int place, WorkerEntry worker, TimeSpan now)
    {
        (holders[place] ??= new(1)).Add(worker);
        if (nodes[place] is { } node)
            order.Remove(node);
        (nodes[place], times[place]) = (order.AddLast(place), now);
    }

    /// <summary>A worker has a block no more, without an answer.</summary>
    /// <returns>True where no other has it.</returns>
    public bool Return(int place, WorkerEntry worker)
    {
        if (holders[place] is not { } workers || !workers.Remove(worker) || workers.Count > 0)
            return false;
        Remove(place);
        return true;
    }

    /// <summary>A block is answered.</summary>
    public void Remove(int place)
    {
        if (nodes[place] is { } node)
            order.Remove(node);
        (nodes[place], holders[place]) = (null, null);
    }
}

namespace StreamGmm;

/// <summary>The blocks of a pass that no worker has now and that are not answered, in their order and by who keeps them in memory: the next of either kind is found without a look at the others.</summary>
internal sealed class UnsentBlocks
{
    private readonly IReadOnlyList<BlockTask> tasks;
    private readonly Keepers keepers;
    private readonly SortedSet<int> all = [];
    private readonly SortedSet<int> loose = [];
    private readonly Dictionary<WorkerEntry, SortedSet<int>> kept = [];

    /// <summary>All blocks.</summary>
    public UnsentBlocks(IReadOnlyList<BlockTask> tasks, Keepers keepers)
    {
        (this.tasks, this.keepers) = (tasks, keepers);
        for (var place = 0; place < tasks.Count; place++)
            Add(place);
    }

    public int Count => all.Count;

    public IEnumerable<int> All => all;

    /// <summary>Those that no worker keeps.</summary>
    public IEnumerable<int> Loose => loose;

    /// <summary>Those that a worker keeps.</summary>
    public IEnumerable<int> KeptBy(WorkerEntry worker) => kept.TryGetValue(worker, out var places) ? places : [];

    public void Add(int place)
    {
        all.Add(place);
        var workers = keepers.Of(tasks[place].Block);
        if (workers.Count == 0)
            loose.Add(place);
        foreach (var worker in workers)
            Note(worker, place);
    }

    /// <returns>False where it was none of them.</returns>
    public bool Remove(int place)
    {
        if (!all.Remove(place))
            return false;
        var workers = keepers.Of(tasks[place].Block);
        if (workers.Count == 0)
            loose.Remove(place);
        foreach (var worker in workers)
            kept[worker].Remove(place);
        return true;
    }

    /// <summary>A worker keeps a block from now on.</summary>
    public void Keep(WorkerEntry worker, int place)
    {
        if (!all.Contains(place))
            return;
        loose.Remove(place);
        Note(worker, place);
    }

    /// <summary>A worker keeps a block no more.</summary>
    public void Forget(WorkerEntry worker, int place)
    {
        if (!all.Contains(place))
            return;
        kept[worker].Remove(place);
        if (keepers.Of(tasks[place].Block).Count == 0)
            loose.Add(place);
    }

    private void Note(WorkerEntry worker, int place)
    {
        if (!kept.TryGetValue(worker, out var places))
            kept.Add(worker, places = []);
        places.Add(place);
    }
}

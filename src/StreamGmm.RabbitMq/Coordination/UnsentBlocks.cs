namespace StreamGmm;

/// <summary>The blocks of a pass that no worker has now and that are not answered, by who keeps them in memory: the next run of either kind is found without a look at the others.</summary>
internal sealed class UnsentBlocks
{
    private readonly IReadOnlyList<BlockTask> tasks;
    private readonly Keepers keepers;
    private readonly Dictionary<WorkerEntry, RunSet> kept = [];
    private readonly HashSet<int> alone = [];

    /// <summary>All blocks.</summary>
    public UnsentBlocks(IReadOnlyList<BlockTask> tasks, Keepers keepers)
    {
        (this.tasks, this.keepers) = (tasks, keepers);
        for (var place = 0; place < tasks.Count; place++)
            Add(place);
    }

    public int Count => All.Count;

    public RunSet All { get; } = new();

    /// <summary>Those that no worker keeps.</summary>
    public RunSet Loose { get; } = new();

    /// <summary>Those that a worker keeps; null for none.</summary>
    public RunSet? KeptBy(WorkerEntry worker) => kept.GetValueOrDefault(worker);

    public void Add(int place)
    {
        All.Add(place, alone.Contains(place));
        var workers = keepers.Of(tasks[place].Block);
        if (workers.Count == 0)
            Loose.Add(place, alone.Contains(place));
        foreach (var worker in workers)
            Note(worker, place);
    }

    /// <summary>Takes out the blocks of a run.</summary>
    /// <returns>How many of them were there.</returns>
    public int Remove(Run run)
    {
        var count = All.Remove(run);
        if (count == 0)
            return 0;
        Loose.Remove(run);
        foreach (var worker in KeepersOf(run))
            kept.GetValueOrDefault(worker)?.Remove(run);
        return count;
    }

    /// <summary>A block is part of no run from now on.</summary>
    public void Isolate(int place)
    {
        if (!alone.Add(place) || Remove(Run.Of(place)) == 0)
            return;
        Add(place);
    }

    /// <summary>A worker keeps a block from now on.</summary>
    public void Keep(WorkerEntry worker, int place)
    {
        if (!All.Contains(place))
            return;
        Loose.Remove(Run.Of(place));
        Note(worker, place);
    }

    /// <summary>A worker keeps a block no more.</summary>
    public void Forget(WorkerEntry worker, int place)
    {
        if (!All.Contains(place))
            return;
        kept[worker].Remove(Run.Of(place));
        if (keepers.Of(tasks[place].Block).Count == 0)
            Loose.Add(place, alone.Contains(place));
    }

    private IReadOnlyCollection<WorkerEntry> KeepersOf(Run run) => run.Height == 0
        ? keepers.Of(tasks[run.First].Block)
        : Enumerable.Range(run.First, run.Count).SelectMany(place => keepers.Of(tasks[place].Block)).ToHashSet();

    private void Note(WorkerEntry worker, int place)
    {
        if (!kept.TryGetValue(worker, out var places))
            kept.Add(worker, places = new RunSet());
        places.Add(place, alone.Contains(place));
    }
}

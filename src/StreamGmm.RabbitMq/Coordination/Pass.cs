namespace StreamGmm;

/// <summary>One call over all blocks: what is to be done with each, and what came of it.</summary>
internal sealed class Pass
{
    private readonly Action<int, BlockResult> collect;
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly bool[] isAnswered;
    private readonly SortedDictionary<int, (HashSet<string> Queues, string Fault)> failures = [];

    /// <summary>A pass with nothing done.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="tasks">What to do, in the order of the blocks.</param>
    /// <param name="mixture">What workers are told before their first task; null for nothing.</param>
    /// <param name="collect">Takes the answer to the task of that place, one to each; throws an <see cref="ArgumentException"/> where it does not fit.</param>
    /// <param name="keepers">Who keeps which blocks; the pass is told of what changes.</param>
    public Pass(long number, IReadOnlyList<BlockTask> tasks, Message.Mixture? mixture, Action<int, BlockResult> collect, Keepers keepers)
    {
        (Number, Tasks, Mixture, this.collect) = (number, tasks, mixture, collect);
        for (var i = 0; i < tasks.Count; i++)
        {
            if (!places.TryAdd(tasks[i].Block, i))
                throw new ArgumentException($"Block '{tasks[i].Block}' is there twice: the names of blocks must be different.", nameof(tasks));
        }

        isAnswered = new bool[tasks.Count];
        (Unsent, Sent) = (new UnsentBlocks(tasks, keepers), new SentBlocks(tasks.Count));
        Remaining = tasks.Count;
    }

    public long Number { get; }

    public IReadOnlyList<BlockTask> Tasks { get; }

    public Message.Mixture? Mixture { get; }

    /// <summary>The blocks that no worker has now and that are not answered.</summary>
    public UnsentBlocks Unsent { get; }

    /// <summary>The blocks that workers have and that are not answered.</summary>
    public SentBlocks Sent { get; }

    /// <summary>The blocks without an answer.</summary>
    public int Remaining { get; private set; }

    /// <summary>Done when all is collected.</summary>
    public TaskCompletionSource Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The place of a block; −1 where it is none of this pass.</summary>
    public int PlaceOf(string block) => places.GetValueOrDefault(block, -1);

    public bool IsAnswered(int place) => isAnswered[place];

    /// <summary>Keeps an answer: the first counts.</summary>
    /// <returns>False where there was one.</returns>
    /// <exception cref="ArgumentException">It does not fit the task.</exception>
    public bool Keep(int place, BlockResult result)
    {
        if (IsAnswered(place))
            return false;
        collect(place, result);
        isAnswered[place] = true;
        Unsent.Remove(place);
        Sent.Remove(place);
        if (--Remaining == 0)
            Completion.TrySetResult();
        return true;
    }

    /// <summary>A worker could not do a block.</summary>
    public void NoteFailure(int place, WorkerEntry worker, string message)
    {
        var queues = failures.TryGetValue(place, out var before) ? before.Queues : new(StringComparer.Ordinal);
        queues.Add(worker.Queue);
        failures[place] = (queues, $"{message} (worker '{worker.Name}', and {queues.Count - 1} others)");
    }

    public bool HasFailedOn(int place, string queue) => failures.TryGetValue(place, out var failed) && failed.Queues.Contains(queue);

    /// <summary>Why the pass cannot come to its end: there is a block that no worker has, and that so many have failed on, or all that are there; null where there is none.</summary>
    public BlockException? Fault(int mostFailures, IReadOnlyCollection<string> queues)
    {
        foreach (var (place, (failed, fault)) in failures)
        {
            if (!isAnswered[place] && Sent.Holders(place).Count == 0 && (failed.Count >= mostFailures || failed.IsSupersetOf(queues)))
                return new BlockException(Tasks[place].Block, fault);
        }

        return null;
    }
}

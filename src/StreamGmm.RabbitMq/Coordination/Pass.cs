namespace StreamGmm;

/// <summary>One call over all blocks: what is to be done with each, and what came of it.</summary>
internal sealed class Pass
{
    private readonly Action<Run, BlockResult> collect;
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly bool[] isAnswered;
    private readonly SortedDictionary<int, (HashSet<string> Queues, string Fault)> failures = [];

    /// <summary>A pass with nothing done.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="tasks">What to do, in the order of the blocks.</param>
    /// <param name="mixture">What workers are told before their first task; null for nothing.</param>
    /// <param name="collect">Takes the answer to the tasks of a run, one to each; throws an <see cref="ArgumentException"/> where it does not fit.</param>
    /// <param name="keepers">Who keeps which blocks; the pass is told of what changes.</param>
    public Pass(long number, IReadOnlyList<BlockTask> tasks, Message.Mixture? mixture, Action<Run, BlockResult> collect, Keepers keepers)
    {
        (Number, Tasks, Mixture, this.collect) = (number, tasks, mixture, collect);
        for (var i = 0; i < tasks.Count; i++)
        {
            if (!places.TryAdd(tasks[i].Block, i))
                throw new ArgumentException($"Block '{tasks[i].Block}' is there twice: the names of blocks must be different.", nameof(tasks));
        }

        isAnswered = new bool[tasks.Count];
        (Unsent, Sent) = (new UnsentBlocks(tasks, keepers), new SentRuns(tasks.Count));
        Remaining = tasks.Count;
        MostHeight = BlockBody.MostHeight(tasks);
    }

    public long Number { get; }

    public IReadOnlyList<BlockTask> Tasks { get; }

    public Message.Mixture? Mixture { get; }

    /// <summary>The longest run that one task can be for: single blocks where answers do not add up.</summary>
    public int MostHeight { get; }

    /// <summary>The blocks that no worker has now and that are not answered.</summary>
    public UnsentBlocks Unsent { get; }

    /// <summary>The runs that workers have and that are not answered.</summary>
    public SentRuns Sent { get; }

    /// <summary>The blocks without an answer.</summary>
    public int Remaining { get; private set; }

    /// <summary>Done when all is collected.</summary>
    public TaskCompletionSource Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The place of a block; −1 where it is none of this pass.</summary>
    public int PlaceOf(string block) => places.GetValueOrDefault(block, -1);

    public bool IsAnswered(int place) => isAnswered[place];

    /// <summary>The task for a run.</summary>
    public BlockTask TaskOf(Run run) => run.Height == 0
        ? Tasks[run.First]
        : new BlockTask.Expect([.. Enumerable.Range(run.First, run.Count).Select(place => ((BlockTask.Expect)Tasks[place]).Summaries[0])]);

    /// <summary>Keeps an answer: the first counts. Nothing of a run that was answered in parts is counted as a whole, nor a part of one that is on its way as a whole.</summary>
    /// <returns>False where it is of no use.</returns>
    /// <exception cref="ArgumentException">It does not fit the task.</exception>
    public bool Keep(Run run, BlockResult result)
    {
        if (isAnswered.AsSpan(run.First, run.Count).Contains(true) || Sent.Around(run.First)?.Run.Height > run.Height)
            return false;
        collect(run, result);
        isAnswered.AsSpan(run.First, run.Count).Fill(true);
        Unsent.Remove(run);
        for (var place = run.First; place < run.End; place++)
        {
            if (Sent.Around(place) is { } sent)
                Sent.Remove(sent);
        }

        if ((Remaining -= run.Count) == 0)
            Completion.TrySetResult();
        return true;
    }

    /// <summary>A worker is given a run.</summary>
    public void Send(Run run, WorkerEntry worker, int weight, TimeSpan now)
    {
        Unsent.Remove(run);
        Sent.Add(new SentRun(run, worker, weight) { Time = now });
    }

    /// <summary>A run is waited for from that worker no more: its blocks are there for others.</summary>
    /// <returns>How many of them nobody has answered and nobody else has.</returns>
    public int TakeBack(Run run, WorkerEntry worker)
    {
        if (Sent.Around(run.First) is not { } sent || sent.Run != run || sent.Worker != worker)
            return 0;
        Sent.Remove(sent);
        for (var place = run.First; place < run.End; place++)
            Unsent.Add(place);
        return run.Count;
    }

    /// <summary>A worker could not do a block: it gets it no more, and nobody gets it with others.</summary>
    public void NoteFailure(int place, WorkerEntry worker, string message)
    {
        var queues = failures.TryGetValue(place, out var before) ? before.Queues : new(StringComparer.Ordinal);
        queues.Add(worker.Queue);
        failures[place] = (queues, $"{message} (worker '{worker.Name}', and {queues.Count - 1} others)");
        Unsent.Isolate(place);
    }

    public bool HasFailedOn(int place, string queue) => failures.TryGetValue(place, out var failed) && failed.Queues.Contains(queue);

    /// <summary>Why the pass cannot come to its end: there is a block that no worker has, and that so many have failed on, or all that are there; null where there is none.</summary>
    public BlockException? Fault(int mostFailures, IReadOnlyCollection<string> queues)
    {
        foreach (var (place, (failed, fault)) in failures)
        {
            if (!isAnswered[place] && Sent.Around(place) is null && (failed.Count >= mostFailures || failed.IsSupersetOf(queues)))
                return new BlockException(Tasks[place].Block, fault);
        }

        return null;
    }
}

namespace StreamGmm;

/// <summary>One call over all blocks: what is to be done with each, and what came of it.</summary>
internal sealed class Pass
{
    private readonly Func<BlockTask, BlockResult, object> accept;
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly object?[] results;
    private readonly HashSet<string>?[] failedOn;

    /// <summary>A pass with nothing done.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="tasks">What to do, in the order of the blocks.</param>
    /// <param name="mixture">What workers are told before their first task; null for nothing.</param>
    /// <param name="accept">Makes of an answer what the pass collects; throws an <see cref="ArgumentException"/> where it does not fit the task.</param>
    /// <param name="keepers">Who keeps which blocks; the pass is told of what changes.</param>
    public Pass(long number, IReadOnlyList<BlockTask> tasks, Message.Mixture? mixture, Func<BlockTask, BlockResult, object> accept, Keepers keepers)
    {
        (Number, Tasks, Mixture, this.accept) = (number, tasks, mixture, accept);
        for (var i = 0; i < tasks.Count; i++)
        {
            if (!places.TryAdd(tasks[i].Block, i))
                throw new ArgumentException($"Block '{tasks[i].Block}' is there twice: the names of blocks must be different.", nameof(tasks));
        }

        results = new object?[tasks.Count];
        failedOn = new HashSet<string>?[tasks.Count];
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

    /// <summary>What came of each block, in order, once all is there.</summary>
    public TaskCompletionSource<IReadOnlyList<object>> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The place of a block; −1 where it is none of this pass.</summary>
    public int PlaceOf(string block) => places.GetValueOrDefault(block, -1);

    public bool IsAnswered(int place) => results[place] is not null;

    /// <summary>Keeps an answer: the first counts.</summary>
    /// <returns>False where there was one.</returns>
    /// <exception cref="ArgumentException">It does not fit the task.</exception>
    public bool Keep(int place, BlockResult result)
    {
        if (IsAnswered(place))
            return false;
        results[place] = accept(Tasks[place], result);
        Unsent.Remove(place);
        Sent.Remove(place);
        if (--Remaining == 0)
            Completion.TrySetResult(results!);
        return true;
    }

    public void NoteFailure(int place, string queue) => (failedOn[place] ??= new(StringComparer.Ordinal)).Add(queue);

    public bool HasFailedOn(int place, string queue) => failedOn[place]?.Contains(queue) == true;

    public int Failures(int place) => failedOn[place]?.Count ?? 0;
}

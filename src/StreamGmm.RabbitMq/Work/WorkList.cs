namespace StreamGmm;

/// <summary>What a worker has to do, in the order it came. A task that comes again while it waits is one task; its answer goes where the last one wants it. For several threads at once.</summary>
internal sealed class WorkList : IDisposable
{
    /// <summary>More tasks than this no coordinator sends.</summary>
    private const int MostWaiting = 256;

    /// <summary>Passes of coordinators that died without a word are forgotten when so many others have come.</summary>
    private const int MostPasses = 32;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim ready = new(0);
    private readonly LinkedList<WorkPass> passes = [];
    private readonly LinkedList<(WorkPass Pass, Message.Task Task)> waiting = [];
    private (WorkPass Pass, Message.Task Task)? current;

    /// <summary>The blocks that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
                return waiting.Sum(item => item.Task.Value.Blocks);
        }
    }

    /// <summary>Whether anything is worked on or waits.</summary>
    public bool IsBusy
    {
        get
        {
            lock (gate)
                return current is not null || waiting.Count > 0;
        }
    }

    /// <summary>Takes the mixture of a pass.</summary>
    public Refusal? Take(Message.Mixture mixture)
    {
        lock (gate)
        {
            if (Find(mixture.Coordinator, mixture.Pass) is null)
                Add(new WorkPass((mixture.Coordinator, mixture.Pass), mixture));
            return null;
        }
    }

    /// <summary>Takes a task, or says why not.</summary>
    public Refusal? Take(Message.Task task)
    {
        lock (gate)
        {
            var pass = Find(task.Coordinator, task.Pass);
            if (task.Value is BlockTask.Expect expect && (pass?.Mixture is not { } mixture || expect.Summaries.Any(summary => mixture.Value.Dimension != summary.Dimension)))
                return new Refusal(RefusalReason.WrongFit, "A task of a fit whose mixture was not told, or is of other features.");
            if (current is { } now && now.Pass == pass && IsSame(now.Task, task))
            {
                current = (now.Pass, task);
                return null;
            }

            for (var node = waiting.First; node is not null; node = node.Next)
            {
                if (IsSame(node.Value.Task, task))
                {
                    node.Value = (node.Value.Pass, task);
                    return null;
                }
            }

            if (waiting.Count == MostWaiting)
                return new Refusal(RefusalReason.WrongFit, $"A task where {MostWaiting} wait already.");
            waiting.AddLast((pass ?? Add(new WorkPass((task.Coordinator, task.Pass), null)), task));
            ready.Release();
            return null;
        }
    }

    /// <summary>A pass is over: what waits for it is forgotten, and what is worked on for it is cancelled.</summary>
    public void End(Guid coordinator, long pass)
    {
        lock (gate)
        {
            if (Find(coordinator, pass) is { } found)
                Remove(found);
        }
    }

    /// <summary>All passes are over.</summary>
    public void EndAll()
    {
        lock (gate)
        {
            while (passes.First is { } first)
                Remove(first.Value);
        }
    }

    /// <summary>Waits for the next task.</summary>
    public async Task<(WorkPass Pass, Message.Task Task)> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await ready.WaitAsync(cancellationToken).ConfigureAwait(false);
            lock (gate)
            {
                if (waiting.First is not { } first)
                    continue;
                waiting.RemoveFirst();
                current = first.Value;
                return first.Value;
            }
        }
    }

    /// <summary>The task that was worked on is done.</summary>
    /// <returns>The task as it came last, for its answer.</returns>
    public Message.Task Done()
    {
        lock (gate)
        {
            var done = current!.Value.Task;
            current = null;
            return done;
        }
    }

    public void Dispose() => ready.Dispose();

    private static bool IsSame(Message.Task one, Message.Task other) =>
        one.Coordinator == other.Coordinator && one.Pass == other.Pass && one.Value.Block == other.Value.Block && one.Value.Blocks == other.Value.Blocks;

    private WorkPass? Find(Guid coordinator, long number) => passes.FirstOrDefault(pass => pass.Key == (coordinator, number));

    private WorkPass Add(WorkPass pass)
    {
        if (passes.Count == MostPasses)
            Remove(passes.First!.Value);
        passes.AddLast(pass);
        return pass;
    }

    private void Remove(WorkPass pass)
    {
        passes.Remove(pass);
        for (var node = waiting.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Pass == pass)
                waiting.Remove(node);
            node = next;
        }

        pass.Over.Cancel();
    }
}

namespace StreamGmm;

/// <summary>Decides which worker gets which blocks when. It knows no broker and no clock: what happened and when is told, what to say is left in <see cref="Outbox"/>. Not for several threads at once.</summary>
/// <remarks>
/// Nothing hangs on messages arriving, or arriving once: what a worker was given and has not answered is given to another when that worker is gone or slow, and of several answers to a block the first counts.
/// All answers to a block are equal, so that which one is first changes nothing.
/// Where blocks are many more than workers, a task is for a run of them that the worker adds up: long ones first and single blocks at the end. The sum of a run is one of those in the tree of all, so that the bits are the same.
/// </remarks>
internal sealed partial class Dispatcher(Guid coordinator, Kernel kernel, DispatchRules rules)
{
    private readonly Dictionary<string, WorkerEntry> workers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> refusedWorkers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, Pass> passes = [];
    private readonly Durations[] durations = [.. Enum.GetValues<BlockWork>().Select(_ => new Durations())];
    private readonly Durations effort = new();
    private double taskSeconds;
    private string? reply;
    private long lastPass;
    private TimeSpan lastWorker;
    private TimeSpan behind;
    private string? warning;

    /// <summary>What is to be said, in order.</summary>
    public Queue<Outgoing> Outbox { get; } = new();

    /// <summary>What happened so far.</summary>
    public ClusterStatus Status { get; private set; } = new();

    /// <summary>The most tasks that a worker has now.</summary>
    internal int MostOutstanding => workers.Values.Select(worker => worker.Outstanding.Count).DefaultIfEmpty().Max();

    /// <summary>There is a broker again, and answers come to a queue of this name. All workers are unknown until they say hello.</summary>
    /// <param name="queue">The name of the queue.</param>
    /// <param name="warning">What is not as it should be at the broker; null where all is.</param>
    /// <param name="now">The time.</param>
    public void Connect(string queue, string? warning, TimeSpan now)
    {
        Disconnect(now);
        (reply, this.warning) = (queue, warning);
        Status = Status with { IsConnected = true, Warning = warning };
        Outbox.Enqueue(new Outgoing(null, new Message.Call(coordinator, queue)));
    }

    /// <summary>There is no broker.</summary>
    public void Disconnect(TimeSpan now)
    {
        reply = null;
        refusedWorkers.Clear();
        foreach (var worker in workers.Values.ToArray())
            Drop(worker, now);
        Status = Status with { IsConnected = false, IsBlocked = false, Warning = null, RefusedWorkers = 0 };
    }

    /// <summary>What is wrong at the broker now.</summary>
    public void Warn(string text) => Status = Status with { Warning = text };

    /// <summary>The broker takes no messages for now: nobody is given anything, nobody is gone because nothing is heard of him, and patience does not end.</summary>
    public void Block(string reason) => Status = Status with { IsBlocked = true, Warning = BlockedBroker.Warning(reason) };

    /// <summary>The broker takes messages again. What was waited for is waited for from now on.</summary>
    public void Unblock(TimeSpan now)
    {
        Status = Status with { IsBlocked = false, Warning = warning };
        lastWorker = now;
        foreach (var worker in workers.Values)
        {
            worker.LastHeard = now;
            foreach (var (key, (_, weight)) in worker.Outstanding.ToArray())
                worker.Outstanding[key] = (now, weight);
        }

        foreach (var pass in passes.Values)
            pass.Sent.Restart(now);
        FillAll(now);
    }

    /// <summary>Begins a pass. <see cref="Pass.Completion"/> tells its end.</summary>
    public Pass Start(IReadOnlyList<BlockTask> tasks, (GaussianMixture Mixture, RealVector Origin)? expectation, Action<Run, BlockResult> collect, TimeSpan now)
    {
        var number = ++lastPass;
        var pass = new Pass(number, tasks, expectation is { } e ? new Message.Mixture(coordinator, number, e.Mixture, e.Origin) : null, collect, keepers);
        if (passes.Count == 0)
            lastWorker = now;
        if (pass.Remaining == 0)
        {
            pass.Completion.TrySetResult();
            return pass;
        }

        passes.Add(number, pass);
        Tell(pass);
        FillAll(now);
        CountBlocks();
        return pass;
    }

    /// <summary>Ends a pass before it is done.</summary>
    /// <param name="pass">The pass; nothing happens where it is over.</param>
    /// <param name="fault">Why; null where it was cancelled.</param>
    public void End(Pass pass, Exception? fault)
    {
        if (!passes.Remove(pass.Number))
            return;
        if (fault is null)
            pass.Completion.TrySetCanceled();
        else
            pass.Completion.TrySetException(fault);
        Clear(pass);
    }

    /// <summary>Ends the pass of that number, if it is not over.</summary>
    public void End(long number, Exception fault)
    {
        if (passes.TryGetValue(number, out var pass))
            End(pass, fault);
    }

    /// <summary>Ends all passes.</summary>
    public void EndAll(Exception fault)
    {
        foreach (var pass in passes.Values.ToArray())
            End(pass, fault);
    }

    /// <summary>Ends all passes and tells the workers that this coordinator goes.</summary>
    public void Close(Exception fault)
    {
        EndAll(fault);
        Outbox.Enqueue(new Outgoing(null, new Message.End(coordinator, 0)));
    }

    /// <summary>A worker has said goodbye, or what was sent to it came back.</summary>
    public Refusal? Leave(string queue, TimeSpan now)
    {
        if (workers.TryGetValue(queue, out var worker))
            Drop(worker, now);
        if (refusedWorkers.Remove(queue))
            Status = Status with { RefusedWorkers = refusedWorkers.Count };
        FillAll(now);
        return null;
    }

    /// <summary>Time has passed: silent workers are gone, and slow ones get help.</summary>
    /// <param name="now">The time.</param>
    /// <param name="behind">How long messages wait until they are taken here, at most: nobody is silent or slow whose word may be among them.</param>
    public void Tick(TimeSpan now, TimeSpan behind = default)
    {
        this.behind = behind;
        if (Status.IsBlocked)
            return;
        foreach (var worker in workers.Values.Where(worker => now - behind - worker.LastHeard > rules.Silence).ToArray())
            Drop(worker, now);
        foreach (var (queue, _) in refusedWorkers.Where(refused => now - behind - refused.Value > rules.Silence).ToArray())
            refusedWorkers.Remove(queue);
        Status = Status with { RefusedWorkers = refusedWorkers.Count };
        if (workers.Count > 0)
            lastWorker = now;
        EndHopeless();
        FillAll(now);
        if (rules.Patience != Timeout.InfiniteTimeSpan && now - lastWorker > rules.Patience)
        {
            EndAll(new TimeoutException($"No worker has been there for {rules.Patience.TotalSeconds:0} seconds{(reply is null ? ", nor has the broker" : "")}{(Status.LastRefusal is { } refusal ? $". The last thing refused: {refusal}" : "")}. {(Status.Warning is { } wrong ? $"{wrong} " : "")}Start workers for this cluster, or wait longer for them with Patience."));
        }
    }

    private void Drop(WorkerEntry worker, TimeSpan now)
    {
        workers.Remove(worker.Queue);
        KeepOnly(worker, []);
        lastWorker = now;
        Status = Status with { Workers = workers.Count };
        foreach (var (number, run) in worker.Outstanding.Keys)
            TakeBack(worker, number, run);
    }

    /// <summary>What a worker was given long ago, and works on nothing, it has lost.</summary>
    private void TakeBack(WorkerEntry worker, TimeSpan now)
    {
        foreach (var (key, _) in worker.Outstanding.Where(given => now - behind - given.Value.Sent > rules.Silence).ToArray())
        {
            worker.Outstanding.Remove(key);
            worker.Told.Remove(key.Pass);
            TakeBack(worker, key.Pass, key.Run);
        }
    }

    private void TakeBack(WorkerEntry worker, long number, Run run)
    {
        if (passes.TryGetValue(number, out var pass))
            Again(pass.TakeBack(run, worker));
    }

    /// <summary>Counts blocks that are given to another.</summary>
    private void Again(int blocks) => Status = Status with { Redeliveries = Status.Redeliveries + blocks };

    /// <summary>All workers are told that a pass is over, and have nothing to do for it.</summary>
    private void Clear(Pass pass)
    {
        Outbox.Enqueue(new Outgoing(null, new Message.End(coordinator, pass.Number)));
        foreach (var worker in workers.Values)
        {
            worker.Told.Remove(pass.Number);
            foreach (var key in worker.Outstanding.Keys.Where(key => key.Pass == pass.Number).ToArray())
                worker.Outstanding.Remove(key);
        }

        CountBlocks();
    }

    private void CountBlocks() => Status = Status with { Blocks = passes.Values.Sum(pass => pass.Tasks.Count), BlocksDone = passes.Values.Sum(pass => pass.Tasks.Count - pass.Remaining) };
}

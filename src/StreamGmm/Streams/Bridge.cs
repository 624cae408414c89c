using System.Runtime.ExceptionServices;

namespace StreamGmm;

/// <summary>Between a source that pushes and one who pulls: at most so many batches wait.</summary>
internal sealed class Bridge(int capacity, Overflow policy)
{
    // Waited on, so no Lock.
    private readonly object gate = new();
    private readonly WaitingBatches waiting = new();
    private TaskCompletionSource? puller;
    private double dropped;
    private Exception? fault;
    private bool hasEnded;
    private bool isClosed;

    /// <summary>From the source: one more.</summary>
    public void Add(Batch batch)
    {
        lock (gate)
        {
            while (policy == Overflow.Wait && waiting.Count >= capacity && !isClosed)
                Monitor.Wait(gate);
            if (isClosed)
                return;
            if (waiting.Count < capacity)
                waiting.AddApart(batch);
            else if (policy == Overflow.Conflate)
                waiting.Add(batch);
            else if (policy == Overflow.DropNewest)
                Drop(batch);
            else if (waiting.TryTake(out var oldest))
                Replace(oldest, batch);
            Wake();
        }
    }

    /// <summary>From the source: no more, perhaps because of a fault.</summary>
    public void End(Exception? because)
    {
        lock (gate)
        {
            if (hasEnded)
                return;
            (hasEnded, fault) = (true, because);
            Wake();
        }
    }

    /// <summary>The one who pulls has gone: nothing waits any more, the source neither.</summary>
    public void Close()
    {
        lock (gate)
        {
            isClosed = true;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>The next batch; null at the end. A fault of the source is thrown after the batches that wait.</summary>
    public async ValueTask<Batch?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task come;
            lock (gate)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (waiting.TryTake(out var batch))
                {
                    Monitor.Pulse(gate);
                    return CountDropped(batch);
                }

                if (fault is not null)
                    ExceptionDispatchInfo.Throw(fault);
                if (hasEnded)
                    return null;
                puller = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                come = puller.Task;
            }

            await come.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Replace(Batch oldest, Batch batch)
    {
        Drop(oldest);
        waiting.AddApart(batch);
    }

    // Where something is dropped others wait, so that the weight always finds a batch to go with.
    private void Drop(Batch batch) => dropped += batch.Samples.TotalWeight + batch.DroppedWeight;

    private Batch CountDropped(Batch batch)
    {
        var counted = dropped > 0 ? batch with { DroppedWeight = batch.DroppedWeight + dropped } : batch;
        dropped = 0;
        return counted;
    }

    private void Wake()
    {
        puller?.TrySetResult();
        puller = null;
    }
}

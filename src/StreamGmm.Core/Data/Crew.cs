using System.Runtime.ExceptionServices;

namespace StreamGmm;

/// <summary>Runs an action on several threads at once: the caller's, and those of the thread pool that come before the work is done. The caller's thread keeps it for the next time, so that nothing is allocated.</summary>
/// <remarks>The action takes work from a common store until there is none: it does not matter how many run it, and none is waited for that has not begun.</remarks>
internal sealed class Crew : IThreadPoolWorkItem
{
    [ThreadStatic]
    private static Crew? kept;

    private readonly object gate = new();
    private Action? action;
    private Exception? fault;
    private int places;
    private int busy;

    private Crew()
    {
    }

    /// <summary>Runs the action on so many threads at most; the first exception is rethrown as it was, a cancellation only where there is no other.</summary>
    public static void Run(int threads, Action action)
    {
        var crew = kept ?? new Crew();
        kept = null;
        try
        {
            crew.Work(threads, action);
        }
        finally
        {
            kept = crew;
        }
    }

    /// <summary>What a thread of the pool does: nothing, if it comes too late.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        Action join;
        lock (gate)
        {
            if (places == 0)
                return;
            places--;
            busy++;
            join = action!;
        }

        Try(join);
        lock (gate)
        {
            if (--busy == 0)
                Monitor.Pulse(gate);
        }
    }

    private void Work(int threads, Action shared)
    {
        lock (gate)
            (action, places) = (shared, threads - 1);
        for (var helper = 1; helper < threads; helper++)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        Try(shared);

        // The others are at their last piece: most often they are done before a wait would have begun.
        for (var spin = default(SpinWait); Volatile.Read(ref busy) > 0 && !spin.NextSpinWillYield;)
            spin.SpinOnce();
        Exception? first;
        lock (gate)
        {
            (action, places) = (null, 0);
            while (busy > 0)
                Monitor.Wait(gate);
            (first, fault) = (fault, null);
        }

        if (first is not null)
            ExceptionDispatchInfo.Throw(first);
    }

    private void Try(Action shared)
    {
        try
        {
            shared();
        }
        catch (Exception e)
        {
            lock (gate)
                fault = fault is null or OperationCanceledException ? e : fault;
        }
    }
}

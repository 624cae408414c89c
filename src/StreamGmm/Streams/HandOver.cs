using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace StreamGmm;

/// <summary>Hands what waits to an observer on a scheduler, one at a time; the source never waits for it.</summary>
/// <typeparam name="T">What the stream is of.</typeparam>
internal sealed class HandOver<T>(IWaiting<T> waiting, IObserver<T> observer, IScheduler scheduler) : IDisposable
{
    private readonly Lock gate = new();
    private Exception? fault;
    private bool isBusy;
    private bool hasEnded;
    private volatile bool isDisposed;

    /// <summary>From the source: one more.</summary>
    public void Add(T item)
    {
        lock (gate)
        {
            waiting.Add(item);
            if (isBusy)
                return;
            isBusy = true;
        }

        Schedule();
    }

    /// <summary>From the source: no more, perhaps because of a fault. The observer hears of it after what waits.</summary>
    public void End(Exception? because)
    {
        lock (gate)
        {
            (hasEnded, fault) = (true, because);
            if (isBusy)
                return;
            isBusy = true;
        }

        Schedule();
    }

    /// <summary>Hands over nothing more. Work that is scheduled finds nothing to do.</summary>
    public void Dispose() => isDisposed = true;

    private void Schedule() => scheduler.Schedule(this, static (_, me) =>
    {
        me.HandOne();
        return Disposable.Empty;
    });

    private void HandOne()
    {
        bool taken;
        T? item;
        lock (gate)
        {
            taken = waiting.TryTake(out item) && !isDisposed;
            if (isDisposed || (!taken && !hasEnded))
            {
                isBusy = false;
                return;
            }
        }

        if (taken)
        {
            observer.OnNext(item!);
            Schedule();
        }
        else if (fault is null)
        {
            observer.OnCompleted();
        }
        else
        {
            observer.OnError(fault);
        }
    }
}

using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace StreamGmm;

/// <summary>The operator <c>LatestOnly</c>.</summary>
public static class LatestOnlyOperator
{
    /// <summary>What is newest when the observer is ready for it: an observer that is slow misses what came in between, never the last, and never slows the source.</summary>
    /// <remarks>A fault or the end is told after the item that waits.</remarks>
    /// <param name="source">States of a fit, or anything.</param>
    /// <param name="scheduler">Where the observer is called; null for the task pool.</param>
    public static IObservable<T> LatestOnly<T>(this IObservable<T> source, IScheduler? scheduler = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Observable.Create<T>(observer =>
        {
            var handOver = new HandOver<T>(new WaitingLatest<T>(), observer, scheduler ?? TaskPoolScheduler.Default);
            return StableCompositeDisposable.Create(handOver, source.Subscribe(handOver.Add, handOver.End, () => handOver.End(null)));
        });
    }
}

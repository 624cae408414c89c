using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace StreamGmm;

/// <summary>The operator <c>Conflate</c>.</summary>
public static class ConflateOperator
{
    /// <summary>Lets the source run ahead: the batches that come while the observer is busy become one larger batch. Nothing is lost, the order is kept, and a row waits for one step of the observer at most.</summary>
    /// <remarks>
    /// Batches between which rows of the source are missing, or that were refused, stay apart. A fault or the end is told after what waits.
    /// What waits is kept in memory: if the observer is too slow for good, use <c>Buffered</c>, which has a limit.
    /// </remarks>
    /// <param name="batches">The stream.</param>
    /// <param name="scheduler">Where the observer is called; null for the task pool.</param>
    public static IObservable<Batch> Conflate(this IObservable<Batch> batches, IScheduler? scheduler = null)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return Observable.Create<Batch>(observer =>
        {
            var handOver = new HandOver<Batch>(new WaitingBatches(), observer, scheduler ?? TaskPoolScheduler.Default);
            return StableCompositeDisposable.Create(handOver, batches.Subscribe(handOver.Add, handOver.End, () => handOver.End(null)));
        });
    }
}

using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace StreamGmm;

/// <summary>The operator <c>Every</c>.</summary>
public static class EveryOperator
{
    /// <summary>The first item, every n-th after it, and the last: less to draw or to log, and never without the end.</summary>
    /// <param name="source">States of a fit, or anything.</param>
    /// <param name="n">1 or more; 1 tells all.</param>
    /// <exception cref="ArgumentOutOfRangeException">n is below 1.</exception>
    public static IObservable<T> Every<T>(this IObservable<T> source, int n)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        return source
            .Scan((Item: default(T)!, Phase: -1), (last, item) => (item, (last.Phase + 1) % n))
            .Publish(all => all.Where(x => x.Phase == 0).Merge(all.TakeLast(1, ImmediateScheduler.Instance).Where(x => x.Phase != 0)))
            .Select(x => x.Item);
    }
}

using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace StreamGmm;

/// <summary>The operator <c>ToSamples</c>.</summary>
public static class ToSamplesOperator
{
    /// <summary>The timers of .NET wait no longer, 49 days.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>Collects items into batches; a batch is complete at <paramref name="count"/> rows or <paramref name="within"/> after its first, whichever is first.</summary>
    /// <remarks>
    /// The rows at hand are given at the end, before a fault too. A batch with a value that is no finite number is given as a refused one that names the row, counted from 0 since the subscription:
    /// <see cref="OnlineOptions.OnBadBatch"/> decides what comes of it. What <paramref name="fill"/> throws ends the stream. A full batch is the buffer itself: nothing is copied and nothing allocated for a single item.
    /// </remarks>
    /// <typeparam name="T">What has features.</typeparam>
    /// <param name="source">The items.</param>
    /// <param name="dimension">D, the features of a row.</param>
    /// <param name="fill">Writes the features of an item to a row of zeros.</param>
    /// <param name="count">The most rows of a batch; null for <see cref="OnlineOptions.DefaultBatch"/>, <see cref="int.MaxValue"/> where time alone completes one.</param>
    /// <param name="within">After what time a batch is given though it is not full; null for never: a stream that pauses then keeps rows back.</param>
    /// <param name="scheduler">The clock, which also dates the batches; null for that of the machine.</param>
    /// <param name="weight">The weight of an item; null where all weigh 1.</param>
    /// <param name="missing">What comes of NaN: refused unless it is said to be a value that is missing, here and in <see cref="OnlineOptions.MissingValues"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension or the count is below 1, or the time is not positive or beyond 49 days.</exception>
    public static IObservable<Batch> ToSamples<T>(
        this IObservable<T> source,
        int dimension,
        RowFill<T> fill,
        int? count = null,
        TimeSpan? within = null,
        IScheduler? scheduler = null,
        Func<T, double>? weight = null,
        MissingValues missing = MissingValues.Refuse)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(fill);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        return Collect(source, new RowPlan<T>(fill, dimension, null, weight, count, within, scheduler ?? DefaultScheduler.Instance, missing));
    }

    /// <summary>The same from a selector, <c>ToSamples(r =&gt; [r.X, r.Y])</c>: shorter to write, and an array for each item.</summary>
    /// <remarks>The first row tells the dimension. A batch with a row of another length is refused, as one with a value that is no finite number.</remarks>
    /// <typeparam name="T">What has features.</typeparam>
    /// <param name="source">The items.</param>
    /// <param name="features">The features of an item.</param>
    /// <param name="count">The most rows of a batch; null for <see cref="OnlineOptions.DefaultBatch"/>, <see cref="int.MaxValue"/> where time alone completes one.</param>
    /// <param name="within">After what time a batch is given though it is not full; null for never: a stream that pauses then keeps rows back.</param>
    /// <param name="scheduler">The clock, which also dates the batches; null for that of the machine.</param>
    /// <param name="weight">The weight of an item; null where all weigh 1.</param>
    /// <param name="missing">What comes of NaN: refused unless it is said to be a value that is missing, here and in <see cref="OnlineOptions.MissingValues"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1, or the time is not positive or beyond 49 days.</exception>
    public static IObservable<Batch> ToSamples<T>(
        this IObservable<T> source,
        Func<T, double[]> features,
        int? count = null,
        TimeSpan? within = null,
        IScheduler? scheduler = null,
        Func<T, double>? weight = null,
        MissingValues missing = MissingValues.Refuse)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(features);
        return Collect(
            source.Select(item => (Features: features(item), Weight: weight?.Invoke(item) ?? 1)),
            new RowPlan<(double[] Features, double Weight)>(
                (item, row) => item.Features.CopyTo(row), 0, item => item.Features.Length, weight is null ? null : item => item.Weight, count, within, scheduler ?? DefaultScheduler.Instance, missing));
    }

    private static IObservable<Batch> Collect<T>(IObservable<T> source, RowPlan<T> plan)
    {
        if (plan.Count is { } count)
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (plan.Within is { } within)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(within, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(within, LongestWait);
        }

        return Observable.Create<Batch>(observer =>
        {
            var rows = new RowCollector<T>(plan, observer);
            return StableCompositeDisposable.Create(rows, source.Subscribe(rows.Add, rows.End, () => rows.End(null)));
        });
    }
}

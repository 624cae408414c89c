using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace StreamGmm.Tests.Operators;

/// <summary>An operator over a source of 0, 1, 2, …, with what all operators keep to.</summary>
internal sealed record OperatorCase(string Name, Func<IObservable<int>, IScheduler, IObservable<object>> Apply)
{
    /// <summary>How many items the source has; every operator tells several things of so many.</summary>
    public const int Items = 12;

    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        Of("ToSamples", i => i, (source, scheduler) => source.ToSamples(1, (x, row) => row[0] = x, 3, TimeSpan.FromHours(1), scheduler)),
        Of("ToSamples by selector", i => i, (source, scheduler) => source.ToSamples(x => [x, -x], 3, TimeSpan.FromHours(1), scheduler, x => 1 + x)),
        Of("FollowMixture", i => Feed.Batches(Items, 100)[i], (source, _) => source.FollowMixture(Feed.Options)),
        Of("Conflate", i => Feed.Of(i), (source, scheduler) => source.Conflate(scheduler)),
        Of("AssignWith", i => i, (source, _) => source.AssignWith(Observable.Return(Feed.States[^1]), 2, (x, row) => row[0] = x)),
        Of("AssignWith by selector", i => i, (source, _) => source.AssignWith(Observable.Return(Feed.States[^1]), x => [x, 1])),
        Of("Outliers", i => i, (source, _) => source.SelectMany(Around).Outliers(Observable.Return(Feed.States[^1]), 0.05, 2, (x, row) => row[0] = x)),
        Of("Outliers by selector", i => i, (source, _) => source.SelectMany(Around).Outliers(Observable.Return(Feed.States[^1]), 0.05, x => [x, 1])),
        Of("Drifts", i => Feed.States[^1] with { Alarm = true, Alarms = i + 1 }, (source, _) => source.Drifts()),
        Of("Lineage", i => Feed.States[^1] with { Events = [new LineageEvent.Born(2 * i), new LineageEvent.Died(i)] }, (source, _) => source.Lineage()),
        Of("UntilConverged", i => Feed.States[i], (source, _) => source.UntilConverged()),
        Of("LatestOnly", i => i, (source, scheduler) => source.LatestOnly(scheduler)),
        Of("Every", i => i, (source, _) => source.Every(2)),
    ];

    public override string ToString() => Name;

    private static IEnumerable<double> Around(int i) => Enumerable.Range(0, 100).Select(j => (0.01 * j) + (j == 50 ? 10 * i : 0));

    private static OperatorCase Of<TIn, TOut>(string name, Func<int, TIn> item, Func<IObservable<TIn>, IScheduler, IObservable<TOut>> apply) =>
        new(name, (source, scheduler) => apply(source.Select(item), scheduler).Select(Shown));

    // By value, so that two subscriptions can be compared.
    private static object Shown<T>(T item) => item is Batch b ? string.Join(';', Feed.Rows(b.Samples).Select(row => string.Join(',', row))) + b.Samples.TotalWeight : item!;
}

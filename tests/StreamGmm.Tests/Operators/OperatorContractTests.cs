using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace StreamGmm.Tests.Operators;

/// <summary>What every operator keeps to.</summary>
public sealed class OperatorContractTests : IDisposable
{
    private readonly HistoricalScheduler scheduler = new();
    private readonly Subject<int> source = new();
    private readonly List<Notification<object>> told = [];

    public void Dispose() => source.Dispose();

    public static TheoryData<string> Operators => [.. OperatorCase.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Operators))]
    public void From_a_source_that_never_tells_anything_nothing_comes(string name)
    {
        using var subscription = Subscribe(name);
        scheduler.AdvanceBy(TimeSpan.FromDays(1));
        Assert.Empty(told);
        Assert.True(source.HasObservers);
        subscription.Dispose();
        Assert.False(source.HasObservers);
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void An_empty_source_completes(string name)
    {
        using var subscription = Subscribe(name);
        source.OnCompleted();
        Advance();
        Assert.Equal([NotificationKind.OnCompleted], told.Select(n => n.Kind));
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Items_come_before_one_completion(string name)
    {
        var expected = Whole(name);
        Assert.True(expected.Count > 3);
        Assert.All(expected.SkipLast(1), n => Assert.Equal(NotificationKind.OnNext, n.Kind));
        Assert.Equal(NotificationKind.OnCompleted, expected[^1].Kind);
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void A_fault_is_told_once_after_the_items_and_nothing_follows(string name)
    {
        var whole = Whole(name);
        var fault = new InvalidOperationException("mine");
        using var subscription = Subscribe(name);
        Push(OperatorCase.Items);
        source.OnError(fault);
        Advance();
        scheduler.AdvanceBy(TimeSpan.FromDays(1));
        Assert.Same(fault, told[^1].Exception);
        Assert.Equal(whole.Take(told.Count - 1), told.SkipLast(1));

        // Every alone tells the last item when all is well only.
        Assert.InRange(told.Count, whole.Count - 1, whole.Count);
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void A_fault_at_once_is_all_there_is(string name)
    {
        using var subscription = Subscribe(name);
        var fault = new InvalidOperationException("mine");
        source.OnError(fault);
        Advance();
        Assert.Same(fault, Assert.Single(told).Exception);
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void After_disposing_in_the_middle_nothing_comes(string name)
    {
        var whole = Whole(name);
        var subscription = Subscribe(name);
        Push(OperatorCase.Items - 1);
        subscription.Dispose();
        var count = told.Count;
        Assert.True(count > 0);
        Assert.False(source.HasObservers);
        source.OnNext(OperatorCase.Items - 1);
        source.OnCompleted();
        scheduler.AdvanceBy(TimeSpan.FromDays(1));
        Assert.Equal(whole.Take(count), told);
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void After_disposing_from_within_an_item_nothing_comes(string name)
    {
        IDisposable? subscription = null;
        subscription = Find(name).Apply(source, scheduler).Materialize().Subscribe(notification =>
        {
            told.Add(notification);
            subscription!.Dispose();
        });
        Push(OperatorCase.Items);
        Assert.False(source.HasObservers);
        source.OnCompleted();
        Advance();
        Assert.Equal(Whole(name)[0], Assert.Single(told));
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void An_observer_that_throws_ends_its_own_subscription_alone(string name)
    {
        var whole = Whole(name);
        var mine = new InvalidOperationException("mine");
        var observable = Find(name).Apply(source, scheduler);
        var seen = 0;
        using var failing = observable.Subscribe(_ =>
        {
            if (++seen == 2)
                throw mine;
        });
        Assert.Same(mine, Assert.Throws<InvalidOperationException>(() =>
        {
            Push(OperatorCase.Items);
            source.OnCompleted();
            Advance();
        }));
        failing.Dispose();
        Assert.Equal(2, seen);
        Assert.Equal(whole, Whole(name));
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Each_subscription_is_its_own(string name)
    {
        var second = new List<Notification<object>>();
        var observable = Find(name).Apply(source, scheduler).Materialize();
        using var one = observable.Subscribe(told.Add);
        Push(1);
        using var two = observable.Subscribe(second.Add);
        Push(1);
        one.Dispose();
        var count = told.Count;
        Push(OperatorCase.Items);
        source.OnCompleted();
        Advance();
        Assert.Equal(count, told.Count);
        Assert.Equal(Told(name, [0, .. Enumerable.Range(0, OperatorCase.Items)]), second);
    }

    private static OperatorCase Find(string name) => OperatorCase.All.Single(c => c.Name == name);

    /// <summary>What the operator tells of the whole source, to one who is never busy.</summary>
    private static List<Notification<object>> Whole(string name) => Told(name, Enumerable.Range(0, OperatorCase.Items));

    private static List<Notification<object>> Told(string name, IEnumerable<int> items)
    {
        var (own, clock, all) = (new Subject<int>(), new HistoricalScheduler(), new List<Notification<object>>());
        using var subscription = Find(name).Apply(own, clock).Materialize().Subscribe(all.Add);
        foreach (var item in items)
        {
            own.OnNext(item);
            clock.AdvanceBy(TimeSpan.FromTicks(1));
        }

        own.OnCompleted();
        clock.AdvanceBy(TimeSpan.FromTicks(1));
        return all;
    }

    private IDisposable Subscribe(string name) => Find(name).Apply(source, scheduler).Materialize().Subscribe(told.Add);

    private void Push(int items)
    {
        for (var i = 0; i < items; i++)
        {
            source.OnNext(i);
            Advance();
        }
    }

    private void Advance() => scheduler.AdvanceBy(TimeSpan.FromTicks(1));
}

using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace StreamGmm.Tests.Operators;

public sealed class ConflateTests : IDisposable
{
    private readonly HistoricalScheduler scheduler = new();
    private readonly Subject<Batch> source = new();
    private readonly List<Batch> told = [];

    public void Dispose() => source.Dispose();

    [Fact]
    public void What_comes_while_the_observer_is_busy_becomes_one_batch()
    {
        using var subscription = source.Conflate(scheduler).Subscribe(batch =>
        {
            told.Add(batch);
            if (told.Count != 1)
                return;
            source.OnNext(Feed.Of(3, 4));
            source.OnNext(Feed.Of(5));
            source.OnNext(Feed.Of(6, 7));
        });
        source.OnNext(Feed.Of(1, 2));
        Assert.Empty(told);
        Advance();
        Assert.Equal([[1, 2], [3, 4, 5, 6, 7]], told.Select(Feed.Firsts));
        source.OnNext(Feed.Of(8));
        Advance();
        Assert.Equal([8], Feed.Firsts(told[2]));
    }

    [Fact]
    public void What_does_not_follow_in_the_source_stays_apart_and_in_order()
    {
        var refused = Batch.Refused(new InvalidDataException(), 1, 1);
        using var subscription = source.Conflate(scheduler).Subscribe(told.Add);
        foreach (var batch in new[] { Feed.At(2, 1, 2), Feed.At(3, 3), Feed.At(7, 6, 7), Feed.At(8, 8), refused, Feed.At(9, 9), Feed.Of(10) })
            source.OnNext(batch);
        Advance();
        Assert.Equal([[1, 2, 3], [6, 7, 8], [], [9], [10]], told.Select(Feed.Firsts));
        Assert.Equal([3, 8, null, 9, null], told.Select(b => b.Position));
        Assert.Same(refused, told[2]);
    }

    [Fact]
    public void What_waits_comes_before_the_end_and_before_a_fault()
    {
        foreach (var fault in new[] { null, new InvalidOperationException("mine") })
        {
            var (own, seen) = (new Subject<Batch>(), new List<string>());
            using var subscription = own.Conflate(scheduler).Subscribe(b => seen.Add($"{b.Samples.Count}"), e => seen.Add(e.Message), () => seen.Add("end"));
            own.OnNext(Feed.Of(1));
            own.OnNext(Feed.Of(2));
            if (fault is null)
                own.OnCompleted();
            else
                own.OnError(fault);
            Assert.Empty(seen);
            Advance();
            Assert.Equal(["2", fault?.Message ?? "end"], seen);
        }
    }

    [Fact]
    public void Dropped_weight_times_weights_and_labels_are_joined_too()
    {
        var (early, late) = (DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        using var subscription = source.Conflate(scheduler).Subscribe(told.Add);
        source.OnNext(new Batch(Samples.From(new[] { 1.0 }, 1).WithWeights(new[] { 2.0 }), time: early) { DroppedWeight = 3 });
        source.OnNext(new Batch(Samples.From(new[] { 2.0 }, 1).WithLabels(new[] { 0 }), time: late) { DroppedWeight = 4 });
        Advance();
        var joined = Assert.Single(told);
        Assert.Equal((7, late), (joined.DroppedWeight, joined.Time));
        Assert.Equal([2, 1], joined.Samples.Weights!.Value.ToArray());
        Assert.Equal([-1, 0], joined.Samples.Labels!.Value.ToArray());
    }

    [Fact]
    public async Task A_slow_observer_on_another_thread_loses_nothing_and_never_slows_the_source()
    {
        const int Batches = 5_000;
        using var isIn = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var ended = new TaskCompletionSource();
        using var subscription = source.Conflate().Subscribe(
            batch =>
            {
                told.Add(batch);
                isIn.Set();
                goOn.Wait(Feed.Soon);
            },
            ended.SetResult);
        source.OnNext(Feed.Of(0));
        Assert.True(isIn.Wait(Feed.Soon));
        for (var i = 1; i < Batches / 2; i++)
            source.OnNext(Feed.Of(i));
        Assert.Single(told);
        goOn.Set();
        for (var i = Batches / 2; i < Batches; i++)
            source.OnNext(Feed.Of(i));
        source.OnCompleted();
        await ended.Task.WaitAsync(Feed.Soon);
        Assert.Equal(Enumerable.Range(0, Batches).Select(i => (double)i), told.SelectMany(Feed.Firsts));
        Assert.True(told[1].Samples.Count >= (Batches / 2) - 1);
    }

    [Fact]
    public async Task Learning_from_what_was_conflated_sees_every_row()
    {
        var batches = Feed.Batches(40, 50);
        var state = await batches.ToObservable(NewThreadScheduler.Default).Conflate().FollowMixture(Feed.Options);
        Assert.Equal((2_000, 0.0), (state.SamplesSeen, state.DroppedWeight));
    }

    private void Advance() => scheduler.AdvanceBy(TimeSpan.FromTicks(1));
}

using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace StreamGmm.Tests.Operators;

public sealed class LatestOnlyTests : IDisposable
{
    private readonly HistoricalScheduler scheduler = new();
    private readonly Subject<int> source = new();
    private readonly List<string> told = [];

    public void Dispose() => source.Dispose();

    [Fact]
    public void A_busy_observer_misses_what_came_in_between_and_never_the_last()
    {
        using var subscription = source.LatestOnly(scheduler).Subscribe(
            x =>
            {
                told.Add($"{x}");
                for (var i = 1; i <= 3 && x < 10; i++)
                    source.OnNext((10 * (x + 1)) + i);
            },
            () => told.Add("end"));
        source.OnNext(1);
        Advance();
        Assert.Equal(["1", "23"], told);
        source.OnNext(90);
        source.OnNext(91);
        source.OnCompleted();
        Assert.Equal(2, told.Count);
        Advance();
        Assert.Equal(["1", "23", "91", "end"], told);
    }

    [Fact]
    public void A_fault_comes_after_the_item_that_waits()
    {
        using var subscription = source.LatestOnly(scheduler).Subscribe(x => told.Add($"{x}"), e => told.Add(e.Message));
        source.OnNext(1);
        source.OnNext(2);
        source.OnError(new InvalidOperationException("mine"));
        Advance();
        Assert.Equal(["2", "mine"], told);
    }

    [Fact]
    public void Null_and_default_are_items_too()
    {
        using var items = new Subject<string?>();
        var seen = new List<string?>();
        using var subscription = items.LatestOnly(scheduler).Subscribe(seen.Add);
        items.OnNext(null);
        Advance();
        Assert.Equal([null], seen);
    }

    [Fact]
    public async Task A_fit_is_never_slowed_and_its_last_state_is_seen()
    {
        using var goOn = new ManualResetEventSlim();
        var (samples, options) = (Some.Samples(), new FitOptions(3) { Restarts = 3 });
        var fitted = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        var seen = new List<EmState>();
        using var subscription = Gmm.Observe(samples, options).Finally(fitted.SetResult).LatestOnly().Subscribe(
            state =>
            {
                goOn.Wait(Feed.Soon);
                seen.Add(state);
            },
            ended.SetResult);
        await fitted.Task.WaitAsync(Feed.Soon);
        Assert.Empty(seen);
        goOn.Set();
        await ended.Task.WaitAsync(Feed.Soon);
        Assert.InRange(seen.Count, 1, 2);
        Assert.Equal(FitSequence.States(samples, options).Last(), seen[^1]);
    }

    private void Advance() => scheduler.AdvanceBy(TimeSpan.FromTicks(1));
}

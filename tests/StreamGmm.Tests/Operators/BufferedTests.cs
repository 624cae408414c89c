using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace StreamGmm.Tests.Operators;

public sealed class BufferedTests : IDisposable
{
    private readonly Subject<Batch> source = new();

    public void Dispose() => source.Dispose();

    public static TheoryData<Overflow> Policies => [.. Enum.GetValues<Overflow>()];

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task With_room_all_batches_come_as_they_are(Overflow policy)
    {
        var batches = Enumerable.Range(0, 5).Select(i => Feed.Of(i)).ToList();
        Assert.Equal(batches, await batches.ToObservable().Buffered(5, policy).ToListAsync());
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Nothing_happens_before_an_enumeration_and_each_is_its_own(Overflow policy)
    {
        var subscriptions = 0;
        var buffered = Observable.Defer(() =>
        {
            subscriptions++;
            return new[] { Feed.Of(1), Feed.Of(2) }.ToObservable();
        }).Buffered(2, policy);
        Assert.Equal(0, subscriptions);
        Assert.Equal(2, (await buffered.ToListAsync()).Count);
        Assert.Equal(2, (await buffered.ToListAsync()).Count);
        Assert.Equal(2, subscriptions);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Of_an_empty_source_there_is_nothing_and_a_fault_is_thrown(Overflow policy)
    {
        Assert.Empty(await Observable.Empty<Batch>().Buffered(1, policy).ToListAsync());
        var mine = new InvalidOperationException("mine");
        Assert.Same(mine, await Assert.ThrowsAsync<InvalidOperationException>(async () => await Observable.Throw<Batch>(mine).Buffered(1, policy).ToListAsync()));
        var subscribing = Observable.Create<Batch>(IDisposable (_) => throw mine);
        Assert.Same(mine, await Assert.ThrowsAsync<InvalidOperationException>(async () => await subscribing.Buffered(1, policy).ToListAsync()));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task A_fault_comes_after_what_waits(Overflow policy)
    {
        await using var pull = source.Buffered(4, policy).GetAsyncEnumerator();
        var first = pull.MoveNextAsync();
        source.OnNext(Feed.Of(1));
        source.OnNext(Feed.Of(2));
        source.OnError(new InvalidOperationException("mine"));
        Assert.True(await first);
        Assert.Equal([1], Feed.Firsts(pull.Current));
        Assert.True(await pull.MoveNextAsync());
        Assert.Equal([2], Feed.Firsts(pull.Current));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pull.MoveNextAsync());
        Assert.False(source.HasObservers);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task A_token_ends_it_also_while_nothing_comes(Overflow policy)
    {
        using var cancel = new CancellationTokenSource();
        await using var pull = source.Buffered(4, policy).GetAsyncEnumerator(cancel.Token);
        var first = pull.MoveNextAsync();
        Assert.True(source.HasObservers);
        Assert.False(first.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await first);
        Assert.False(source.HasObservers);
    }

    [Fact]
    public async Task A_token_ends_it_also_while_the_source_is_being_subscribed_to()
    {
        using var cancel = new CancellationTokenSource();
        using var isIn = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var slow = Observable.Create<Batch>(_ =>
        {
            isIn.Set();
            goOn.Wait();
            return () => { };
        });
        await using var pull = slow.Buffered(1, Overflow.Wait).GetAsyncEnumerator(cancel.Token);
        var first = Task.Run(async () => await pull.MoveNextAsync());
        Assert.True(isIn.Wait(Feed.Soon));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Feed.Soon));
        goOn.Set();
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Leaving_in_the_middle_unsubscribes(Overflow policy)
    {
        var disposed = new TaskCompletionSource();
        var endless = Observable.Generate(0L, _ => true, i => i + 1, i => Feed.Of(i)).Finally(disposed.SetResult);
        await foreach (var batch in endless.Buffered(2, policy))
        {
            Assert.NotEmpty(batch.Samples);
            break;
        }

        // The source pushed without end from within Subscribe, or waited for room.
        await disposed.Task.WaitAsync(Feed.Soon);
    }

    [Fact]
    public async Task Who_waits_for_room_gets_it_when_a_batch_is_taken()
    {
        await using var pull = source.Buffered(2, Overflow.Wait).GetAsyncEnumerator();
        var first = pull.MoveNextAsync();
        source.OnNext(Feed.Of(0));
        Assert.True(await first);
        source.OnNext(Feed.Of(1));
        source.OnNext(Feed.Of(2));
        var third = new Thread(() => source.OnNext(Feed.Of(3)));
        third.Start();
        Assert.True(SpinWait.SpinUntil(() => third.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Feed.Soon));
        Assert.True(await pull.MoveNextAsync());
        Assert.True(third.Join(Feed.Soon));
        source.OnCompleted();
        var rest = new List<double> { Feed.Firsts(pull.Current)[0] };
        while (await pull.MoveNextAsync())
            rest.AddRange(Feed.Firsts(pull.Current));
        Assert.Equal([1, 2, 3], rest);
    }

    [Fact]
    public async Task A_source_that_is_never_waited_for_loses_what_was_dropped_and_counts_it()
    {
        Assert.Equal(["0+0", "1+7.5", "2+0"], await Told(Overflow.DropNewest));
        Assert.Equal(["0+0", "4+6.5", "5+0"], await Told(Overflow.DropOldest));
        Assert.Equal(["0+0", "1+0", "2,3,4,5+0.5"], await Told(Overflow.Conflate));

        // The first is taken at once; then two wait, of weights 3 and 2, and three more come, of weights 1, 1 and 5, the first of them after a loss of 0.5.
        async Task<List<string>> Told(Overflow policy)
        {
            using var own = new Subject<Batch>();
            await using var pull = own.Buffered(2, policy).GetAsyncEnumerator();
            var next = pull.MoveNextAsync();
            var told = new List<string>();
            own.OnNext(Feed.Of(0));
            Assert.True(await next);
            foreach (var (value, weight) in new[] { (1, 3.0), (2, 2), (3, 1), (4, 1), (5, 5) })
                own.OnNext(new Batch(Samples.From(new[] { (double)value }, 1).WithWeights(new[] { weight })) { DroppedWeight = value == 3 ? 0.5 : 0 });
            own.OnCompleted();
            do
                told.Add(FormattableString.Invariant($"{string.Join(',', Feed.Firsts(pull.Current))}+{pull.Current.DroppedWeight}"));
            while (await pull.MoveNextAsync());
            return told;
        }
    }

    [Theory]
    [InlineData(Overflow.DropOldest)]
    [InlineData(Overflow.DropNewest)]
    public async Task Every_row_is_learned_or_counted_in_the_state(Overflow policy)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var batches = Feed.Batches(40, 50, seed);
            var state = await batches.ToObservable().Buffered(1 + (seed % 3), policy).FollowMixtureAsync(Feed.Options).LastAsync();
            Assert.Equal(2_000, state.SamplesSeen + state.DroppedWeight);
        }
    }

    [Fact]
    public async Task Every_row_is_learned_where_none_is_dropped()
    {
        foreach (var policy in new[] { Overflow.Wait, Overflow.Conflate })
        {
            var state = await Feed.Batches(40, 50).ToObservable().Buffered(1, policy).FollowMixtureAsync(Feed.Options).LastAsync();
            Assert.Equal((2_000, 0.0), (state.SamplesSeen, state.DroppedWeight));
        }
    }

    [Fact]
    public async Task What_is_dropped_last_is_counted_too()
    {
        var options = Feed.Options with { Memory = new MemoryPolicy.HalfLife(TimeSpan.FromHours(1)) };
        var batches = Feed.Batches(8, 100).Select((b, i) => new Batch(b.Samples, time: DateTimeOffset.UnixEpoch.AddMinutes(i))).ToList();
        await using var pull = source.Buffered(6, Overflow.DropNewest).FollowMixtureAsync(options).GetAsyncEnumerator();
        var next = pull.MoveNextAsync();
        source.OnNext(batches[0]);
        Assert.True(await next);
        foreach (var batch in batches.Skip(1))
            source.OnNext(batch);
        source.OnCompleted();
        var last = pull.Current;
        while (await pull.MoveNextAsync())
            last = pull.Current;
        Assert.Equal((700, 100.0), (last.SamplesSeen, last.DroppedWeight));
    }

    [Fact]
    public void What_makes_no_sense_is_refused_at_once()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Buffered(0, Overflow.Wait));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Buffered(1, (Overflow)9));
    }
}

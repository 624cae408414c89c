using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Reactive.Threading.Tasks;

namespace StreamGmm.Tests.Operators;

public sealed class ToSamplesTests : IDisposable
{
    private readonly HistoricalScheduler scheduler = new(DateTimeOffset.UnixEpoch);
    private readonly Subject<double> source = new();
    private readonly List<Batch> batches = [];

    public void Dispose() => source.Dispose();

    [Fact]
    public void A_batch_is_complete_at_its_count_and_the_rest_comes_at_the_end()
    {
        using var subscription = Collect(count: 3);
        Push(1, 2);
        Assert.Empty(batches);
        Push(3, 4, 5, 6, 7);
        Assert.Equal([[1, 2, 3], [4, 5, 6]], batches.Select(Feed.Firsts));
        source.OnCompleted();
        Assert.Equal([7], Feed.Firsts(batches[2]));
        Assert.All(batches, b => Assert.Null(b.Position));
    }

    [Fact]
    public void A_batch_is_complete_some_time_after_its_first_row()
    {
        using var subscription = Collect(count: 3, within: TimeSpan.FromSeconds(10));
        scheduler.AdvanceBy(TimeSpan.FromSeconds(100));
        Push(1);
        scheduler.AdvanceBy(TimeSpan.FromSeconds(9));
        Push(2);
        Assert.Empty(batches);
        scheduler.AdvanceBy(TimeSpan.FromSeconds(1));
        Assert.Equal([1, 2], Feed.Firsts(Assert.Single(batches)));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(110), batches[0].Time);
        scheduler.AdvanceBy(TimeSpan.FromDays(1));
        Assert.Single(batches);
    }

    [Fact]
    public void The_time_of_a_batch_that_was_full_is_not_that_of_the_next()
    {
        using var subscription = Collect(count: 2, within: TimeSpan.FromSeconds(10));
        Push(1);
        scheduler.AdvanceBy(TimeSpan.FromSeconds(8));
        Push(2, 3);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(8), batches[0].Time);
        scheduler.AdvanceBy(TimeSpan.FromSeconds(9));
        Assert.Single(batches);
        scheduler.AdvanceBy(TimeSpan.FromSeconds(1));
        Assert.Equal([[1, 2], [3]], batches.Select(Feed.Firsts));
        Push(4);
        scheduler.AdvanceBy(TimeSpan.FromSeconds(10));
        Assert.Equal([4], Feed.Firsts(batches[2]));
    }

    [Fact]
    public void Without_a_time_no_timer_runs()
    {
        using var subscription = Collect(count: 2);
        Push(1);
        scheduler.AdvanceBy(TimeSpan.FromDays(100));
        Assert.Empty(batches);
    }

    [Fact]
    public void After_disposing_no_timer_gives_a_batch()
    {
        var subscription = Collect(count: 3, within: TimeSpan.FromSeconds(10));
        Push(1);
        subscription.Dispose();
        scheduler.AdvanceBy(TimeSpan.FromSeconds(20));
        Assert.Empty(batches);
    }

    [Fact]
    public void The_rows_at_hand_come_before_a_fault()
    {
        var told = new List<NotificationKind>();
        using var subscription = source.ToSamples(x => [x], 3).Materialize().Subscribe(n => told.Add(n.Kind));
        Push(1, 2);
        source.OnError(new InvalidOperationException());
        Assert.Equal([NotificationKind.OnNext, NotificationKind.OnError], told);
    }

    [Fact]
    public void What_the_fill_throws_ends_the_stream_after_the_rows_at_hand()
    {
        var mine = new InvalidOperationException("mine");
        var told = new List<Notification<Batch>>();
        using var subscription = source.ToSamples(1, (x, row) => row[0] = x < 3 ? x : throw mine, 10).Materialize().Subscribe(told.Add);
        Push(1, 2, 3, 1);
        Assert.Equal([1, 2], Feed.Firsts(told[0].Value));
        Assert.Same(mine, told[1].Exception);
        Assert.Equal(2, told.Count);
        Assert.False(source.HasObservers);
    }

    [Fact]
    public void A_row_is_zeros_until_it_is_filled_also_where_a_buffer_is_used_again()
    {
        using var subscription = source.ToSamples(2, (x, row) => row[x > 0 ? 0 : 1] = x, 4, TimeSpan.FromSeconds(1), scheduler).Subscribe(batches.Add);
        Push(1, -2);
        scheduler.AdvanceBy(TimeSpan.FromSeconds(1));
        Push(-3, 4, 5, 6);
        Assert.Equal([[1, 0], [0, -2]], Feed.Rows(batches[0].Samples));
        Assert.Equal([[0, -3], [4, 0], [5, 0], [6, 0]], Feed.Rows(batches[1].Samples));
    }

    [Fact]
    public void Batches_keep_their_rows_when_later_ones_are_filled()
    {
        using var subscription = Collect(count: 2);
        Push(1, 2, 3, 4, 5, 6);
        Assert.Equal([[1, 2], [3, 4], [5, 6]], batches.Select(Feed.Firsts));
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(1e150, "1E+150")]
    public void A_batch_with_a_value_that_is_no_finite_number_is_refused_and_names_the_row(double bad, string shown)
    {
        using var subscription = Collect(count: 3);
        Push(0, 1, 2, 3, bad, 5, 6, 7, 8);
        Assert.Equal([0, 1, 2], Feed.Firsts(batches[0]));
        Assert.Equal($"Row 4, column 0 is {shown}: every value must be finite and below 1e150 in magnitude. Clean the row or leave it out.", batches[1].Fault!.Message);
        Assert.Equal((0, 1), (batches[1].Samples.Count, batches[1].Samples.Dimension));
        Assert.Equal([6, 7, 8], Feed.Firsts(batches[2]));
    }

    [Fact]
    public void NaN_is_missing_where_that_is_said_and_what_is_too_large_is_still_refused()
    {
        var given = new List<Batch>();
        using var subscription = new[] { 0, double.NaN, 2, double.NaN, double.PositiveInfinity, 5 }.ToObservable()
            .ToSamples(x => [x, 1], count: 3, missing: MissingValues.Marginalize)
            .Subscribe(given.Add);
        Assert.True(given[0].Samples.HasMissing);
        Assert.Equal("Row 4, column 0 is Infinity: every value must be finite and below 1e150 in magnitude. Clean the row or leave it out.", given[1].Fault!.Message);
    }

    [Fact]
    public void A_batch_with_a_row_of_another_length_is_refused_and_names_the_row()
    {
        using var subscription = source.ToSamples(x => x == 4 ? [] : [x, 1], 3).Subscribe(batches.Add);
        Push(0, 1, 2, 3, 4, 5, 6, 7, 8);
        Assert.Equal("Row 4 has 0 features, those before have 2: all rows must be equally long.", batches[1].Fault!.Message);
        Assert.Equal([6, 7, 8], Feed.Firsts(batches[2]));
        Assert.Equal([1, 1, 1], Feed.Rows(batches[2].Samples).Select(row => row[1]));
    }

    [Fact]
    public async Task A_first_row_without_features_is_a_fault()
    {
        var fault = await Assert.ThrowsAsync<ArgumentException>(async () => await Observable.Return(1).ToSamples(_ => []));
        Assert.Equal("The first row is empty: it has a feature at least, and tells how many the others have.", fault.Message);
    }

    [Fact]
    public void Weights_go_with_the_rows_and_a_bad_one_names_its_row()
    {
        using var subscription = source.ToSamples(1, (x, row) => row[0] = x, 2, weight: x => x / 2).Subscribe(batches.Add);
        Push(1, 2, 3, -4, 5);
        source.OnCompleted();
        Assert.Equal([0.5, 1], batches[0].Samples.Weights!.Value.ToArray());
        Assert.Equal("The weight of row 3 is -2: a weight must be a finite number of 0 or more, below 1e150.", batches[1].Fault!.Message);
        Assert.Equal([2.5], batches[2].Samples.Weights!.Value.ToArray());
    }

    [Fact]
    public async Task Both_forms_give_the_same_batches_of_the_size_that_suits_the_dimension()
    {
        var rows = Feed.Rows(Some.Samples(200));
        var filled = await rows.ToObservable().ToSamples(2, (x, row) => x.CopyTo(row)).ToList();
        var selected = await rows.ToObservable().ToSamples(x => x).ToList();
        Assert.Equal([64, 64, 64, 8], filled.Select(b => b.Samples.Count));
        Assert.Equal(filled.Select(b => Some.Values(b.Samples)), selected.Select(b => Some.Values(b.Samples)));
        Assert.All(filled, b => Assert.Null(b.Samples.Weights));
    }

    [Fact]
    public void A_batch_costs_its_rows_and_little_more()
    {
        var count = 0;
        using var subscription = source.ToSamples(2, (x, row) => row[0] = x, 64, TimeSpan.FromHours(1), scheduler).Subscribe(_ => count++);
        Push(Enumerable.Range(0, 640).Select(i => (double)i));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 6_400; i++)
            source.OnNext(i);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 6_400.0, 16, 48);
        Assert.Equal(110, count);
    }

    [Fact]
    public async Task The_timer_and_the_source_may_come_at_the_same_moment()
    {
        // The shortest of times, so that both complete batches all along.
        const int Rows = 20_000;
        var (seen, inside, overlapped) = (new List<double>(), 0, false);
        var done = Observable.Range(0, Rows).ToSamples(1, (x, row) => row[0] = x, 7, TimeSpan.FromTicks(1))
            .Do(batch =>
            {
                overlapped |= Interlocked.Increment(ref inside) != 1;
                seen.AddRange(Feed.Firsts(batch));
                Interlocked.Decrement(ref inside);
            })
            .ToTask();
        await done.WaitAsync(Feed.Soon);
        Assert.False(overlapped);
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => (double)i), seen);
    }

    [Fact]
    public void A_time_that_is_over_for_a_batch_that_was_given_gives_nothing_of_the_next()
    {
        var timers = new LateTimers();
        using var subscription = source.ToSamples(1, (x, row) => row[0] = x, 2, TimeSpan.FromSeconds(1), timers).Subscribe(batches.Add);
        Push(1, 2, 3);
        Assert.Equal(2, timers.Due.Count);
        timers.Due[0]();
        Assert.Equal([1, 2], Feed.Firsts(Assert.Single(batches)));
        timers.Due[1]();
        Assert.Equal([[1, 2], [3]], batches.Select(Feed.Firsts));
        subscription.Dispose();
        Push(4);
        timers.Due[^1]();
        Assert.Equal(2, batches.Count);
    }

    [Fact]
    public void A_time_that_is_over_while_a_row_is_written_waits_for_the_row()
    {
        var timers = new LateTimers();
        var timer = new Thread(() => timers.Due[0]());
        using var subscription = source.ToSamples(1, Fill, 3, TimeSpan.FromSeconds(1), timers).Subscribe(batches.Add);
        Push(1, 2);
        Assert.True(timer.Join(Feed.Soon));
        Assert.Equal([1, 2], Feed.Firsts(Assert.Single(batches)));

        void Fill(double x, Span<double> row)
        {
            row[0] = x;
            if (x < 2)
                return;
            timer.Start();
            Assert.True(SpinWait.SpinUntil(() => (timer.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) != 0, Feed.Soon));
        }
    }

    [Fact]
    public async Task Disposing_does_not_wait_for_an_observer_that_is_busy()
    {
        using var isIn = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var subscription = source.ToSamples(1, (x, row) => row[0] = x, 1, TimeSpan.FromHours(1)).Subscribe(_ =>
        {
            isIn.Set();
            goOn.Wait(Feed.Soon);
        });
        var pushing = Task.Run(() => Push(1));
        Assert.True(isIn.Wait(Feed.Soon));
        await Task.Run(subscription.Dispose).WaitAsync(Feed.Soon);
        Assert.False(pushing.IsCompleted);
        goOn.Set();
        await pushing.WaitAsync(Feed.Soon);
    }

    [Fact]
    public void What_makes_no_sense_is_refused_at_once()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => source.ToSamples(0, (_, _) => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.ToSamples(1, (_, _) => { }, count: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.ToSamples(1, (_, _) => { }, within: TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.ToSamples(x => [x], count: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.ToSamples(x => [x], within: TimeSpan.FromDays(50)));
    }

    [Fact]
    public void Where_time_alone_completes_a_batch_its_buffer_grows_with_the_rows()
    {
        using var subscription = source.ToSamples(1, (x, row) => row[0] = x, int.MaxValue, TimeSpan.FromSeconds(10), scheduler, weight: x => x).Subscribe(batches.Add);
        foreach (var rows in (int[])[5000, 7, 12_000])
        {
            batches.Clear();
            Push([.. Enumerable.Range(1, rows).Select(x => (double)x)]);
            scheduler.AdvanceBy(TimeSpan.FromSeconds(10));
            var batch = Assert.Single(batches);
            Assert.Equal(Enumerable.Range(1, rows).Select(x => (double)x), Feed.Firsts(batch));
            Assert.Equal(Feed.Firsts(batch), batch.Samples.Weights!.Value.ToArray());
        }
    }

    [Theory]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(3000)]
    public void A_full_batch_is_as_long_as_asked_for(int count)
    {
        using var subscription = Collect(count);
        Push([.. Enumerable.Range(0, 3 * count).Select(x => (double)x)]);
        Assert.Equal([count, count, count], batches.Select(b => b.Samples.Count));
        Assert.Equal(Enumerable.Range(0, 3 * count).Select(x => (double)x), batches.SelectMany(Feed.Firsts));
    }

    private IDisposable Collect(int count, TimeSpan? within = null) =>
        source.ToSamples(1, (x, row) => row[0] = x, count, within, scheduler).Subscribe(batches.Add);

    private void Push(params IEnumerable<double> values)
    {
        foreach (var value in values)
            source.OnNext(value);
    }
}

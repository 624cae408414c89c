using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace StreamGmm.Tests.Operators;

public sealed class FollowMixtureTests
{
    private static readonly Batch[] Batches = Feed.Batches(20, 100);

    [Fact]
    public async Task It_is_the_scan_of_the_step() =>
        Feed.Same(Feed.Follow(Batches, Feed.Options), await Batches.ToObservable().FollowMixture(Feed.Options).ToList());

    [Fact]
    public async Task It_goes_on_from_a_state()
    {
        var states = Feed.Follow(Batches, Feed.Options);
        Feed.Same(states.Skip(7), await Batches.Skip(7).ToObservable().FollowMixture(Feed.Options, states[6]).ToList());
    }

    [Fact]
    public async Task The_whole_pipeline_learns_what_the_batches_hold()
    {
        var rows = Feed.Rows(Some.Samples(2_000));
        var states = await rows.ToObservable().ToSamples(2, (x, row) => x.CopyTo(row), count: 100).FollowMixture(Feed.Options).ToList();
        Feed.Same(Feed.Follow(Batches, Feed.Options), states);
    }

    [Fact]
    public async Task Disposing_cancels_the_step_and_nothing_is_told_of_it()
    {
        var values = Some.Values(Some.Samples(20_000));
        using var reached = new ManualResetEventSlim();
        using var disposed = new ManualResetEventSlim();
        var armed = false;
        using var memory = new CountedMemory(values, _ =>
        {
            if (!Volatile.Read(ref armed))
                return;
            reached.Set();
            disposed.Wait(Feed.Soon);
        });
        var large = new Batch(Samples.From(memory.Memory, 2));
        using var source = new Subject<Batch>();
        var (states, ends) = (0, 0);
        var subscription = source.FollowMixture(Feed.Options, Feed.States[^1]).Subscribe(_ => states++, _ => ends++, () => ends++);
        Volatile.Write(ref armed, true);
        var before = memory.Reads;
        var step = Task.Run(() => source.OnNext(large));
        Assert.True(reached.Wait(Feed.Soon));
        subscription.Dispose();
        disposed.Set();
        await step.WaitAsync(Feed.Soon);
        Assert.Equal((0, 0), (states, ends));
        Assert.InRange(memory.Reads - before, 1, 3);
    }

    [Fact]
    public async Task A_batch_that_cannot_be_learned_is_a_fault()
    {
        var (source, told) = (new[] { 1, 2, double.NaN }.ToObservable(), new List<OnlineState>());
        var fault = await Assert.ThrowsAsync<ArgumentException>(async () => await source.ToSamples(x => [x], 2).FollowMixture(new OnlineOptions(1)).Do(told.Add));
        Assert.StartsWith("Row 2, column 0 is NaN:", fault.Message, StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(told).SamplesSeen);
    }

    [Fact]
    public async Task A_batch_that_cannot_be_learned_is_skipped_and_counted_where_the_options_say_so()
    {
        var options = Feed.Options with { OnBadBatch = OnBadBatch.Skip };
        var rows = Feed.Rows(Some.Samples(2_000));
        rows[1_234] = [0, double.NaN];
        var states = await rows.ToObservable().ToSamples(2, (x, row) => x.CopyTo(row), count: 100).FollowMixture(options).ToList();
        Assert.Equal((20, 1, 1_900), (states.Count, states[^1].RefusedBatches, states[^1].SamplesSeen));
        Assert.Equal(states[11] with { RefusedBatches = 1, Position = 1_300 }, states[12]);
        var whole = Feed.Follow(Batches.Take(12).Concat(Batches.Skip(13)), options)[^1];
        Feed.Same([whole with { RefusedBatches = 1, Position = 2_000 }], [states[^1]]);
    }
}

using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace StreamGmm.Tests;

public sealed class GmmTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public void Fit_gives_the_last_state_of_the_sequence()
    {
        var samples = Some.Samples();
        var fit = Gmm.Fit(samples, new FitOptions(3));
        Assert.Equal(FitSequence.States(samples, new FitOptions(3)).Last(), fit);
        Assert.Equal(EmStatus.Converged, fit.Status);
    }

    [Fact]
    public async Task Synchronous_observable_and_async_fits_are_equal()
    {
        var samples = Some.Samples();
        var options = new FitOptions(3) { Seed = 7 };
        var fit = Gmm.Fit(samples, options);
        Assert.Equal(fit, await Gmm.Observe(samples, options));
        Assert.Equal(fit, await Gmm.FitAsync(samples, options));
        Assert.True(SameBits(fit.Mixture, (await Gmm.FitAsync(samples, options)).Mixture));
    }

    [Fact]
    public async Task Each_subscription_starts_its_own_fit_and_sees_the_same_states()
    {
        var observable = Gmm.Observe(Some.Samples(), new FitOptions(3) { Seed = 3 });
        var first = await observable.ToList();
        var second = await observable.ToList();
        Assert.Equal(0, first[0].Iteration);
        Assert.True(first.Count > 1);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Nothing_happens_before_a_subscription()
    {
        using var memory = new CountedMemory(Some.Values(Some.Samples()), _ => { });
        var samples = Samples.From(memory.Memory, 2);
        var before = memory.Reads;
        _ = Gmm.Observe(samples, new FitOptions(3));
        Assert.Equal(before, memory.Reads);
    }

    [Fact]
    public async Task Another_seed_gives_other_starts()
    {
        var samples = Some.Samples();
        var starts = new HashSet<GaussianMixture>();
        for (var seed = 0; seed < 5; seed++)
            starts.Add((await Gmm.Observe(samples, new FitOptions(3) { Seed = seed, Seeding = new Seeding.RandomSamples() }).FirstAsync()).Mixture);
        Assert.Equal(5, starts.Count);
    }

    [Fact]
    public void It_runs_on_the_scheduler_given()
    {
        var scheduler = new HistoricalScheduler();
        var states = new List<EmState>();
        using var subscription = Gmm.Observe(Some.Samples(), new FitOptions(3), scheduler).Subscribe(states.Add);
        Assert.Empty(states);
        scheduler.AdvanceBy(TimeSpan.FromSeconds(1));
        Assert.Equal(FitSequence.States(Some.Samples(), new FitOptions(3)), states);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(6_000)]
    public void Disposing_at_any_tile_ends_the_fit_within_one_tile_a_thread(int tile)
    {
        var values = Some.Values(Some.Samples(20_000));
        using var reached = new ManualResetEventSlim();
        using var disposed = new ManualResetEventSlim();
        using var memory = new CountedMemory(values, read =>
        {
            if (read < tile)
                return;
            reached.Set();
            disposed.Wait();
        });
        disposed.Set();
        var samples = Samples.From(memory.Memory, 2);
        disposed.Reset();
        var start = memory.Reads;
        Assert.True(start < tile);

        using var thread = new EventLoopScheduler();
        var states = 0;
        var options = new FitOptions(3) { Seeding = new Seeding.KMeans(), Em = new EmOptions { Threads = 2, Tolerance = 0 } };
        var subscription = Gmm.Observe(samples, options, thread).Subscribe(_ => states++);
        Assert.True(reached.Wait(Soon));
        subscription.Dispose();
        var (atDispose, statesAtDispose) = (memory.Reads, states);
        disposed.Set();
        using var free = new ManualResetEventSlim();
        thread.Schedule(free.Set);
        Assert.True(free.Wait(Soon));
        Assert.InRange(memory.Reads - atDispose, 0, 2);
        Assert.Equal(statesAtDispose, states);
    }

    [Fact]
    public void An_iteration_after_seeding_is_reached_by_the_test_above()
    {
        using var memory = new CountedMemory(Some.Values(Some.Samples(20_000)), _ => { });
        var samples = Samples.From(memory.Memory, 2);
        var seen = FitSequence.States(samples, new FitOptions(3) { Seeding = new Seeding.KMeans() }).Take(1).Select(_ => memory.Reads).Single();
        Assert.InRange(seen, 61, 5_999);
    }

    [Fact]
    public async Task Samples_that_do_not_suit_reach_OnError()
    {
        var fault = await Assert.ThrowsAsync<ArgumentException>(async () => await Gmm.Observe(Some.Samples(2), new FitOptions(3)));
        Assert.Equal("There are 2 samples of positive weight for 3 components: give at least one sample for each, or use fewer components.", fault.Message);
    }

    [Fact]
    public async Task An_observer_that_throws_does_not_harm_the_next_subscription()
    {
        var observable = Gmm.Observe(Some.Samples(), new FitOptions(3), ImmediateScheduler.Instance);
        Assert.Throws<InvalidOperationException>(() => observable.Subscribe(_ => throw new InvalidOperationException("mine")));
        Assert.Equal(await observable, await observable);
    }

    [Fact]
    public async Task Notifications_end_with_one_completion_and_none_follows()
    {
        var kinds = await Gmm.Observe(Some.Samples(), new FitOptions(3)).Materialize().Select(n => n.Kind).ToList();
        Assert.Equal(System.Reactive.NotificationKind.OnCompleted, kinds[^1]);
        Assert.All(kinds.SkipLast(1), kind => Assert.Equal(System.Reactive.NotificationKind.OnNext, kind));
    }

    [Fact]
    public void Restarts_follow_one_another_and_are_never_worse()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var samples = Some.Samples(200, seed);
            var one = new FitOptions(4) { Seed = seed, Seeding = new Seeding.RandomSamples() };
            var many = one with { Restarts = 5 };
            var states = FitSequence.States(samples, many).ToList();
            Assert.Equal([0, 1, 2, 3, 4], states.Select(s => s.Restart).Distinct());
            Assert.Equal(states.OrderBy(s => s.Restart).ThenBy(s => s.Iteration), states);
            Assert.True(Gmm.Fit(samples, many).LogLikelihood >= Gmm.Fit(samples, one).LogLikelihood);
            Assert.Equal(states.GroupBy(s => s.Restart).Max(g => g.Last().LogLikelihood), Gmm.Fit(samples, many).LogLikelihood);
        }
    }

    [Fact]
    public void The_best_restart_is_a_whole_one_where_there_is_one()
    {
        var good = FitSequence.States(Some.Samples(), new FitOptions(2)).Last();
        var bad = FitSequence.States(Some.Samples(), new FitOptions(3)).Last() with { Status = EmStatus.Degenerate, Restart = 1 };
        Assert.True(bad.LogLikelihood > good.LogLikelihood);
        Assert.Equal(good, new[] { good, bad }.Best());
        Assert.Equal(bad, new[] { bad }.Best());
    }

    [Fact]
    public async Task The_best_of_an_observable_is_that_of_its_states()
    {
        var options = new FitOptions(4) { Restarts = 4, Seeding = new Seeding.RandomSamples() };
        for (var seed = 0; seed < 5; seed++)
        {
            var samples = Some.Samples(200, seed);
            Assert.Equal(Gmm.Fit(samples, options), await Gmm.Observe(samples, options).Best());
        }

        Assert.Empty(await Observable.Empty<EmState>().Best().ToList());
        Assert.Throws<InvalidOperationException>(() => Array.Empty<EmState>().Best());
    }

    [Fact]
    public async Task Progress_sees_every_state_in_order()
    {
        var seen = new List<EmState>();
        var options = new FitOptions(3) { Restarts = 2 };
        var fit = await Gmm.FitAsync(Some.Samples(), options, new Direct(seen.Add));
        Assert.Equal(FitSequence.States(Some.Samples(), options), seen);
        Assert.Equal(seen.Best(), fit);
    }

    [Fact]
    public async Task A_cancelled_token_ends_the_fit()
    {
        using var source = new CancellationTokenSource();
        var progress = new Direct(state => { if (state.Iteration == 2) source.Cancel(); });
        var options = new FitOptions(3) { Em = new EmOptions { Tolerance = 0 } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Gmm.FitAsync(Some.Samples(), options, progress, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => Gmm.Fit(Some.Samples(), options, source.Token));
    }

    [Fact]
    public void From_a_mixture_there_is_no_seeding_and_one_start()
    {
        var options = FitOptions.From(Some.Mixture) with { Restarts = 5 };
        var states = FitSequence.States(Some.Samples(), options).ToList();
        Assert.Equal(Some.Mixture, states[0].Mixture);
        Assert.Single(states.Select(s => s.Restart).Distinct());
    }

    [Fact]
    public void Fit_then_assign_is_the_most_likely_component()
    {
        var samples = Some.Samples();
        var mixture = Gmm.Fit(samples, new FitOptions(3)).Mixture;
        var labels = mixture.Assign(samples);
        var probabilities = mixture.Responsibilities(samples);
        for (var i = 0; i < samples.Count; i++)
            Assert.Equal(probabilities.Row(i).IndexOf(probabilities.Row(i).ToArray().Max()), labels[i]);
    }

    private static bool SameBits(GaussianMixture a, GaussianMixture b) =>
        a.Means.AsSpan().ToArray().Select(BitConverter.DoubleToInt64Bits).SequenceEqual(b.Means.AsSpan().ToArray().Select(BitConverter.DoubleToInt64Bits));

    private sealed class Direct(Action<EmState> action) : IProgress<EmState>
    {
        public void Report(EmState value) => action(value);
    }
}

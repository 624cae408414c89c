using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace StreamGmm.Tests;

public sealed class SelectTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private static readonly SelectionOptions Options = new(Enumerable.Range(1, 4)) { Shapes = [CovarianceShape.Full, CovarianceShape.Spherical], Seed = 2 };

    [Fact]
    public async Task It_tells_the_candidates_of_the_sequence_and_the_best_of_them()
    {
        var samples = Some.Samples();
        var told = await Gmm.Select(samples, Options).ToList();
        Assert.Equal(ModelSelection.Candidates(samples, Options), told);
        Assert.Equal((3, CovarianceShape.Spherical), ((await Gmm.Select(samples, Options)).Best.Components, told[^1].Best.Shape));
    }

    [Fact]
    public async Task A_candidate_is_what_a_fit_with_its_options_gives()
    {
        var samples = Some.Samples();
        var candidates = await Gmm.Select(samples, Options with { Seedings = [new Seeding.RandomSamples()], Restarts = 3 }).ToList();
        Assert.All(candidates, c => Assert.Equal(
            Gmm.Fit(samples, new FitOptions(c.Components) { Shape = c.Shape, Seed = 2, Restarts = 3, Seeding = new Seeding.RandomSamples() }),
            c.Fit));
    }

    [Fact]
    public async Task A_candidate_is_told_before_the_next_is_fitted()
    {
        // One thread: all is done in turn, as it is asked for.
        using var memory = new CountedMemory(Some.Values(Some.Samples()), _ => { });
        var samples = Samples.From(memory.Memory, 2);
        var reads = await Gmm.Select(samples, Options with { Em = new EmOptions { Threads = 1 } }).Select(_ => memory.Reads).ToList();
        Assert.Equal(8, reads.Distinct().Count());
        Assert.Equal(reads.Order(), reads);
    }

    [Fact]
    public void Disposing_cancels_the_fits_under_way()
    {
        using var underWay = new ManualResetEventSlim();
        using var memory = new CountedMemory(Some.Values(Some.Samples()), reads =>
        {
            if (reads > 5_000)
                underWay.Set();
        });
        var endless = new SelectionOptions([1, 3]) { Shapes = [CovarianceShape.Full], Em = new EmOptions { Tolerance = 0, MaxIterations = int.MaxValue, Threads = 2 } };
        using var thread = new EventLoopScheduler();
        using var told = new ManualResetEventSlim();
        var subscription = Gmm.Select(Samples.From(memory.Memory, 2), endless, thread).Subscribe(_ => told.Set(), _ => told.Set(), told.Set);
        Assert.True(underWay.Wait(Soon));
        subscription.Dispose();
        AssertFree(thread);
        var reads = memory.Reads;
        AssertFree(thread);
        Assert.Equal((reads, false), (memory.Reads, told.IsSet));
    }

    [Fact]
    public void Disposing_between_candidates_cancels_the_rest()
    {
        // Of six rows each a component, with no regularization, all collapse at once; the second fit never ends by itself.
        var samples = Samples.From([[0], [1], [2], [10], [11], [12]]);
        var options = new SelectionOptions([6, 2]) { Shapes = [CovarianceShape.Full], Em = new EmOptions { Tolerance = 0, MaxIterations = int.MaxValue, Threads = 3, Regularization = Regularization.None } };
        using var first = new ManualResetEventSlim();
        using var thread = new EventLoopScheduler();
        var told = new List<Candidate>();
        var subscription = Gmm.Select(samples, options, thread).Subscribe(candidate =>
        {
            told.Add(candidate);
            first.Set();
        });
        Assert.True(first.Wait(Soon));
        subscription.Dispose();
        AssertFree(thread);
        Assert.Equal(EmStatus.Degenerate, Assert.Single(told).Fit.Status);
    }

    [Fact]
    public async Task Samples_that_do_not_suit_reach_OnError()
    {
        var fault = await Assert.ThrowsAsync<ArgumentException>(async () => await Gmm.Select(Some.Samples(3), Options));
        Assert.StartsWith("There are 3 samples of positive weight for 4 components", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Seedings_are_compared_by_the_restarts_of_a_fit()
    {
        var samples = Some.Samples(200);
        var options = new FitOptions(4) { Shape = CovarianceShape.Diagonal, Seed = 5, Restarts = 4 };
        var comparison = Gmm.CompareSeedings(samples, options, within: 1e-3);
        Assert.Equal((1e-3, 16), (comparison.Within, comparison.Starts));
        foreach (var outcome in comparison.Seedings)
        {
            var ends = FitSequence.States(samples, options with { Seeding = outcome.Seeding }).GroupBy(state => state.Restart).Select(states => states.Last().LogLikelihood);
            Assert.Equal(ends, outcome.LogLikelihoods);
        }

        Assert.Equal(comparison.Seedings.Max(outcome => outcome.LogLikelihoods.Max()), comparison.Best.LogLikelihood);
    }

    /// <summary>Whatever ran on the thread has come to an end.</summary>
    private static void AssertFree(EventLoopScheduler thread)
    {
        using var free = new ManualResetEventSlim();
        thread.Schedule(free.Set);
        Assert.True(free.Wait(Soon));
    }
}

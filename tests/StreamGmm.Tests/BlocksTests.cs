using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace StreamGmm.Tests;

/// <summary>Fits over stored blocks through the front door.</summary>
public sealed class BlocksTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_fit_over_blocks_comes_to_the_optimum_of_one_in_memory()
    {
        var options = new FitOptions(3) { Em = new EmOptions { Tolerance = 1e-11, MaxIterations = 5_000 } };
        var (expected, actual) = (Gmm.Fit(Some.Samples(2_000), options), Gmm.Fit(Blocks(2_000, 30), options));
        Assert.Equal((EmStatus.Converged, EmStatus.Converged), (expected.Status, actual.Status));
        Assert.Equal(expected.LogLikelihood, actual.LogLikelihood, 1e-8);
        Assert.Equal(2_000, actual.Statistics.TotalWeight);
        Assert.Equal(EStep.Expect(actual.Mixture, Some.Samples(2_000), actual.Statistics.Origin).MeanLogLikelihood, actual.LogLikelihood, 1e-12);
    }

    [Fact]
    public async Task Synchronous_and_observable_fits_are_equal_and_each_subscription_starts_its_own()
    {
        var options = new FitOptions(3) { Seed = 7, Restarts = 2, Seeding = new Seeding.RandomSamples() };
        var observable = Gmm.Observe(Blocks(500, 10), options);
        var (first, second) = (await observable.ToList(), await observable.ToList());
        Assert.Equal(first, second);
        Assert.Equal(Gmm.Fit(Blocks(500, 10), options), first.Best());
        Assert.Equal([0, 1], first.Select(s => s.Restart).Distinct());
        Assert.Equal(4, first.Count(s => s.Measured is not null));
    }

    [Fact]
    public void The_best_restart_wins()
    {
        var options = new FitOptions(3) { Restarts = 6, Seeding = new Seeding.RandomSamples(), Em = new EmOptions { MaxIterations = 4 } };
        var ends = FitSequence.States(Blocks(500, 5), options).GroupBy(s => s.Restart).Select(g => g.Last().Measured!).ToArray();
        Assert.Equal(6, ends.Length);
        Assert.True(ends.Max(e => e.LogLikelihood) > ends.Min(e => e.LogLikelihood));
        Assert.Equal(ends.MaxBy(e => e.LogLikelihood), Gmm.Fit(Blocks(500, 5), options));
    }

    [Fact]
    public void The_start_is_that_of_a_fit_in_memory_where_all_rows_are_drawn()
    {
        var options = new FitOptions(3) { Seed = 5 };
        Assert.Equal(FitSequence.States(Some.Samples(), options).First().Mixture, FitSequence.States(Blocks(500, 7), options).First().Mixture);
    }

    [Fact]
    public void A_mixture_that_is_given_is_started_from_without_a_pass_to_draw_rows()
    {
        var passes = 0;
        IEnumerable<Samples> Counted()
        {
            passes++;
            return Blocks(500, 7)();
        }

        var states = FitSequence.States(Counted, FitOptions.From(Some.Mixture));
        Assert.Equal(0, passes);
        Assert.Equal(Some.Mixture, states.First().Mixture);
        Assert.Equal(1, passes);
        _ = FitSequence.States(Counted, new FitOptions(3)).First();
        Assert.Equal(3, passes);
    }

    [Fact]
    public async Task What_does_not_suit_reaches_OnError()
    {
        var few = await Assert.ThrowsAsync<ArgumentException>(async () => await Gmm.Observe(() => [Some.Samples(2)], new FitOptions(3)));
        Assert.Equal("There are 2 samples of positive weight for 3 components: give at least one sample for each, or use fewer components.", few.Message);
        var other = await Assert.ThrowsAsync<ArgumentException>(async () => await Gmm.Observe(Blocks(500, 2), new FitOptions(2) { Seeding = new Seeding.From(Some.Mixture) }));
        Assert.Equal("The mixture to start from is K = 3, D = 2, spherical; the fit is for K = 2, D = 2, full: they must agree.", other.Message);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await Gmm.Observe(() => throw new InvalidDataException("gone"), new FitOptions(2)));
        Assert.Throws<ArgumentNullException>(() => { _ = Gmm.Observe((Func<IEnumerable<Samples>>)null!, new FitOptions(2)); });
    }

    [Theory]
    [InlineData(3)]
    [InlineData(13)]
    [InlineData(47)]
    public void Disposing_in_any_block_ends_the_fit_with_that_block(int block)
    {
        var given = 0;
        using var reached = new ManualResetEventSlim();
        using var disposed = new ManualResetEventSlim();
        IEnumerable<Samples> Slow()
        {
            foreach (var samples in Blocks(1_000, 10)())
            {
                if (++given == block)
                {
                    reached.Set();
                    disposed.Wait();
                }

                yield return samples;
            }
        }

        using var thread = new EventLoopScheduler();
        var subscription = Gmm.Observe(Slow, new FitOptions(3) { Em = new EmOptions { Tolerance = 0 } }, thread).Subscribe();
        Assert.True(reached.Wait(Soon));
        subscription.Dispose();
        disposed.Set();
        using var free = new ManualResetEventSlim();
        thread.Schedule(free.Set);
        Assert.True(free.Wait(Soon));
        Assert.Equal(block, given);
    }

    private static Func<IEnumerable<Samples>> Blocks(int count, int blocks)
    {
        var samples = Some.Samples(count);
        return () => Enumerable.Range(0, blocks).Select(b => samples.Slice(count * b / blocks, (count * (b + 1) / blocks) - (count * b / blocks)));
    }
}

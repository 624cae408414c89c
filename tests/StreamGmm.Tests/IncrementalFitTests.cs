using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace StreamGmm.Tests;

/// <summary>Incremental fits over shares of blocks that are opened by name.</summary>
public sealed class IncrementalFitTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Shapes => [.. CovarianceShape.All.Append(CovarianceShape.LowRank(1)).Select(shape => shape.ToString())];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Groups_of_one_block_are_incremental_EM_over_the_same_blocks_bit_for_bit(string shape)
    {
        var options = Options(shape);
        foreach (var samples in Some.Kinds(600))
        {
            var blocks = MemoryBlocks.Cut(samples, 7);
            var expected = FitSequence.States(() => blocks.Blocks.Select(block => blocks.Open(block, default)), options);
            Assert.Equal(expected.Select(Seen), FitSequence.IncrementalStates(blocks, options, 1.0 / 7).Select(Seen));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void One_group_is_plain_batch_EM_bit_for_bit(string shape)
    {
        var options = Options(shape) with { Em = new EmOptions { MaxIterations = 12, Acceleration = Acceleration.None, Stop = Stop.Change } };
        foreach (var samples in Some.Kinds(600))
        {
            var blocks = MemoryBlocks.Cut(samples, 5);
            Assert.Equal(FitSequence.States(blocks, options), FitSequence.IncrementalStates(blocks, options, 1).Select(state => state.Measured));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Whoever_computes_the_blocks_in_whatever_order_the_states_have_the_same_bits(string shape)
    {
        var options = Options(shape) with { Restarts = 1, Em = new EmOptions { MaxIterations = 2, Tolerance = 0, Threads = 1 } };
        foreach (var samples in Some.Kinds(600))
        {
            var blocks = MemoryBlocks.Cut(samples, 8);
            BlockState[] expected = [.. FitSequence.IncrementalStates(blocks, options, 0.4)];
            Assert.Equal(expected, FitSequence.IncrementalStates(blocks, options, 0.4, new ShuffledCluster(5)));
            Assert.Equal(expected, FitSequence.IncrementalStates(blocks, options with { Em = options.Em with { Threads = 3 } }, 0.4));
            Assert.Equal((3, 2), (expected.Length, expected[0].Blocks));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_free_energy_never_falls_and_the_log_likelihood_is_no_less(string shape)
    {
        var options = Options(shape) with { Restarts = 1, Em = new EmOptions { MaxIterations = 15, Tolerance = 0, Regularization = Regularization.None } };
        foreach (var samples in Some.Kinds(600))
        {
            foreach (var share in new[] { 0.01, 0.1, 0.4, 0.6, 1 })
            {
                var last = double.NegativeInfinity;
                BlockState[] states = [.. FitSequence.IncrementalStates(MemoryBlocks.Cut(samples, 10), options, share)];
                Assert.Equal(16, states.Length);
                foreach (var state in states)
                {
                    var slack = 1e-12 * (1 + Math.Abs(state.FreeEnergy));
                    Assert.True(state.FreeEnergy >= last - slack, $"{state} after {last:R}.");
                    var truth = EStep.Expect(state.Mixture, samples, state.Statistics.Origin).MeanLogLikelihood;
                    Assert.True(truth >= state.FreeEnergy - slack, $"{state}, but the log-likelihood is {truth:R}.");
                    last = state.FreeEnergy;
                }

                Assert.Equal(EStep.Expect(states[^1].Mixture, samples, states[^1].Statistics.Origin).MeanLogLikelihood, states[^1].Measured!.LogLikelihood, 1e-11);
            }
        }
    }

    [Theory]
    [InlineData(10, 0.3, "3 3 3 1")]
    [InlineData(10, 0.25, "3 3 3 1")]
    [InlineData(10, 1e-9, "1 1 1 1 1 1 1 1 1 1")]
    [InlineData(10, 0.1, "1 1 1 1 1 1 1 1 1 1")]
    [InlineData(10, 0.999, "10")]
    [InlineData(1, 0.5, "1")]
    [InlineData(14, 0.5, "7 7")]
    [InlineData(100, 0.07, "7 7 7 7 7 7 7 7 7 7 7 7 7 7 2")]
    public void A_group_is_that_share_of_the_blocks_rounded_up(int blocks, double share, string sizes)
    {
        var opened = new List<string>();
        var source = MemoryBlocks.Cut(Some.Samples(200), blocks, (block, _) => opened.Add(block));
        var asked = new GroupSizes(new LocalCluster(1));
        _ = FitSequence.IncrementalStates(source, FitOptions.From(Some.Mixture) with { Em = new EmOptions { MaxIterations = 2, Tolerance = 0 } }, share, asked).Count();
        // Two passes that move the mixture, one before them and, unless there is one group, one that measures.
        var passes = asked.Sizes.Chunk(sizes.Split(' ').Length).Select(pass => string.Join(' ', pass)).ToArray();
        Assert.Equal(Enumerable.Repeat(sizes, sizes.Contains(' ', StringComparison.Ordinal) ? 4 : 3), passes);
        Assert.Equal(Enumerable.Repeat(source.Blocks, passes.Length + 1).SelectMany(names => names), opened);
    }

    [Fact]
    public void States_are_measured_at_the_start_and_at_the_end_and_the_best_restart_wins()
    {
        var options = new FitOptions(3) { Restarts = 4, Seeding = new Seeding.RandomSamples(), Em = new EmOptions { MaxIterations = 4, Tolerance = 0 } };
        BlockState[] states = [.. FitSequence.IncrementalStates(MemoryBlocks.Cut(Some.Samples(), 10), options, 0.2)];
        Assert.Equal([0, 1, 2, 3], states.Select(s => s.Restart).Distinct());
        Assert.All(states, state => Assert.Equal(state.Iteration is 0 or 4, state.Measured is not null));
        var ends = states.Where(s => s.Iteration == 4).Select(s => s.Measured!).ToArray();
        Assert.All(ends, end => Assert.Equal((6, EmStatus.LimitReached), (end.Evaluations, end.Status)));
        Assert.True(ends.Max(e => e.LogLikelihood) > ends.Min(e => e.LogLikelihood));
        Assert.Equal(ends.MaxBy(e => e.LogLikelihood), states.Best());
    }

    [Fact]
    public void It_comes_to_the_optimum_in_fewer_passes_than_plain_EM()
    {
        var close = new GaussianMixture([0.5, 0.5], [[0, 0], [2.5, 0]], new Covariances.Spherical([1, 1]));
        var blocks = MemoryBlocks.Cut(close.Sample(5_000, 1), 60);
        var options = FitOptions.From(new GaussianMixture([0.5, 0.5], [[0, 0], [1, 0]], new Covariances.Spherical([1, 1]))) with
        {
            Em = new EmOptions { Tolerance = 1e-10, MaxIterations = 5_000, Acceleration = Acceleration.None, Stop = Stop.Change },
        };
        EmState[] plain = [.. FitSequence.States(blocks, options)];
        var fit = FitSequence.IncrementalStates(blocks, options, 1.0 / 60).Best();
        Assert.Equal(plain[^1].LogLikelihood, fit.LogLikelihood, 1e-7);
        Assert.True(fit.Evaluations < 0.7 * plain[^1].Evaluations, $"{fit.Evaluations} passes against {plain[^1].Evaluations}.");
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    public void With_a_journal_it_goes_on_from_any_call_bit_for_bit(double share)
    {
        var options = Options("full");
        foreach (var samples in Some.Kinds(300))
        {
            using var fit = new JournalCase(samples, options, blocks: 8);
            BlockState[] expected = [.. FitSequence.IncrementalStates(fit.Blocks, options, share)];
            Assert.Equal(expected, Run(fit.Blocks));
            Assert.Equal(expected, Run(fit.Closed));
            var whole = File.ReadAllBytes(fit.Journal);
            foreach (var length in JournalCase.Ends(whole).Where((_, call) => call % 3 == 0).Select(end => end - 1))
            {
                File.WriteAllBytes(fit.Journal, whole.AsSpan(0, length));
                Assert.Equal(expected, Run(fit.Blocks));
                Assert.Equal(whole, File.ReadAllBytes(fit.Journal));
            }

            var other = share == 1 ? 0.5 : share / 2;
            using var journal = FitJournal.Open(fit.Journal);
            Assert.Throws<InvalidDataException>(() => FitSequence.IncrementalStates(fit.Blocks, options, other, journal).Count());

            BlockState[] Run(IBlockSource blocks)
            {
                using var journal = FitJournal.Open(fit.Journal);
                return [.. FitSequence.IncrementalStates(blocks, options, share, journal)];
            }
        }
    }

    [Fact]
    public async Task Each_subscription_starts_a_fit_of_its_own()
    {
        var opened = 0;
        var blocks = MemoryBlocks.Cut(Some.Samples(), 6, (_, _) => Interlocked.Increment(ref opened));
        var observable = Gmm.ObserveIncremental(blocks, Options("full"), 0.5);
        Assert.Equal(0, opened);
        var first = await observable.ToList();
        Assert.Equal(first, await observable.ToList());
        Assert.Equal(first, await Gmm.ObserveIncremental(blocks, Options("full"), 0.5, new ShuffledCluster(2)).ToList());
        Assert.Equal(first, FitSequence.IncrementalStates(blocks, Options("full"), 0.5));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(31)]
    public void Disposing_while_any_block_is_opened_opens_no_other(int block)
    {
        var (given, isCancelled) = (0, false);
        using var reached = new ManualResetEventSlim();
        using var disposed = new ManualResetEventSlim();
        var blocks = MemoryBlocks.Cut(Some.Samples(1_000), 5, (_, token) =>
        {
            if (++given != block)
                return;
            reached.Set();
            isCancelled = disposed.Wait(Soon, CancellationToken.None) && token.IsCancellationRequested;
        });
        using var thread = new EventLoopScheduler();
        var subscription = Gmm.ObserveIncremental(blocks, new FitOptions(3) { Em = new EmOptions { Tolerance = 0 } }, 0.4, scheduler: thread).Subscribe();
        Assert.True(reached.Wait(Soon));
        subscription.Dispose();
        disposed.Set();
        using var free = new ManualResetEventSlim();
        thread.Schedule(free.Set);
        Assert.True(free.Wait(Soon));
        Assert.Equal((block, true), (given, isCancelled));
    }

    [Fact]
    public async Task The_best_of_what_is_observed_is_the_best_of_the_sequence()
    {
        var (blocks, options) = (MemoryBlocks.Cut(Some.Samples(), 4), new FitOptions(3) { Restarts = 3, Seeding = new Seeding.RandomSamples(), Em = new EmOptions { MaxIterations = 8 } });
        var states = FitSequence.IncrementalStates(blocks, options, 0.5).ToArray();
        var best = await Gmm.ObserveIncremental(blocks, options, 0.5).Best();
        Assert.Equal(states.Best(), best);
        Assert.NotEqual(2, best.Restart);
    }

    [Fact]
    public async Task What_does_not_suit_is_told()
    {
        var blocks = MemoryBlocks.Cut(Some.Samples(), 4);
        foreach (var share in new[] { 0, -0.1, 1.01, double.NaN })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = Gmm.ObserveIncremental(blocks, new FitOptions(2), share); });
            Assert.StartsWith(
                "The share of the blocks that is a group is above 0 and at most 1: ",
                Assert.Throws<ArgumentOutOfRangeException>(() => FitSequence.IncrementalStates(blocks, new FitOptions(2), share)).Message, StringComparison.Ordinal);
        }

        var faulty = MemoryBlocks.Cut(Some.Samples(), 4, (block, _) => throw new InvalidDataException("It is torn."));
        var fault = await Assert.ThrowsAsync<BlockException>(async () => await Gmm.ObserveIncremental(faulty, new FitOptions(2), 0.5));
        Assert.Equal("part-00", fault.Block);
        var wrong = Assert.Throws<ArgumentException>(() => FitSequence.IncrementalStates(blocks, FitOptions.From(Some.Mixture), 0.5, new GroupSizes(new LocalCluster(1), SufficientStatistics.Zero(CovarianceShape.Full, 3, [0, 0]))).Count());
        Assert.StartsWith("The E-step gave statistics of K = 3, D = 2, full for a mixture of K = 3, D = 2, spherical: ", wrong.Message, StringComparison.Ordinal);
    }

    private static FitOptions Options(string shape) =>
        new(3) { Seed = 7, Shape = CovarianceShape.Parse(shape), Restarts = 2, Seeding = new Seeding.RandomSamples(), Em = new EmOptions { MaxIterations = 6, Tolerance = 1e-7, Threads = 1 } };

    private static (int, int, GaussianMixture, SufficientStatistics, double, EmStatus, int, int, EmState?) Seen(BlockState state) =>
        (state.Iteration, state.Restart, state.Mixture, state.Statistics, state.FreeEnergy, state.Status, state.Evaluations, state.Blocks, state.Measured);

    /// <summary>Notes how many blocks each E-step is over, and gives statistics of its own where it has such.</summary>
    private sealed class GroupSizes(LocalCluster cluster, SufficientStatistics? wrong = null) : IBlockCluster
    {
        public List<int> Sizes { get; } = [];

        public Task<IReadOnlyList<BlockSummary>> SummarizeAsync(IBlockSource source, int components, CancellationToken cancellationToken) => cluster.SummarizeAsync(source, components, cancellationToken);

        public Task<IReadOnlyList<DrawnRows>> DrawAsync(IBlockSource source, IReadOnlyList<BlockSummary> blocks, IReadOnlyList<RowDraw> draws, CancellationToken cancellationToken) => cluster.DrawAsync(source, blocks, draws, cancellationToken);

        public Task<SufficientStatistics> ExpectAsync(IBlockSource source, IReadOnlyList<BlockSummary> blocks, GaussianMixture mixture, RealVector origin, CancellationToken cancellationToken)
        {
            Sizes.Add(blocks.Count);
            return wrong is null ? cluster.ExpectAsync(source, blocks, mixture, origin, cancellationToken) : Task.FromResult(wrong);
        }
    }
}

using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace StreamGmm.Tests;

/// <summary>Batch fits over blocks that are opened by name, through the front door.</summary>
public sealed class BlockFitTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Shapes => [.. CovarianceShape.All.Append(CovarianceShape.LowRank(1)).Select(shape => shape.ToString())];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void One_block_is_the_fit_in_memory_bit_for_bit(string shape)
    {
        var options = new FitOptions(3) { Seed = 7, Shape = CovarianceShape.Parse(shape), Restarts = 2 };
        foreach (var samples in Some.Kinds(900))
            Assert.Equal(FitSequence.States(samples, options), FitSequence.States(new MemoryBlocks([samples]), options));
    }

    [Fact]
    public void One_block_with_weights_of_zero_is_the_fit_in_memory_bit_for_bit_from_the_same_start()
    {
        var samples = Some.Samples(40_000).WithWeights(Enumerable.Range(0, 40_000).Select(i => (i % 5) / 2.0).ToArray());
        var options = FitOptions.From(Some.Mixture);
        Assert.Equal(FitSequence.States(samples, options), FitSequence.States(new MemoryBlocks([samples]), options));
    }

    [Fact]
    public void One_block_of_floats_is_the_fit_in_memory_bit_for_bit_from_the_same_start()
    {
        var samples = Samples.From(Array.ConvertAll(Some.Values(Some.Samples(40_000)), x => (float)x), 2);
        var options = FitOptions.From(Some.Mixture);
        Assert.Equal(FitSequence.States(samples, options), FitSequence.States(new MemoryBlocks([samples]), options));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Many_blocks_are_the_fit_in_memory_up_to_rounding(string shape)
    {
        var options = new FitOptions(3) { Shape = CovarianceShape.Parse(shape), Em = new EmOptions { Tolerance = 1e-8 } };
        foreach (var samples in Some.Kinds(900))
        {
            EmState[] expected = [.. FitSequence.States(samples, options)];
            EmState[] actual = [.. FitSequence.States(MemoryBlocks.Cut(samples, 13), options)];
            Assert.Equal(expected.Select(s => (s.Iteration, s.Evaluations, s.Status)), actual.Select(s => (s.Iteration, s.Evaluations, s.Status)));
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.LogLikelihood, pair.Second.LogLikelihood, 1e-9));
            Assert.All(expected[^1].Mixture.Means.AsSpan().ToArray().Zip(actual[^1].Mixture.Means.AsSpan().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Whoever_computes_the_blocks_in_whatever_order_the_states_have_the_same_bits(string shape)
    {
        var options = new FitOptions(3) { Seed = 3, Shape = CovarianceShape.Parse(shape), Em = new EmOptions { MaxIterations = 12, Threads = 1 } };
        foreach (var samples in Some.Kinds(2_000))
        {
            EmState[] expected = [.. FitSequence.States(MemoryBlocks.Cut(samples, 11), options)];
            foreach (var threads in new[] { 2, 5 })
                Assert.Equal(expected, FitSequence.States(MemoryBlocks.Cut(samples, 11), options with { Em = options.Em with { Threads = threads } }));
            Assert.Equal(expected, FitSequence.States(MemoryBlocks.Cut(samples, 11), options, new ShuffledCluster(5)));
        }
    }

    [Fact]
    public void The_start_does_not_depend_on_how_many_rows_are_cut_into_blocks()
    {
        var options = new FitOptions(2) { Em = new EmOptions { MaxIterations = 0 } };
        var samples = Some.Samples(30_000);
        var starts = new[] { 1, 2, 17 }.Select(blocks => Gmm.Fit(MemoryBlocks.Cut(samples, blocks), options).Mixture).Distinct();
        Assert.Equal(FitSequence.States(() => [samples], options).First().Mixture, Assert.Single(starts));
    }

    [Fact]
    public void Steps_are_accelerated_as_in_memory()
    {
        var close = new GaussianMixture([0.5, 0.5], [[0, 0], [1.2, 0.4]], new Covariances.Spherical([1, 1]));
        var blocks = MemoryBlocks.Cut(close.Sample(3_000, 1), 8);
        int Evaluations(Acceleration acceleration) =>
            Gmm.Fit(blocks, FitOptions.From(close) with { Em = new EmOptions { Tolerance = 1e-7, MaxIterations = 10_000, Acceleration = acceleration } }).Evaluations;
        Assert.InRange(Evaluations(Acceleration.Hybrid), 1, Evaluations(Acceleration.None) / 3);
    }

    [Fact]
    public void Blocks_without_rows_or_weight_are_blocks_too()
    {
        var samples = Some.Samples();
        var (none, weightless) = (samples.Slice(0, 0), samples.WithWeights(new double[samples.Count]));
        var options = FitOptions.From(Some.Mixture);
        var whole = Gmm.Fit(MemoryBlocks.Cut(samples, 2), options);
        Assert.Equal(whole, Gmm.Fit(new MemoryBlocks([none, samples.Slice(0, 250), samples.Slice(250, 250), weightless]), options));
        Assert.Equal(500, whole.Statistics.TotalWeight);
    }

    [Fact]
    public void The_origin_is_the_first_value_of_each_feature_in_whatever_block()
    {
        var first = Samples.From([[double.NaN, 1], [double.NaN, 2]], MissingValues.Marginalize);
        var state = Gmm.Fit(new MemoryBlocks([first, Some.Samples()]), new FitOptions(1));
        Assert.Equal(Some.Samples()[0][0], state.Statistics.Origin[0]);
        Assert.Equal(1, state.Statistics.Origin[1]);
    }

    [Fact]
    public async Task Synchronous_asynchronous_and_observable_fits_are_equal_and_each_subscription_starts_its_own()
    {
        var opened = 0;
        var blocks = MemoryBlocks.Cut(Some.Samples(), 4, (_, _) => Interlocked.Increment(ref opened));
        var options = new FitOptions(3) { Seed = 7, Restarts = 2, Seeding = new Seeding.RandomSamples() };
        var observable = Gmm.Observe(blocks, options);
        Assert.Equal(0, opened);
        var first = await observable.ToList();
        var passes = opened / 4;
        Assert.Equal(2 + first.GroupBy(s => s.Restart).Sum(g => g.Last().Evaluations), passes);
        var second = await observable.ToList();
        Assert.Equal(first, second);
        Assert.Equal(8 * passes, opened);
        Assert.Equal(Gmm.Fit(blocks, options), first.Best());
        var told = new Told();
        Assert.Equal(first.Best(), await Gmm.FitAsync(blocks, options, progress: told));
        Assert.Equal(first, told.States);
        Assert.Equal([0, 1], first.Select(s => s.Restart).Distinct());
    }

    [Fact]
    public void A_start_that_is_given_needs_no_rows_drawn()
    {
        var opened = 0;
        var blocks = MemoryBlocks.Cut(Some.Samples(), 4, (_, _) => opened++);
        _ = Gmm.Fit(blocks, FitOptions.From(Some.Mixture) with { Em = new EmOptions { MaxIterations = 0 } });
        Assert.Equal(8, opened);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(13)]
    [InlineData(47)]
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
        var subscription = Gmm.Observe(blocks, new FitOptions(3) { Em = new EmOptions { Tolerance = 0 } }, scheduler: thread).Subscribe();
        Assert.True(reached.Wait(Soon));
        subscription.Dispose();
        disposed.Set();
        using var free = new ManualResetEventSlim();
        thread.Schedule(free.Set);
        Assert.True(free.Wait(Soon));
        Assert.Equal((block, true), (given, isCancelled));
    }

    [Fact]
    public async Task A_block_that_is_open_is_not_computed_once_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var samples = Some.Samples();
        var blocks = MemoryBlocks.Cut(samples, 1, (_, _) => cancel.Cancel());
        BlockSummary[] summaries = [BlockSummary.Of("part-00", samples, 3)];
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await new LocalCluster(1).ExpectAsync(blocks, summaries, Some.Mixture, [0, 0], cancel.Token));
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_a_cluster_that_never_answers()
    {
        using var cancel = new CancellationTokenSource();
        var fit = Gmm.FitAsync(MemoryBlocks.Cut(Some.Samples(), 2), new FitOptions(2), new SilentCluster(cancel), cancellationToken: cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fit.WaitAsync(Soon));
    }

    [Fact]
    public async Task A_fault_of_a_block_reaches_OnError_with_its_name()
    {
        foreach (var cluster in new[] { null, new ShuffledCluster(1) })
        {
            var blocks = MemoryBlocks.Cut(Some.Samples(), 4, (block, _) =>
            {
                if (block == "part-02")
                    throw new InvalidDataException("Row 3, column 'x' is 'n/a'.");
            });
            var fault = await Assert.ThrowsAsync<BlockException>(async () => await Gmm.Observe(blocks, new FitOptions(2), cluster));
            Assert.Equal(("part-02", "Block 'part-02' cannot be opened: Row 3, column 'x' is 'n/a'."), (fault.Block, fault.Message));
        }
    }

    [Fact]
    public void A_block_that_changes_between_passes_ends_the_fit_with_its_name()
    {
        var blocks = new Changing(Some.Samples(), 3);
        var fault = Assert.Throws<BlockException>(() => Gmm.Fit(blocks, new FitOptions(2)));
        Assert.Equal("Block 'b' has 499 rows, at first it had 500: every pass needs the same rows in the same order. Keep the data as they are while the fit runs.", fault.Message);
    }

    [Fact]
    public void Blocks_that_do_not_suit_are_refused_by_name()
    {
        string Refused(FitOptions options, params Samples[] blocks) => Assert.ThrowsAny<ArgumentException>(() => Gmm.Fit(new MemoryBlocks(blocks), options)).Message;
        var (two, one) = (Some.Samples(), Samples.From([[1.0], [2], [3]]));
        Assert.Equal("Block 'part-01' has 1 features, block 'part-00' has 2: all blocks must have the same.", Refused(new FitOptions(2), two, one));
        Assert.Equal("Block 'part-01': The label of row 0 is 2: the 2 components are numbered from 0.", Refused(new FitOptions(2), two, two.Slice(0, 1).WithLabels(new[] { 2 })));
        Assert.Equal("There are 2 samples of positive weight for 3 components: give at least one sample for each, or use fewer components.", Refused(new FitOptions(3), two.Slice(0, 1), two.Slice(0, 1)));
        Assert.Equal("Column 1 is missing in every row of positive weight: a fit needs at least one value of each feature. Leave the column out.", Refused(new FitOptions(1), Samples.From([[1, double.NaN]], MissingValues.Marginalize), Samples.From([[2, double.NaN]], MissingValues.Marginalize)));
        Assert.Equal("The mixture to start from is K = 3, D = 2, spherical; the fit is for K = 2, D = 2, full: they must agree.", Refused(new FitOptions(2) { Seeding = new Seeding.From(Some.Mixture) }, two));
        Assert.Equal("There is no block: a fit needs one at least.", Refused(new FitOptions(2)));
        Assert.Equal("Block 'a' is there 2 times: blocks are opened by their names, which must differ.", Assert.Throws<ArgumentException>(() => Gmm.Fit(new Named(["a", "b", "a"]), new FitOptions(2))).Message);
        Assert.Throws<ArgumentNullException>(() => { _ = Gmm.Observe((IBlockSource)null!, new FitOptions(2)); });
    }

    [Fact]
    public void A_cluster_that_leaves_blocks_out_is_found_out()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => Gmm.Fit(MemoryBlocks.Cut(Some.Samples(), 2), new FitOptions(2), new SilentCluster(null)));
        Assert.Equal("The cluster looked at 0 blocks, and 2 were asked for: one summary each was expected, in their order.", fault.Message);
    }

    private sealed class Told : IProgress<EmState>
    {
        public List<EmState> States { get; } = [];

        public void Report(EmState value) => States.Add(value);
    }

    /// <summary>One block that is a row shorter from a time on.</summary>
    private sealed class Changing(Samples samples, int after) : IBlockSource
    {
        private int opened;

        public IReadOnlyList<string> Blocks => ["b"];

        public Samples Open(string block, CancellationToken cancellationToken) => ++opened > after ? samples.Slice(1, samples.Count - 1) : samples;
    }

    private sealed class Named(IReadOnlyList<string> names) : IBlockSource
    {
        public IReadOnlyList<string> Blocks => names;

        public Samples Open(string block, CancellationToken cancellationToken) => throw new InvalidOperationException($"'{block}' was opened.");
    }

    /// <summary>Sees no block, or never ends when it can be cancelled: not even then.</summary>
    private sealed class SilentCluster(CancellationTokenSource? cancelledWhenAsked) : IBlockCluster
    {
        public Task<IReadOnlyList<BlockSummary>> SummarizeAsync(IBlockSource source, int components, CancellationToken cancellationToken)
        {
            cancelledWhenAsked?.Cancel();
            return cancelledWhenAsked is null ? Task.FromResult<IReadOnlyList<BlockSummary>>([]) : new TaskCompletionSource<IReadOnlyList<BlockSummary>>().Task;
        }

        public Task<IReadOnlyList<DrawnRows>> DrawAsync(IBlockSource source, IReadOnlyList<BlockSummary> blocks, IReadOnlyList<RowDraw> draws, CancellationToken cancellationToken) => throw new InvalidOperationException("Rows were asked for.");

        public Task<SufficientStatistics> ExpectAsync(IBlockSource source, IReadOnlyList<BlockSummary> blocks, GaussianMixture mixture, RealVector origin, CancellationToken cancellationToken) => throw new InvalidOperationException("An E-step was asked for.");
    }
}

namespace StreamGmm.Core.Tests.Iteration;

public class BlockEmTests
{
    private static readonly GaussianMixture Start = Some.Unit(CovarianceShape.Full, [[0, 0], [1, 1]]);
    private static readonly Samples Overlapping = Some.Unit(CovarianceShape.Full, [[0, 0], [2, 0]]).Sample(4_000, 3);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fifty_blocks_come_to_the_optimum_of_batch_EM_in_about_half_the_passes(bool isSorted)
    {
        var start = Some.Unit(CovarianceShape.Full, [[0, 0], [1, 0]]);
        var apart = Some.Unit(CovarianceShape.Full, [[0, 0], [3, 0]]).Sample(5_000, 3);
        var samples = isSorted ? Sorted(apart) : apart;
        var options = new EmOptions { Tolerance = 1e-12, MaxIterations = 2_000, Regularization = Regularization.None, Acceleration = Acceleration.None, Stop = Stop.Change };
        var batch = Em.Iterate(Em.Start(start, samples, options), samples, options).ToArray();
        var blocks = BlockCase.States(start, BlockCase.Cut(samples, 50), options);
        Close.Absolutely(1e-9, batch[^1].LogLikelihood, blocks[^1].FreeEnergy);

        var goal = batch[^1].LogLikelihood - 1e-6;
        var slow = batch.First(s => s.LogLikelihood >= goal).Iteration;
        var fast = blocks.First(s => EStep.Expect(s.Mixture, samples, [0, 0]).MeanLogLikelihood >= goal).Evaluations;
        Assert.True(slow >= 40, $"{slow} iterations are too few to compare.");
        Assert.InRange((double)fast / slow, 0.4, 0.57);
    }

    [Fact]
    public void No_iterations_give_the_start()
    {
        var options = new EmOptions { MaxIterations = 0 };
        var state = Assert.Single(BlockCase.States(Start, BlockCase.Cut(Overlapping, 5), options));
        Assert.Equal((0, 1, EmStatus.LimitReached, 5), (state.Iteration, state.Evaluations, state.Status, state.Blocks));
        Assert.Equal(Start, state.Mixture);
        Close.Relatively(1e-13, Start.LogDensity(Overlapping).Average(), state.Measured!.LogLikelihood);
    }

    [Fact]
    public void States_are_measured_at_the_start_and_at_the_end()
    {
        var states = BlockCase.States(Start, BlockCase.Cut(Overlapping, 5));
        Assert.Equal([0, 1, 2, 3, 4], states.Select(s => s.Iteration));
        Assert.Equal([1, 2, 3, 4, 6], states.Select(s => s.Evaluations));
        Assert.Equal([true, false, false, false, true], states.Select(s => s.Measured is not null));
        Assert.Equal([EmStatus.Running, EmStatus.Running, EmStatus.Running, EmStatus.Running, EmStatus.LimitReached], states.Select(s => s.Status));
        var measured = states[^1].Measured!;
        Assert.Equal((4, 6, EmStatus.LimitReached, states[^1].Mixture), (measured.Iteration, measured.Evaluations, measured.Status, measured.Mixture));
        Assert.Equal(FormattableString.Invariant($"pass 4, free energy {states[^1].FreeEnergy:F6}, LimitReached"), states[^1].ToString());
    }

    [Fact]
    public void It_converges_when_the_free_energy_changes_by_less_than_the_tolerance()
    {
        var blocks = BlockCase.Cut(Overlapping, 20);
        var state = BlockEm.Start(Start, blocks);
        for (var last = double.NegativeInfinity; state.Status == EmStatus.Running; state = BlockEm.Next(state, blocks))
        {
            Assert.True(state.FreeEnergy - last >= 1e-5);
            last = state.FreeEnergy;
        }

        Assert.Equal(EmStatus.Converged, state.Status);
        Assert.Null(state.Measured);
        var measured = BlockEm.Measure(state, blocks);
        Assert.Equal(state with { Visited = measured.Visited, FreeEnergy = measured.FreeEnergy, IsMeasured = true, Evaluations = state.Evaluations + 1 }, measured);
        Assert.Same(measured, BlockEm.Measure(measured, blocks));
        Assert.Equal([measured], BlockEm.Iterate(state, blocks));
    }

    [Fact]
    public void A_state_goes_on_and_a_pass_leaves_it_as_it_was()
    {
        var blocks = BlockCase.Cut(Overlapping, 7);
        var options = BlockCase.Plain with { MaxIterations = 2 };
        var two = BlockEm.Next(BlockEm.Next(BlockEm.Start(Start, blocks, options), blocks, options), blocks, options);
        Assert.Equal(EmStatus.LimitReached, two.Status);
        var energy = two.FreeEnergy;
        var gone = BlockEm.Iterate(two, blocks, options with { MaxIterations = 5 }).ToArray();
        Assert.Equal([2, 3, 4, 5], gone.Select(s => s.Iteration));
        Assert.Equal(two with { Status = EmStatus.Running }, gone[0]);
        Assert.Equal(energy, two.Visited.FreeEnergy(two.Mixture));
        Assert.Equal(BlockCase.Fit(Start, blocks, options with { MaxIterations = 5 }), gone[^1]);
    }

    [Theory]
    [MemberData(nameof(Some.Shapes), MemberType = typeof(Some))]
    public void A_component_that_collapses_leaves_the_last_whole_pass(string shape)
    {
        var (points, start) = (Samples.From([[0, 0], [0, 0], [5, 1], [5, 1]]), Some.Pair(CovarianceShape.Parse(shape)));
        var blocks = BlockCase.Cut(points, 2);
        var states = BlockCase.States(start, blocks, BlockCase.Plain with { MaxIterations = 100 });
        Assert.Equal(EmStatus.Degenerate, states[^1].Status);
        Assert.NotNull(states[^1].Degeneracy);
        Assert.Equal(states[^2].Mixture, states[^1].Mixture);
        Assert.Equal(states[^2].Iteration, states[^1].Iteration);
        Assert.Equal(states[^1].Degeneracy, states[^1].Measured!.Degeneracy);
        Assert.Same(states[^1], BlockEm.Next(states[^1], blocks));
        Assert.All(states, state => Assert.True(double.IsFinite(state.FreeEnergy)));

        Assert.Equal(EmStatus.Converged, BlockCase.Fit(start, blocks, new EmOptions()).Status);
    }

    [Fact]
    public void Labelled_rows_stay_with_their_component()
    {
        var samples = Samples.From([[0, 0], [4, 4], [0, 1], [4, 5], [1, 0], [5, 4]]).WithLabels(new[] { 1, 0, 1, 0, 1, 0 });
        var fit = BlockCase.Fit(Start, BlockCase.Cut(samples, 3), BlockCase.Plain with { MaxIterations = 1 });
        Close.Absolutely(1e-14, [13 / 3.0, 13 / 3.0, 1 / 3.0, 1 / 3.0], fit.Mixture.Means.AsSpan());
    }

    [Fact]
    public void Far_out_there_is_no_NaN()
    {
        var samples = Samples.From([[1e149, 0], [-1e149, 1], [0, 1], [1, 0]]);
        Assert.All(BlockCase.States(Start, BlockCase.Cut(samples, 2), new EmOptions { MaxIterations = 3 }), state => Assert.False(double.IsNaN(state.FreeEnergy)));
    }

    [Fact]
    public void Blocks_that_change_are_refused()
    {
        var state = BlockEm.Start(Start, BlockCase.Cut(Overlapping, 5));
        Assert.Equal("There are 4 blocks, in the first pass there were 5: every pass needs the same blocks in the same order. Keep the data as they are while the fit runs.", Changed(BlockCase.Cut(Overlapping, 5)().SkipLast(1)));
        Assert.StartsWith("There are more blocks than the 5 of the first pass: ", Changed(BlockCase.Cut(Overlapping, 5)().Append(Overlapping)), StringComparison.Ordinal);
        Assert.StartsWith("Block 0 has 666 rows, in the first pass it had 800: ", Changed(BlockCase.Cut(Overlapping, 6)()), StringComparison.Ordinal);
        Assert.StartsWith("Block 3 has other rows than in the first pass: ", Changed(BlockCase.Cut(Overlapping, 5)().Select((b, i) => i == 3 ? b.Slice(0, 800).WithWeights(Enumerable.Repeat(2.0, 800).ToArray()) : b)), StringComparison.Ordinal);
        Assert.StartsWith("Block 1 has other rows than in the first pass: ", Changed(BlockCase.Cut(Overlapping, 5)().Select((b, i) => i == 1 ? b.WithLabels(Enumerable.Repeat(1, 800).ToArray()) : b)), StringComparison.Ordinal);
        var blocks = BlockCase.Cut(Overlapping, 5)().ToArray();
        Assert.StartsWith("Block 0 has other rows than in the first pass: ", Changed(blocks.Reverse()), StringComparison.Ordinal);
        Assert.Equal(5, BlockEm.Next(state, () => blocks).Blocks);

        string Changed(IEnumerable<Samples> other)
        {
            var messages = new[] { Refusal.Of(() => BlockEm.Next(state, () => other)), Refusal.Of(() => BlockEm.Measure(state with { IsMeasured = false }, () => other)) };
            return Assert.Single(messages.Distinct());
        }
    }

    [Fact]
    public void Blocks_that_do_not_suit_the_mixture_are_refused()
    {
        Assert.Equal("There are 0 samples of positive weight for 2 components: give at least one sample for each, or use fewer components.", Refusal.Of(() => BlockEm.Start(Start, () => [])));
        Assert.Equal("There are 1 samples of positive weight for 2 components: give at least one sample for each, or use fewer components.", Refusal.Of(() => BlockEm.Start(Start, () => [Samples.From([[1, 2]])])));
        Assert.Equal("Block 1 has 1 features, the mixture has 2: they must agree.", Refusal.Of(() => BlockEm.Start(Start, () => [Overlapping, Samples.From([[1]])])));
        Assert.Equal("Block 0: The label of row 1 is 2: the 2 components are numbered from 0.", Refusal.Of(() => BlockEm.Start(Start, () => [Samples.From([[1, 2], [3, 4]]).WithLabels(new[] { 0, 2 })])));
        Assert.Throws<ArgumentNullException>(() => BlockEm.Start(Start, null!));
        Assert.Throws<ArgumentNullException>(() => BlockEm.Start(null!, () => [Overlapping]));
    }

    [Fact]
    public void Blocks_are_asked_for_once_a_pass_one_after_another()
    {
        var given = new List<int>();
        var blocks = BlockCase.Cut(Overlapping, 3);
        IEnumerable<Samples> Told() => blocks().Select((block, index) =>
        {
            given.Add(index);
            return block;
        });
        Assert.Equal(3, BlockEm.Iterate(BlockEm.Start(Start, Told), Told, BlockCase.Plain).Take(3).Count());
        Assert.Equal([0, 1, 2, 0, 1, 2, 0, 1, 2], given);
    }

    [Fact]
    public void A_cancelled_pass_asks_for_no_more_blocks()
    {
        using var source = new CancellationTokenSource();
        var given = 0;
        IEnumerable<Samples> Blocks()
        {
            foreach (var block in BlockCase.Cut(Overlapping, 10)())
            {
                if (++given == 14)
                    source.Cancel();
                yield return block;
            }
        }

        var start = BlockEm.Start(Start, Blocks, null, source.Token);
        Assert.ThrowsAny<OperationCanceledException>(() => BlockEm.Next(start, Blocks, null, source.Token));
        Assert.Equal(14, given);
        Assert.ThrowsAny<OperationCanceledException>(() => BlockEm.Start(Start, Blocks, null, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => BlockEm.Measure(start with { IsMeasured = false }, Blocks, null, source.Token));
    }

    [Theory]
    [InlineData(1, 5, 1)]
    [InlineData(20_000, 59, 381)]
    [InlineData(10_000_000, 59, 15_849)]
    [InlineData(10_000_000, 43_000, 51_260)]
    [InlineData(10_000_000, 1_000_000, 200_000)]
    public void Blocks_are_about_as_many_as_a_power_of_the_samples(long samples, int parameters, int rows) =>
        Assert.Equal(rows, BlockEm.RowsPerBlock(samples, parameters));

    private static Samples Sorted(Samples samples)
    {
        var rows = Enumerable.Range(0, samples.Count).Select(i =>
        {
            var row = new double[2];
            samples.CopyRow(i, row);
            return row;
        });
        return Samples.From([.. rows.OrderBy(row => row[0])]);
    }
}

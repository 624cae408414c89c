using StreamGmm.Core.Tests.Statistics;

namespace StreamGmm.Core.Tests.Iteration;

public class BlockEmLaws
{
    [Fact]
    public void The_free_energy_never_falls_and_the_log_likelihood_is_no_less() => Law.Holds(p =>
    {
        var (samples, last) = (p.Samples(), double.NegativeInfinity);
        foreach (var state in BlockCase.States(p.Start(), BlockCase.Cut(samples, p.Draw()), BlockCase.Plain with { MaxIterations = 12 }))
        {
            var slack = 1e-12 * (1 + Math.Abs(state.FreeEnergy));
            Assert.True(state.FreeEnergy >= last - slack, $"{state} after {last:R}.");
            var truth = EStep.Expect(state.Mixture, samples, samples.Origin()).MeanLogLikelihood;
            Assert.True(truth >= state.FreeEnergy - slack, $"{state}, but the log-likelihood is {truth:R}.");
            last = state.FreeEnergy;
        }
    });

    [Fact]
    public void Every_visit_raises_the_free_energy() => Law.Holds(p =>
    {
        // A pass over all blocks up to one, all others as they were, is a visit less than a pass to the next.
        var blocks = BlockCase.Cut(p.Samples(), 5)().ToArray();
        var start = BlockEm.Start(p.Start(), () => blocks);
        var (mixture, visited) = (p.Start(), start.Visited.Copy());
        var last = visited.FreeEnergy(mixture);
        Close.Relatively(1e-12, start.FreeEnergy, last);
        foreach (var (index, block) in start.Visited.Again(blocks))
        {
            mixture = MStep.Maximize(visited.Tree.Total, mixture, Regularization.None);
            var maximized = visited.FreeEnergy(mixture);
            Assert.True(maximized >= last - (1e-12 * (1 + Math.Abs(last))), $"M-step of block {index}: {maximized:R} after {last:R}.");
            visited.Visit(index, (m, token) => EStep.Expect(m, block, visited.Tree.Total.Origin, 1, token), mixture, default);
            last = visited.FreeEnergy(mixture);
            Assert.True(last >= maximized - (1e-12 * (1 + Math.Abs(last))), $"E-step of block {index}: {last:R} after {maximized:R}.");
        }

        Bits.Same(mixture, BlockEm.Next(start, () => blocks, BlockCase.Plain).Mixture);
    });

    [Fact]
    public void One_block_is_batch_EM_bit_for_bit() => Law.Holds(p =>
    {
        var samples = p.Samples();
        var (batch, blocks) = (Em.Start(p.Start(), samples, BlockCase.Plain), BlockEm.Start(p.Start(), () => [samples], BlockCase.Plain));
        foreach (var (expected, actual) in Em.Iterate(batch, samples, BlockCase.Plain).Zip(BlockEm.Iterate(blocks, () => [samples], BlockCase.Plain)))
        {
            Assert.Equal(expected, actual.Measured);
            Bits.Same(expected.Statistics, actual.Statistics);
            Assert.Equal(expected.LogLikelihood, actual.FreeEnergy);
        }
    });

    [Fact]
    public void A_measured_state_has_the_statistics_of_all_samples_under_its_mixture() => Law.Holds(p =>
    {
        var samples = p.Samples();
        var fit = BlockCase.Fit(p.Start(), BlockCase.Cut(samples, p.Draw()));
        var (expected, actual) = (EStep.Expect(fit.Mixture, samples, fit.Statistics.Origin), fit.Measured!.Statistics);
        SufficientStatisticsLaws.Same(1e-11, expected, actual);
        Assert.Equal(fit.Measured.LogLikelihood, fit.FreeEnergy);
    });

    [Fact]
    public void Empty_blocks_and_blocks_without_weight_change_no_bit_of_a_pass() => Law.Holds(p =>
    {
        var samples = p.Samples();
        var (weightless, empty) = (samples.WithWeights(new double[samples.Count]), samples.Slice(0, 0));
        // Zeros at both ends of a tree of four leave the sums of the two in the middle as they are.
        var expected = BlockEm.Start(p.Start(), () => [samples]);
        var actual = BlockEm.Start(p.Start(), () => [weightless, samples, empty, empty]);
        Bits.Same(expected.Statistics, actual.Statistics);
        Assert.Equal(4, actual.Blocks);
        Assert.Equal(expected.FreeEnergy, actual.FreeEnergy);
    });

    [Fact]
    public void A_weight_is_a_number_of_copies() => Law.Holds(p =>
    {
        var (values, labels, draw) = (p.Values(), p.Labels(), p.Draw());
        var copies = values.Select((_, i) => i == 0 ? 2 : draw.Integer(4)).ToArray();
        IEnumerable<Samples> Blocks(bool areCopied) => Enumerable.Range(0, values.Length).Chunk(7).Where(rows => rows.Any(i => copies[i] > 0)).Select(chunk =>
        {
            int[] rows = areCopied ? [.. chunk.SelectMany(i => Enumerable.Repeat(i, copies[i]))] : chunk;
            var block = Samples.From([.. rows.Select(i => values[i])]);
            if (!areCopied)
                block = block.WithWeights(rows.Select(i => (double)copies[i]).ToArray());
            return p.IsLabelled ? block.WithLabels(rows.Select(i => labels[i]).ToArray()) : block;
        });
        EmLaws.AssertSame(1e-11, BlockCase.Fit(p.Start(), () => Blocks(true)).Measured!, BlockCase.Fit(p.Start(), () => Blocks(false)).Measured!);
    });

    [Fact]
    public void Any_number_of_threads_gives_the_same_states_bit_for_bit() => Law.Holds(
        p =>
        {
            // Enough rows in a block for several leaves, and work enough for several threads.
            var samples = p.PlainStart(p.Shape).Sample(12_000, p.Seed % 1000);
            var one = BlockCase.Fit(p.Start(), BlockCase.Cut(samples, 3), BlockCase.Plain with { Threads = 1, MaxIterations = 2 });
            Assert.All([2, 3, 8], threads => Assert.Equal(one, BlockCase.Fit(p.Start(), BlockCase.Cut(samples, 3), BlockCase.Plain with { Threads = threads, MaxIterations = 2 })));
        },
        cases: 6);

    [Fact]
    public void Shifting_the_data_by_1e8_shifts_the_fit() => Law.Holds(p =>
    {
        var values = p.Values().Select(row => row.Select(Expectation.EStepLaws.Rounded).ToArray()).ToArray();
        var (near, far) = (p.Like(Samples.From(values)), p.Like(Samples.From([.. values.Select(row => row.Select(x => x + 1e8).ToArray())])));
        var expected = BlockCase.Fit(p.Start(), BlockCase.Cut(near, 6));
        var actual = BlockCase.Fit(Expectation.EStepLaws.Moved(p.Start(), 1e8), BlockCase.Cut(far, 6));
        Close.Relatively(1e-6, expected.FreeEnergy, actual.FreeEnergy);
        Close.Mixtures(1e-6, 0, 1e-6, expected.Mixture, Expectation.EStepLaws.Moved(actual.Mixture, -1e8), meanOffset: 1e-6);
    });
}

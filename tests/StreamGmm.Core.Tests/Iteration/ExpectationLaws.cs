namespace StreamGmm.Core.Tests.Iteration;

/// <summary>EM by an E-step that is given: over blocks it is EM over all of their rows.</summary>
public class ExpectationLaws
{
    private static readonly EmOptions Accelerated = new() { Tolerance = 0, MaxIterations = 8 };

    [Fact]
    public void An_E_step_over_the_samples_gives_the_states_of_the_samples_bit_for_bit() => Law.Holds(p =>
    {
        var samples = p.Samples();
        Assert.Equal(Em.Iterate(Em.Start(p.Start(), samples, Accelerated), samples, Accelerated), States(p.Start(), [samples], Accelerated));
    });

    [Fact]
    public void Many_blocks_agree_with_all_rows_in_memory() => Law.Holds(p =>
    {
        var samples = p.Samples();
        var (expected, actual) = (Em.Iterate(Em.Start(p.Start(), samples, Accelerated), samples, Accelerated).ToArray(), States(p.Start(), BlockCase.Cut(samples, p.Draw())(), Accelerated));
        AssertAgree(1e-9, expected, actual);
    });

    [Fact]
    public void Many_blocks_with_missing_values_agree_with_all_rows_in_memory() => Law.Holds(
        p =>
        {
            var samples = Holes.Samples(p);
            AssertAgree(1e-9, [.. Em.Iterate(Em.Start(p.Start(), samples, BlockCase.Plain), samples, BlockCase.Plain)], States(p.Start(), BlockCase.Cut(samples, p.Draw())(), BlockCase.Plain));
        },
        cases: 30);

    [Fact]
    public void Blocks_of_floats_agree_with_all_rows_in_memory_as_floats_do() => Law.Holds(
        p =>
        {
            var floats = Samples.From(p.Samples().Values.ToArray().Select(x => (float)x).ToArray(), p.Dimension);
            var (expected, actual) = (Em.Iterate(Em.Start(p.Start(), floats, BlockCase.Plain), floats, BlockCase.Plain).ToArray(), States(p.Start(), BlockCase.Cut(floats, 5)(), BlockCase.Plain));
            Assert.All(expected.Zip(actual), pair => Close.Relatively(1e-5, pair.First.LogLikelihood, pair.Second.LogLikelihood));
        },
        cases: 30);

    [Fact]
    public void Blocks_computed_in_any_order_by_any_number_of_threads_and_twice_give_the_same_bits() => Law.Holds(p =>
    {
        Samples[] blocks = [.. BlockCase.Cut(p.Samples(), p.Draw())()];
        var order = p.Draw().Permutation(blocks.Length);
        SufficientStatistics Shuffled(GaussianMixture mixture, RealVector origin)
        {
            var leaves = new SufficientStatistics[blocks.Length];
            foreach (var (place, b) in order.Index().Concat(order.Index().Take(3)))
                leaves[b] = EStep.Expect(mixture, blocks[b], origin, 1 + (place % 4));
            return SufficientStatistics.Merge(leaves);
        }

        var origin = p.Samples().Origin();
        var start = Em.Start(p.Start(), (mixture, _) => Shuffled(mixture, origin), Accelerated);
        Assert.Equal(States(p.Start(), blocks, Accelerated), Em.Iterate(start, (mixture, _) => Shuffled(mixture, origin), Accelerated));
    });

    /// <summary>The states of a fit over blocks, with the origin of all rows.</summary>
    private static EmState[] States(GaussianMixture start, IEnumerable<Samples> blocks, EmOptions options)
    {
        Samples[] all = [.. blocks];
        var origin = all.First(block => block.FirstWeighted >= 0).Origin();
        SufficientStatistics Expect(GaussianMixture mixture, CancellationToken cancellationToken) =>
            SufficientStatistics.Merge(all.Select(block => EStep.Expect(mixture, block, origin, 1, cancellationToken)));
        return [.. Em.Iterate(Em.Start(start, Expect, options), Expect, options)];
    }

    private static void AssertAgree(double tolerance, EmState[] expected, EmState[] actual)
    {
        Assert.Equal(expected.Select(s => (s.Iteration, s.Status, s.Evaluations)), actual.Select(s => (s.Iteration, s.Status, s.Evaluations)));
        foreach (var (one, other) in expected.Zip(actual))
        {
            Close.Relatively(tolerance, one.LogLikelihood, other.LogLikelihood);
            Close.Mixtures(tolerance, one.Mixture, other.Mixture);
        }
    }
}

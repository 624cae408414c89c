namespace StreamGmm.Core.Tests.Statistics;

public class MergeLaws
{
    [Fact]
    public void Parts_are_added_by_the_tree_that_an_E_step_adds_its_leaves_by() => Law.Holds(p =>
    {
        var parts = Parts(p, 1 + p.Draw().Integer(40));
        var expected = FixedTree.Reduce(parts.Length, 1, () => new Nothing(), (_, leaf) => parts[leaf], (a, b) => a + b);
        Bits.Same(expected, SufficientStatistics.Merge(parts));
    });

    [Fact]
    public void The_parts_stay_as_they_were() => Law.Holds(p =>
    {
        var parts = Parts(p, 11);
        var copies = parts.Select(part => part + SufficientStatistics.Zero(p.Shape, p.Components, part.Origin)).ToArray();
        Bits.Same(SufficientStatistics.Merge(parts), SufficientStatistics.Merge(parts));
        Assert.Equal(copies, parts);
    });

    [Fact]
    public void Parts_without_weight_at_the_ends_of_two_whole_pairs_change_no_bit() => Law.Holds(p =>
    {
        var parts = Parts(p, 2);
        var zero = SufficientStatistics.Zero(p.Shape, p.Components, parts[0].Origin);
        Bits.Same(SufficientStatistics.Merge(parts), SufficientStatistics.Merge([zero, parts[0], parts[1], zero]));
    });

    [Fact]
    public void What_cannot_be_added_is_refused()
    {
        var zero = SufficientStatistics.Zero(CovarianceShape.Full, 2, [0, 0]);
        Assert.Equal("There are no statistics to add up: give those of one part at least.", Refusal.Of(() => SufficientStatistics.Merge([])));
        Assert.Equal("Statistics about different origins do not add: move one with About first.", Refusal.Of(() => SufficientStatistics.Merge([zero, zero, zero, SufficientStatistics.Zero(CovarianceShape.Full, 2, [1, 0])])));
        Assert.Equal("Statistics of K = 2, D = 2, full and of K = 1, D = 2, full do not add: shape and sizes must be the same.", Refusal.Of(() => SufficientStatistics.Merge([zero, SufficientStatistics.Zero(CovarianceShape.Full, 1, [0, 0])])));
        Assert.Throws<ArgumentNullException>(() => SufficientStatistics.Merge([zero, null!]));
    }

    private static SufficientStatistics[] Parts(Problem p, int count)
    {
        var (samples, start) = (p.Samples(), p.Start());
        return [.. Iteration.BlockCase.Cut(samples, count)().Select(block => EStep.Expect(start, block, samples.Origin()))];
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}

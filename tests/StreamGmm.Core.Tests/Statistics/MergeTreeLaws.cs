using System.Numerics;

namespace StreamGmm.Core.Tests.Statistics;

public class MergeTreeLaws
{
    [Fact]
    public void Parts_in_any_order_give_the_bits_of_their_merge() => Law.Holds(p =>
    {
        var (draw, tree) = (p.Draw(), new MergeTree());
        var parts = Parts(p, 1 + draw.Integer(70));
        foreach (var place in Shuffled(draw, parts.Length, parts.Length))
            tree.Add(place, parts[place]);
        Bits.Same(SufficientStatistics.Merge(parts), tree.Total(parts.Length));
        Bits.Same(SufficientStatistics.Merge(parts), tree.Total(parts.Length));
    });

    [Fact]
    public void Runs_of_parts_merged_elsewhere_give_the_bits_of_the_merge_of_all_and_stay_as_they_were() => Law.Holds(p =>
    {
        var (draw, tree) = (p.Draw(), new MergeTree());
        var parts = Parts(p, 1 + draw.Integer(70));
        var runs = new List<(int First, int Count)>();
        for (var first = 0; first < parts.Length; first += runs[^1].Count)
        {
            var count = 1 << draw.Integer(5);
            while (first % count != 0 || first + count > parts.Length)
                count /= 2;
            runs.Add((first, count));
        }

        var sums = runs.Select(run => SufficientStatistics.Merge(parts[run.First..(run.First + run.Count)])).ToArray();
        var copies = sums.Select(sum => sum + SufficientStatistics.Zero(p.Shape, p.Components, sum.Origin)).ToArray();
        foreach (var i in Shuffled(draw, runs.Count, runs.Count))
            tree.Add(runs[i].First, runs[i].Count, sums[i]);
        Bits.Same(SufficientStatistics.Merge(parts), tree.Total(parts.Length));
        Assert.Equal(copies, sums);
    });

    [Fact]
    public void A_part_that_is_in_a_run_is_there_already_and_parts_that_are_no_run_are_refused()
    {
        var zero = SufficientStatistics.Zero(CovarianceShape.Full, 2, [0, 0]);
        var tree = new MergeTree();
        tree.Add(4, 4, zero);
        tree.Add(9, zero);
        foreach (var (first, count, part) in new[] { (6, 1, 6), (4, 2, 4), (4, 4, 4), (0, 8, 4), (8, 8, 9), (8, 2, 9), (0, 16, 9) })
            Assert.StartsWith($"Part {part} is there already", Assert.Throws<ArgumentException>(() => tree.Add(first, count, zero)).Message, StringComparison.Ordinal);
        foreach (var (first, count) in new[] { (2, 4), (0, 3), (0, 0), (0, -1), (1, 2) })
            Assert.Contains("are no run", Assert.Throws<ArgumentException>(() => tree.Add(first, count, zero)).Message, StringComparison.Ordinal);
        Assert.Equal(2, tree.Sums);
    }

    [Fact]
    public void Every_number_of_parts_gives_the_bits_of_the_tree_of_an_E_step()
    {
        var all = Enumerable.Range(0, 70).Select(i => SufficientStatistics.Read(CovarianceShape.Spherical, 1, [0.0], Numbers(i))).ToArray();
        for (var count = 1; count <= all.Length; count++)
        {
            var tree = new MergeTree();
            foreach (var place in Enumerable.Range(0, count).OrderBy(i => (i * 37) % 71))
                tree.Add(place, all[place]);
            Bits.Same(FixedTree.Reduce(count, 1, () => new Nothing(), (_, leaf) => all[leaf], (a, b) => a + b), tree.Total(count));
        }
    }

    [Fact]
    public void In_memory_are_the_parts_behind_the_first_that_is_missing_and_the_height_of_those_before_it() => Law.Holds(p =>
    {
        var (part, draw) = (Parts(p, 1)[0], p.Draw());
        var (count, window) = (1 + draw.Integer(200), 1 + draw.Integer(12));
        var (tree, there) = (new MergeTree(), new bool[count]);
        foreach (var place in Shuffled(draw, count, window))
        {
            tree.Add(place, part);
            there[place] = true;
            var before = there.TakeWhile(isThere => isThere).Count();
            var behind = there.Skip(before).Count(isThere => isThere);
            Assert.True(behind < window, "The parts come about in their order.");
            Assert.InRange(tree.Sums, 1, behind + (before == 0 ? 0 : 1 + BitOperations.Log2((uint)before)));
        }
    });

    [Fact]
    public void No_order_needs_more_than_half_of_the_parts() => Law.Holds(p =>
    {
        var part = Parts(p, 1)[0];
        var (count, tree) = (1 + p.Draw().Integer(200), new MergeTree());
        foreach (var place in Enumerable.Range(0, count).OrderBy(i => i & 1))
        {
            tree.Add(place, part);
            Assert.InRange(tree.Sums, 1, (count + 1) / 2);
        }
    });

    [Fact]
    public void The_parts_stay_as_they_were() => Law.Holds(p =>
    {
        var parts = Parts(p, 11);
        var copies = parts.Select(part => part + SufficientStatistics.Zero(p.Shape, p.Components, part.Origin)).ToArray();
        var tree = new MergeTree();
        foreach (var place in Shuffled(p.Draw(), parts.Length, parts.Length))
            tree.Add(place, parts[place]);
        tree.Total(parts.Length);
        Assert.Equal(copies, parts);
    });

    [Fact]
    public void Parts_that_come_again_are_missing_or_of_another_kind_are_refused()
    {
        var zero = SufficientStatistics.Zero(CovarianceShape.Full, 2, [0, 0]);
        var tree = new MergeTree();
        for (var place = 0; place < 6; place++)
            tree.Add(place, zero);
        for (var place = 0; place < 6; place++)
            Assert.StartsWith($"Part {place} is there already: each is added once.", Assert.Throws<ArgumentException>(() => tree.Add(place, zero)).Message, StringComparison.Ordinal);
        Assert.Equal("Statistics about different origins do not add: move one with About first.", Refusal.Of(() => tree.Add(9, SufficientStatistics.Zero(CovarianceShape.Full, 2, [1, 0]))));
        Assert.Equal("There are parts behind the first 4: ask for the total of all.", Assert.Throws<InvalidOperationException>(() => tree.Total(4)).Message);
        Assert.Equal("Of 9 parts some between 8 and 8 are missing: add all before their total is asked for.", Assert.Throws<InvalidOperationException>(() => tree.Total(9)).Message);
        Assert.NotNull(tree.Total(6));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Add(-1, zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Total(0));
    }

    private static double[] Numbers(int seed)
    {
        var random = new Random(seed);
        var length = SufficientStatistics.Zero(CovarianceShape.Spherical, 1, [0.0]).Length;
        return [.. Enumerable.Range(0, length).Select(_ => random.NextDouble() + 0.1)];
    }

    /// <summary>All places once, none further from its turn than a window.</summary>
    private static List<int> Shuffled(Draw draw, int count, int window)
    {
        var (left, order) = (Enumerable.Range(0, count).ToList(), new List<int>());
        while (left.Count > 0)
        {
            // Nobody waits for the first longer than the window.
            var within = Math.Min(left.Count, Math.Max(1, window - (order.Count - left[0])));
            var index = draw.Integer(within);
            order.Add(left[index]);
            left.RemoveAt(index);
        }

        return order;
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

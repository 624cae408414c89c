namespace StreamGmm.Core.Tests.Data;

public sealed class FixedTreeTests
{
    [Fact]
    public void The_tree_is_the_same_for_any_number_of_threads()
    {
        for (var leaves = 1; leaves <= 70; leaves++)
        {
            var expected = Tree(leaves, 1);
            Assert.Equal(Enumerable.Range(0, leaves), expected.Split('(', ')', ' ', '+').Where(s => s.Length > 0).Select(int.Parse).Order());
            for (var threads = 2; threads <= 8; threads *= 2)
                Assert.Equal(expected, Tree(leaves, threads));
        }
    }

    [Fact]
    public void Neighbours_are_added_first() => Assert.Equal("(((0 + 1) + (2 + 3)) + 4)", Tree(5, 1));

    [Fact]
    public void Every_worker_is_disposed_also_when_one_fails()
    {
        var alive = 0;
        var failure = Assert.Throws<InvalidOperationException>(() => FixedTree.Reduce(
            40,
            4,
            () => new Worker(() => Interlocked.Decrement(ref alive), Interlocked.Increment(ref alive)),
            (_, leaf) => leaf == 17 ? throw new InvalidOperationException("leaf 17") : "x",
            (a, _) => a));
        Assert.Equal("leaf 17", failure.Message);
        Assert.Equal(0, alive);
    }

    [Fact]
    public void Little_work_is_done_by_one_thread()
    {
        Assert.Equal(1, FixedTree.Threads(8, 1000));
        Assert.Equal(8, FixedTree.Threads(8, long.MaxValue));
        Assert.Equal(Environment.ProcessorCount, FixedTree.Threads(0, long.MaxValue));
    }

    /// <summary>The tree written out; the smaller of two subtrees' first leaves stands left, as addition commutes.</summary>
    private static string Tree(int leaves, int threads) => FixedTree.Reduce(
        leaves,
        threads,
        () => new Worker(() => { }, 0),
        (_, leaf) => $"{leaf}",
        (a, b) => First(a) < First(b) ? $"({a} + {b})" : $"({b} + {a})");

    private static int First(string tree) => int.Parse(tree.TrimStart('(').Split(' ', ')')[0], System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Worker(Action dispose, int number) : IDisposable
    {
        public int Number { get; } = number;

        public void Dispose() => dispose();
    }
}

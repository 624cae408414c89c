namespace StreamGmm.Core.Tests.Statistics;

public class StatisticsTreeLaws
{
    [Fact]
    public void A_leaf_that_is_replaced_leaves_the_tree_of_the_new_leaves() => Law.Holds(Generators.Statistics, c =>
    {
        for (var count = 1; count <= 9; count++)
        {
            var leaves = Enumerable.Range(0, count).Select(i => (i % 3) switch { 0 => c.A, 1 => c.B, _ => c.C }).ToArray();
            var tree = new StatisticsTree(leaves);
            for (var i = 0; i < count; i++)
            {
                leaves[i] += c.B;
                tree.Replace(i, leaves[i]);
                Bits.Same(new StatisticsTree(leaves).Total, tree.Total);
                Assert.Equal(new StatisticsTree(leaves), tree);
            }
        }
    });

    [Fact]
    public void Neighbours_are_added_level_by_level_and_the_last_of_an_odd_number_waits() => Law.Holds(Generators.Statistics, c =>
        Bits.Same(((c.A + c.B) + (c.C + c.A)) + c.B, new StatisticsTree([c.A, c.B, c.C, c.A, c.B]).Total));

    [Fact]
    public void A_copy_goes_its_own_way() => Law.Holds(Generators.Statistics, c =>
    {
        var tree = new StatisticsTree([c.A, c.B, c.C]);
        var copy = tree.Copy();
        Assert.Equal((tree, tree.GetHashCode()), (copy, copy.GetHashCode()));
        copy.Replace(2, c.C + c.A);
        Bits.Same((c.A + c.B) + c.C, tree.Total);
        Bits.Same((c.A + c.B) + (c.C + c.A), copy.Total);
        Assert.Equal(3, copy.Count);
    });
}

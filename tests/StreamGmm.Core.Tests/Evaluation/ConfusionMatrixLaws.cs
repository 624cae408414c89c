using FsCheck;
using FsCheck.Fluent;

namespace StreamGmm.Core.Tests.Evaluation;

public class ConfusionMatrixLaws
{
    /// <summary>Two labellings of the same samples that agree in part, and their seed.</summary>
    private static Arbitrary<(int[] One, int[] Two, int Seed)> Labels => Arb.From(
        from count in Gen.Choose(2, 80)
        from classes in Gen.Choose(1, 6)
        from clusters in Gen.Choose(1, 6)
        from seed in Generators.Seed
        select Random(count, classes, clusters, seed));

    [Fact]
    public void Names_play_no_part() => Law.Holds(Labels, labels =>
    {
        var (one, two, seed) = labels;
        var draw = new Draw(seed + 1);
        var (p, q) = (draw.Permutation(6), draw.Permutation(6));
        var (before, after) = (ConfusionMatrix.Of(one, two), ConfusionMatrix.Of([.. one.Select(i => p[i])], [.. two.Select(i => q[i])]));
        Close.Absolutely(1e-12, before.AdjustedRandIndex, after.AdjustedRandIndex);
        Assert.Equal(before.Accuracy, after.Accuracy);
    });

    [Fact]
    public void The_order_of_samples_and_which_partition_comes_first_play_no_part() => Law.Holds(Labels, labels =>
    {
        var (one, two, seed) = labels;
        var order = new Draw(seed + 1).Permutation(one.Length);
        var (before, turned) = (ConfusionMatrix.Of(one, two), ConfusionMatrix.Of([.. order.Select(i => two[i])], [.. order.Select(i => one[i])]));
        Close.Absolutely(1e-12, before.AdjustedRandIndex, turned.AdjustedRandIndex);
        Assert.Equal(before.Accuracy, turned.Accuracy);
    });

    [Fact]
    public void A_partition_agrees_with_itself_and_no_other_agrees_better() => Law.Holds(Labels, labels =>
    {
        var (self, other) = (ConfusionMatrix.Of(labels.One, labels.One), ConfusionMatrix.Of(labels.One, labels.Two));
        Assert.Equal((1, 1), (self.Accuracy, self.AdjustedRandIndex));
        Assert.InRange(other.AdjustedRandIndex, -0.5 - 1e-12, 1);
        Assert.InRange(other.Accuracy, 1.0 / Math.Max(other.Counts.Rows, other.Counts.Columns), 1);
    });

    [Fact]
    public void The_index_is_that_of_all_pairs_of_samples() => Law.Holds(Labels, labels =>
    {
        // Together in both, in the first, in the second.
        var (one, two, _) = labels;
        var pairs = (from i in Enumerable.Range(0, one.Length) from j in Enumerable.Range(0, i) select (A: one[i] == one[j], B: two[i] == two[j])).ToArray();
        double Count(Func<(bool A, bool B), bool> which) => pairs.Count(which);
        var expected = Count(pair => pair.A) * Count(pair => pair.B) / pairs.Length;
        var most = 0.5 * (Count(pair => pair.A) + Count(pair => pair.B));
        if (most != expected)
            Close.Absolutely(1e-12, (Count(pair => pair.A && pair.B) - expected) / (most - expected), ConfusionMatrix.Of(one, two).AdjustedRandIndex);
        else
            Assert.Equal(1, ConfusionMatrix.Of(one, two).AdjustedRandIndex);
    });

    [Fact]
    public void Weights_are_copies() => Law.Holds(Labels, labels =>
    {
        var (one, two, seed) = labels;
        var draw = new Draw(seed + 1);
        var copies = one.Select(_ => draw.Integer(4)).ToArray();
        int[] Copied(int[] of) => [.. of.SelectMany((label, i) => Enumerable.Repeat(label, copies[i]))];
        var (weighted, copied) = (ConfusionMatrix.Of(one, two, copies.Select(c => (double)c).ToArray()), ConfusionMatrix.Of(Copied(one), Copied(two)));
        Close.Absolutely(1e-12, copied.AdjustedRandIndex, weighted.AdjustedRandIndex);
        Close.Absolutely(1e-12, copied.Accuracy, weighted.Accuracy);
    });

    [Fact]
    public void Translated_the_share_of_equal_labels_is_the_accuracy() => Law.Holds(Labels, labels =>
    {
        var confusion = ConfusionMatrix.Of(labels.One, labels.Two);
        var right = confusion.Translate(labels.Two).Zip(labels.One).Count(pair => pair.First == pair.Second);
        Close.Absolutely(1e-15, confusion.Accuracy, (double)right / labels.One.Length);
    });

    private static (int[] One, int[] Two, int Seed) Random(int count, int classes, int clusters, int seed)
    {
        var draw = new Draw(seed);
        int[] one = [.. Enumerable.Range(0, count).Select(_ => draw.Integer(classes))];
        return (one, [.. one.Select(label => draw.Chance(0.5) ? label % clusters : draw.Integer(clusters))], seed);
    }
}

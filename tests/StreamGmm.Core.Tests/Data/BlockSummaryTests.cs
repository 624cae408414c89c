namespace StreamGmm.Core.Tests.Data;

public class BlockSummaryTests
{
    private static readonly Samples Rows = Samples.From([[double.NaN, 2], [3, 4], [5, 6]], MissingValues.Marginalize).WithWeights(new[] { 1.0, 0, 2 }).WithLabels(new[] { -1, 0, 1 });

    [Fact]
    public void A_summary_says_what_a_fit_asks_for()
    {
        var summary = BlockSummary.Of("a", Rows, 2);
        Assert.Equal(("a", 3, 2), (summary.Block, summary.Count, summary.Dimension));
        Assert.Equal([5, 2], summary.FirstValues);
        Assert.Equal([1, 0, 1], summary.WeightedRows);
        Assert.Equal(summary, new BlockSummary("a", 3, [5, 2], [1, 0, 1], summary.Fingerprint));
    }

    [Fact]
    public void A_block_without_rows_or_weight_has_no_first_values()
    {
        Assert.Equal([double.NaN, double.NaN], BlockSummary.Of("a", Rows.Slice(0, 0), 2).FirstValues);
        Assert.Equal([double.NaN, double.NaN], BlockSummary.Of("a", Rows.Slice(1, 1), 2).FirstValues);
    }

    [Fact]
    public void Another_row_weight_or_label_is_another_fingerprint()
    {
        var values = Some.Rows(5_000).SelectMany(row => row).ToArray();
        var (one, swapped) = (Samples.From(values, 2), values.ToArray());
        (swapped[0], swapped[^1]) = (swapped[^1], swapped[0]);
        var prints = new[]
        {
            one, Samples.From(swapped, 2), one.WithWeights(Enumerable.Repeat(1.0, 5_000).ToArray()), one.WithWeights(Enumerable.Repeat(2.0, 5_000).ToArray()),
            one.WithLabels(new int[5_000]), one.WithLabels(Enumerable.Repeat(1, 5_000).ToArray()), one.Slice(0, 4_999), Samples.From(Array.ConvertAll(values, x => (float)x), 2),
        };
        Assert.Equal(prints.Length, prints.Select(samples => BlockSummary.Of("a", samples, 2).Fingerprint).Distinct().Count());
        Assert.Equal(BlockSummary.Of("a", one, 2), BlockSummary.Of("a", Samples.From(values.ToArray(), 2), 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(32)]
    public void Changes_that_cancel_in_a_sum_of_bits_are_seen(int apart)
    {
        ulong Of(Func<int, double> value) => BlockSummary.Of("a", Samples.From(Enumerable.Range(0, 400).Select(value).ToArray(), 1), 1).Fingerprint;
        ulong[] prints = [Of(i => i), Of(i => i == 100 || i == 100 + apart ? -i : i), Of(i => i == 100 ? 100 + apart : i == 100 + apart ? 100 : i), Of(_ => 0), Of(_ => 2), Of(i => i % (2 * apart) < apart ? 2 : 0)];
        Assert.Equal(prints.Length, prints.Distinct().Count());
    }

    [Fact]
    public void Floats_of_an_odd_number_are_seen_to_the_last()
    {
        ulong Of(float last) => BlockSummary.Of("a", Samples.From(new[] { 1, 2, last }, 1), 1).Fingerprint;
        Assert.NotEqual(Of(3), Of(4));
    }

    [Fact]
    public void A_block_that_has_changed_is_named()
    {
        string Opened(Samples first, Samples then) => Refusal.Of<BlockException>(() => BlockSummary.Of("a", first, 2).Open(new One(_ => then)));
        const string Advice = ": every pass needs the same rows in the same order. Keep the data as they are while the fit runs.";
        Assert.Equal("Block 'a' has 2 rows, at first it had 3" + Advice, Opened(Rows, Rows.Slice(0, 2)));
        Assert.Equal("Block 'a' has 1 features, at first it had 2" + Advice, Opened(Samples.From([[1, 2]]), Samples.From([[1]])));
        Assert.Equal("Block 'a' has other rows than at first" + Advice, Opened(Samples.From([[1, 2]]), Samples.From([[1, 3]])));
        Assert.Same(Rows, BlockSummary.Of("a", Rows, 2).Open(new One(_ => Rows)));
    }

    [Fact]
    public void A_block_that_cannot_be_opened_is_named_with_the_reason()
    {
        var reason = new IOException("the disk is gone");
        var fault = Assert.Throws<BlockException>(() => BlockSummary.Read(new One(_ => throw reason), "a", 2));
        Assert.Equal(("a", "Block 'a' cannot be opened: the disk is gone"), (fault.Block, fault.Message));
        Assert.Same(reason, fault.InnerException);
        Assert.Equal("Block 'a' cannot be opened: the source gave no samples (null); one without rows is Samples.From of an empty array.", Refusal.Of<BlockException>(() => BlockSummary.Read(new One(_ => null!), "a", 2)));
        Assert.Equal("Block 'a': The label of row 2 is 1: the 1 components are numbered from 0.", Refusal.Of(() => BlockSummary.Read(new One(_ => Rows), "a", 1)));
        Assert.StartsWith("Block 'a' cannot be opened: ", Refusal.Of<BlockException>(() => BlockSummary.Read(new One(_ => throw new OperationCanceledException()), "a", 1)));
    }

    [Fact]
    public void A_cancelled_wait_is_no_fault_of_the_block()
    {
        using var cancel = new CancellationTokenSource();
        var source = new One(token =>
        {
            cancel.Cancel();
            token.ThrowIfCancellationRequested();
            return Rows;
        });
        Assert.ThrowsAny<OperationCanceledException>(() => BlockSummary.Read(source, "a", 2, cancel.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => BlockSummary.Read(new One(_ => throw new InvalidOperationException("opened")), "a", 2, cancel.Token));
    }

    [Fact]
    public void A_summary_from_elsewhere_is_held_to_what_can_be()
    {
        Assert.Equal("Block 'a' has 0 first values and 2 numbers of rows: one for each feature was expected, and one for each label after that of the rows without.", Refusal.Of(() => new BlockSummary("a", 1, [], [0, 0], 0)));
        Assert.Equal("Of the 1 rows of block 'a' so many have a positive weight: 1, 1. Whole numbers were expected, and not more than there are.", Refusal.Of(() => new BlockSummary("a", 1, [1], [1, 1], 0)));
        Assert.Equal("Of the 1 rows of block 'a' so many have a positive weight: 0.5, 0. Whole numbers were expected, and not more than there are.", Refusal.Of(() => new BlockSummary("a", 1, [1], [0.5, 0], 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BlockSummary("a", -1, [1], [0, 0], 0));
    }

    private sealed class One(Func<CancellationToken, Samples> open) : IBlockSource
    {
        public IReadOnlyList<string> Blocks => ["a"];

        public Samples Open(string block, CancellationToken cancellationToken) => open(cancellationToken);
    }
}

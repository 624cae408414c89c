namespace StreamGmm.RabbitMq.Tests.Work;

public class KeptBlocksTests
{
    private const int OneBlock = SomeBlocks.Rows * 3 * sizeof(double);

    [Fact]
    public void A_block_is_read_once_while_there_is_memory_and_the_latest_are_kept()
    {
        var opened = new List<string>();
        var source = new SomeBlocks(3, (block, _) => opened.Add(block));
        var blocks = new KeptBlocks(source, 2 * OneBlock);
        var summaries = source.Blocks.Select(block => blocks.Summarize(block, 2, default)).ToArray();
        Assert.Equal(["block-01", "block-02"], blocks.Names.Order());
        opened.Clear();
        blocks.Open(summaries[1], default);
        blocks.Open(summaries[0], default);
        blocks.Open(summaries[1], default);
        Assert.Equal(["block-00"], opened);
        Assert.Equal(["block-00", "block-01"], blocks.Names.Order());
    }

    [Fact]
    public void Without_memory_every_pass_reads()
    {
        var opened = 0;
        var source = new SomeBlocks(1, (_, _) => opened++);
        var blocks = new KeptBlocks(source, OneBlock - 1);
        var summary = blocks.Summarize("block-00", 2, default);
        blocks.Open(summary, default);
        Assert.Empty(blocks.Names);
        Assert.Equal(2, opened);
    }

    [Fact]
    public void A_kept_block_that_is_not_the_one_wanted_is_read_anew()
    {
        var blocks = new KeptBlocks(new SomeBlocks(1), OneBlock);
        var summary = blocks.Summarize("block-00", 2, default);
        var other = new BlockSummary(summary.Block, summary.Count, summary.FirstValues, summary.WeightedRows, summary.Fingerprint + 1);
        var fault = Assert.Throws<BlockException>(() => blocks.Open(other, default));
        Assert.Contains("other rows", fault.Message, StringComparison.Ordinal);
        Assert.Equal(SomeBlocks.Rows, blocks.Open(summary, default).Count);
    }

    [Fact]
    public void What_is_kept_no_more_is_counted()
    {
        var source = new SomeBlocks(3);
        var blocks = new KeptBlocks(source, 2 * OneBlock);
        foreach (var (name, losses) in source.Blocks.Zip([0L, 0, 1]))
        {
            blocks.Summarize(name, 2, default);
            Assert.Equal(losses, blocks.Losses);
        }

        Assert.True(blocks.Keeps(["block-01", "block-02"]));
        Assert.False(blocks.Keeps(["block-00", "block-01"]));
    }

    [Fact]
    public void The_first_look_reads_anew()
    {
        var opened = 0;
        var blocks = new KeptBlocks(new SomeBlocks(1, (_, _) => opened++), OneBlock);
        blocks.Summarize("block-00", 2, default);
        blocks.Summarize("block-00", 2, default);
        Assert.Equal(2, opened);
        Assert.Equal(["block-00"], blocks.Names);
    }
}

namespace StreamGmm.RabbitMq.Tests.Coordination;

public class SentBlocksTests
{
    private readonly SentBlocks blocks = new(3);
    private readonly WorkerEntry a = new("a", "a");
    private readonly WorkerEntry b = new("b", "b");

    [Fact]
    public void A_block_that_is_sent_again_waits_from_then_on()
    {
        blocks.Add(2, a, TimeSpan.FromSeconds(1));
        blocks.Add(0, a, TimeSpan.FromSeconds(2));
        blocks.Add(2, b, TimeSpan.FromSeconds(3));
        Assert.Equal([(0, TimeSpan.FromSeconds(2)), (2, TimeSpan.FromSeconds(3))], blocks.Earliest);
        Assert.Equal([a, b], blocks.Holders(2));
    }

    [Fact]
    public void The_last_who_has_a_block_gives_it_back_unless_it_is_answered()
    {
        blocks.Add(0, a, TimeSpan.Zero);
        blocks.Add(0, b, TimeSpan.Zero);
        blocks.Add(1, a, TimeSpan.Zero);
        Assert.False(blocks.Return(0, a));
        Assert.False(blocks.Return(0, a));
        Assert.True(blocks.Return(0, b));
        blocks.Remove(1);
        Assert.False(blocks.Return(1, a));
        Assert.Empty(blocks.Earliest);
    }
}

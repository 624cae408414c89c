namespace StreamGmm.RabbitMq.Tests;

public class OptionsTests
{
    private static readonly BrokerAddress Address = BrokerAddress.Parse("amqp://host");

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("amq.x")]
    [InlineData("ä")]
    public void A_cluster_has_a_plain_name(string name)
    {
        Assert.Throws<ArgumentException>(() => new RabbitMqClusterOptions(Address) { Cluster = name });
        Assert.Throws<ArgumentException>(() => new BlockWorkerOptions(Address) { Cluster = name });
    }

    [Fact]
    public void Values_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RabbitMqClusterOptions(Address) { Silence = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RabbitMqClusterOptions(Address) { Patience = TimeSpan.FromSeconds(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RabbitMqClusterOptions(Address) { Overdue = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RabbitMqClusterOptions(Address) { OverdueFloor = -TimeSpan.FromSeconds(1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BlockWorkerOptions(Address) { Memory = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BlockWorkerOptions(Address) { Threads = -1 });
        Assert.Throws<ArgumentException>(() => new BlockWorkerOptions(Address) { Name = "" });
        Assert.Equal(Timeout.InfiniteTimeSpan, new RabbitMqClusterOptions(Address) { Patience = Timeout.InfiniteTimeSpan }.Patience);
    }
}

namespace StreamGmm.RabbitMq.Tests.Broker;

/// <summary>A broker of several nodes, of which most stay.</summary>
public class NodeTests(RabbitMqTrio trio) : IClassFixture<RabbitMqTrio>
{
    [SkippableFact]
    public async Task Nodes_that_are_killed_one_after_another_cost_no_bit_and_no_message_that_was_kept()
    {
        trio.Nodes[0].Require();
        using Gate one = new(12), other = new(12);
        await using var cluster = await Cluster.ConnectAsync(BrokerAddress.Parse(trio.Address));
        var kept = new byte[] { 1, 2, 3 };
        await using (var aside = await Aside.ConnectAsync(cluster, hears: false))
            await aside.PublishAsync(new Topology(cluster.Name).Refused, kept);

        // All are connected to the first node, and it leads the queue that it was asked for.
        await cluster.WorkerAsync(one.Pass, options => options with { Memory = 0 });
        await cluster.WorkersAsync(1);
        await cluster.FitAsync(meanwhile: async () =>
        {
            await one.Reached;
            await trio.Nodes[0].KillAsync();
        });
        var redeliveries = cluster.Coordinator.Status.Redeliveries;
        Assert.True(redeliveries > 0);
        await using (var aside = await Aside.ConnectAsync(cluster))
            Assert.Equal(kept, await aside.NextAsync());

        // The next one they are connected to.
        await trio.Nodes[0].BootAsync();
        await cluster.WorkerAsync(other.Pass, options => options with { Memory = 0 }, BrokerAddress.Parse(trio.Nodes[1].Address[..^1] + $",127.0.0.1:{trio.Nodes[2].Port}/"));
        await cluster.WorkersAsync(2);
        await cluster.FitAsync(meanwhile: async () =>
        {
            await other.Reached;
            await trio.Nodes[1].KillAsync();
        });
        Assert.True(cluster.Coordinator.Status.Redeliveries > redeliveries);
        Assert.Null(cluster.Coordinator.Status.Warning);
        Assert.Equal(0, cluster.Coordinator.Status.RefusedMessages);
    }
}

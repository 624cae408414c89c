namespace StreamGmm.RabbitMq.Tests.Broker;

/// <summary>A broker of three nodes.</summary>
public sealed class RabbitMqTrio : IAsyncLifetime
{
    private readonly RabbitMqServer[] nodes;

    public RabbitMqTrio()
    {
        var first = new RabbitMqServer();
        nodes = [first, new RabbitMqServer(first), new RabbitMqServer(first)];
    }

    /// <summary>The nodes, in the order of the address.</summary>
    public IReadOnlyList<RabbitMqServer> Nodes => nodes;

    /// <summary>All three in one address.</summary>
    public string Address => nodes[0].Address.Replace($":{nodes[0].Port}/", $":{nodes[0].Port},127.0.0.1:{nodes[1].Port},127.0.0.1:{nodes[2].Port}/", StringComparison.Ordinal);

    public async Task InitializeAsync()
    {
        // They begin at once; two ask for the first until it is there.
        var first = nodes[0].InitializeAsync();
        await Task.WhenAll(first, nodes[1].InitializeAsync(), nodes[2].InitializeAsync());
    }

    public Task DisposeAsync() => Task.WhenAll(nodes.Select(node => node.DisposeAsync()));
}

using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;

namespace StreamGmm.RabbitMq.Tests.Broker;

/// <summary>A coordinator and workers of a cluster of its own.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    /// <summary>Longer than any test takes: what hangs fails.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    private readonly List<BlockWorker> workers = [];

    private Cluster(BrokerAddress address, string name, RabbitMqCluster coordinator) => (Address, Name, Coordinator) = (address, name, coordinator);

    public string Name { get; }

    public RabbitMqCluster Coordinator { get; }

    public BrokerAddress Address { get; }

    public static Task<Cluster> ConnectAsync(RabbitMqServer server, Func<RabbitMqClusterOptions, RabbitMqClusterOptions>? with = null, string? name = null)
    {
        server.Require();
        return ConnectAsync(BrokerAddress.Parse(server.Address), with, name);
    }

    public static async Task<Cluster> ConnectAsync(BrokerAddress address, Func<RabbitMqClusterOptions, RabbitMqClusterOptions>? with = null, string? name = null)
    {
        name ??= $"test-{Guid.NewGuid():N}";
        var options = new RabbitMqClusterOptions(address) { Cluster = name };
        return new Cluster(address, name, await RabbitMqCluster.ConnectAsync(with is null ? options : with(options)).WaitAsync(Limit));
    }

    /// <summary>A worker, with what it does when it opens a block.</summary>
    public async Task<BlockWorker> WorkerAsync(Action<string, CancellationToken>? opening = null, Func<BlockWorkerOptions, BlockWorkerOptions>? with = null, BrokerAddress? by = null)
    {
        var options = new BlockWorkerOptions(by ?? Address) { Cluster = Name, Name = $"worker {workers.Count}" };
        var worker = await BlockWorker.StartAsync(new SomeBlocks(0, opening), with is null ? options : with(options)).WaitAsync(Limit);
        workers.Add(worker);
        return worker;
    }

    /// <summary>Waits until so many workers are known.</summary>
    public Task<ClusterStatus> WorkersAsync(int count) => UntilAsync(status => status.Workers == count);

    public Task<ClusterStatus> UntilAsync(Func<ClusterStatus, bool> isSo) => Coordinator.Statuses.FirstAsync(isSo).ToTask().WaitAsync(Limit);

    public static Task<WorkerStatus> UntilAsync(BlockWorker worker, Func<WorkerStatus, bool> isSo) => worker.Statuses.FirstAsync(isSo).ToTask().WaitAsync(Limit);

    /// <summary>Fits on the cluster; the bits must be those of one machine.</summary>
    public async Task FitAsync(int blocks = 8, CovarianceShape shape = default, Func<Task>? meanwhile = null)
    {
        var fit = Reference.OnAsync(Coordinator, blocks, shape);
        if (meanwhile is not null)
            await meanwhile();
        Assert.Equal(Reference.Local(blocks, shape), await fit.WaitAsync(Limit));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in workers)
            await worker.DisposeAsync();
        await Coordinator.DisposeAsync();
    }
}

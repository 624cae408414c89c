using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;

namespace StreamGmm.Benchmarks.Workers;

/// <summary>A cluster of some workers over the blocks of a folder, and a fit on it.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private static readonly EmOptions Options = new() { Tolerance = 0, Acceleration = Acceleration.None };

    private readonly PinnedWorker[] workers;
    private readonly RabbitMqCluster cluster;
    private readonly Expectation expectation;

    private Fleet(PinnedWorker[] workers, RabbitMqCluster cluster, Expectation expectation, EmState state) => (this.workers, this.cluster, this.expectation, State) = (workers, cluster, expectation, state);

    /// <summary>The state after the iterations so far.</summary>
    public EmState State { get; private set; }

    public double WorkerSeconds => workers.Sum(worker => worker.ProcessorSeconds);

    public ClusterStatus Status => cluster.Status;

    /// <summary>Starts workers, one a core, and lets them read the blocks.</summary>
    public static async Task<Fleet> StartAsync(LocalBroker broker, BlockFolder folder, int count, CancellationToken cancellationToken)
    {
        var name = $"fleet-{Guid.NewGuid():N}";
        var workers = Enumerable.Range(0, count).Select(core => PinnedWorker.Start(broker, name, folder.Path, core)).ToArray();
        var cluster = await RabbitMqCluster.ConnectAsync(new RabbitMqClusterOptions(BrokerAddress.Parse(broker.Address)) { Cluster = name }, cancellationToken);
        await cluster.Statuses.FirstAsync(status => status.Workers == count).ToTask(cancellationToken);
        var (source, start) = (folder.Source, folder.Problem.Start);
        var summaries = await cluster.SummarizeAsync(source, start.Components, cancellationToken);
        Expectation expectation = (mixture, token) => cluster.ExpectAsync(source, summaries, mixture, summaries[0].FirstValues, token).GetAwaiter().GetResult();
        return new Fleet(workers, cluster, expectation, Em.Start(start, expectation, Options, cancellationToken));
    }

    public void Iterate(CancellationToken cancellationToken) => State = Em.Next(State, expectation, Options, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        foreach (var worker in workers)
            await worker.DisposeAsync();
    }
}

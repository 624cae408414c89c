using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Threading.Channels;

namespace StreamGmm;

/// <summary>Computes the blocks of fits on the workers of a RabbitMQ cluster: <c>Gmm.Observe(blocks, options, cluster)</c> gives the same bits as without one.</summary>
/// <remarks>
/// Workers may come, go, die and be slow; the broker may be lost and come back: that costs time and nothing else. Several fits may run at once.
/// Statistics of blocks, K (1 + D + D (D + 1) / 2) doubles each for full covariances, become sums as soon as those of two neighbours are there (<see cref="MergeTree"/>): in memory are about as many as tasks are under way, two for each worker,
/// and for each worker log₂ of the number of blocks it keeps; where workers are of very different speed more, but never those of more than half of the blocks.
/// Where blocks are many more than workers, these add up the statistics of neighbours themselves and answer once for all, by the same tree (<see cref="MergeTree"/>).
/// </remarks>
public sealed partial class RabbitMqCluster : IBlockCluster, IAsyncDisposable
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>A coordinator that only listens is not told that its workers may not speak, nor how long their words wait for it: it asks well before it takes them for gone.</summary>
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(0.5);

    private readonly Guid id = Guid.NewGuid();
    private readonly Topology topology;
    private readonly TimeProvider time;
    private readonly long started;
    private readonly Lock gate = new();
    private readonly Dispatcher dispatcher;
    private readonly Channel<(Link Link, Outgoing Outgoing)> outgoing = Channel.CreateUnbounded<(Link, Outgoing)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly BehaviorSubject<ClusterStatus> statuses = new(new ClusterStatus());
    private readonly CancellationTokenSource stop = new();
    private Reconnecting? connection;
    private ITimer? timer;
    private Task sending = Task.CompletedTask;
    private Task probing = Task.CompletedTask;
    private volatile Link? current;
    private TimeSpan heard;
    private bool isDisposed;

    private RabbitMqCluster(RabbitMqClusterOptions options)
    {
        (topology, time) = (new Topology(options.Cluster), TimeProvider.System);
        started = time.GetTimestamp();
        dispatcher = new Dispatcher(id, Kernel.Here, new DispatchRules(options.AllowMixed, options.Silence, options.Patience, options.Overdue, options.OverdueFloor));
    }

    /// <summary>What is known of the cluster now.</summary>
    public ClusterStatus Status => statuses.Value;

    /// <summary>What is known of the cluster: now, and whenever it changes. Completes when it is disposed of.</summary>
    public IObservable<ClusterStatus> Statuses => statuses.ObserveOn(TaskPoolScheduler.Default);

    private TimeSpan Now => time.GetElapsedTime(started);

    /// <summary>Connects to a cluster. Its workers are asked for, not waited for.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    /// <exception cref="BrokerException">The broker cannot be reached, or does not let us in.</exception>
    public static async Task<RabbitMqCluster> ConnectAsync(RabbitMqClusterOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var cluster = new RabbitMqCluster(options);
        cluster.connection = await Reconnecting.StartAsync(
            token => Link.OpenAsync(options.Broker, cluster.topology, cluster.End(), token),
            link => cluster.Do(d => d.Connect(link.Queue, link.Warning, cluster.Now), () => (cluster.current, cluster.heard) = (link, cluster.Now)),
            () => cluster.Do(d => d.Disconnect(cluster.Now), () => cluster.current = null),
            fault => cluster.Do(d => d.Warn(fault.Message)),
            cancellationToken).ConfigureAwait(false);
        cluster.sending = Task.Run(cluster.SendAsync, CancellationToken.None);
        cluster.probing = Task.Run(cluster.ProbeAsync, CancellationToken.None);
        cluster.timer = cluster.time.CreateTimer(_ => cluster.Do(d => d.Tick(cluster.Now, cluster.Now - cluster.heard)), null, TickEvery, TickEvery);
        return cluster;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<BlockSummary>> SummarizeAsync(IBlockSource source, int components, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var summaries = new BlockSummary[source.Blocks.Count];
        await RunAsync(
            [.. source.Blocks.Select(block => new BlockTask.Summarize(block, components))],
            null,
            (run, result) => summaries[run.First] = result is BlockResult.Summary { Value: var summary } && summary.WeightedRows.Length == components + 1 ? summary : throw Unfit(),
            cancellationToken).ConfigureAwait(false);
        return summaries;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DrawnRows>> DrawAsync(IBlockSource source, IReadOnlyList<BlockSummary> blocks, IReadOnlyList<RowDraw> draws, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(draws);
        var drawn = new DrawnRows[blocks.Count];
        await RunAsync(
            [.. blocks.Zip(draws, (summary, draw) => new BlockTask.Draw(summary, draw))],
            null,
            (run, result) => drawn[run.First] = result is BlockResult.Rows { Value: var rows } && rows.Samples.Dimension == blocks[run.First].Dimension ? rows : throw Unfit(),
            cancellationToken).ConfigureAwait(false);
        return drawn;
    }

    /// <inheritdoc/>
    public async Task<SufficientStatistics> ExpectAsync(IBlockSource source, IReadOnlyList<BlockSummary> blocks, GaussianMixture mixture, RealVector origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentNullException.ThrowIfNull(origin);
        var tree = new MergeTree();
        await RunAsync(
            [.. blocks.Select(summary => new BlockTask.Expect(summary))],
            (mixture, origin),
            (run, result) => tree.Add(run.First, run.Count, result is BlockResult.Statistics statistics && statistics.Count == Rows(run)
                ? SufficientStatistics.Read(mixture.Shape, mixture.Components, origin, statistics.Values)
                : throw Unfit()),
            cancellationToken).ConfigureAwait(false);
        return tree.Total(blocks.Count);

        long Rows(Run run) => Enumerable.Range(run.First, run.Count).Sum(place => (long)blocks[place].Count);
    }

    /// <summary>Ends the fits that use it, on all workers, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            if (isDisposed)
                return;
            isDisposed = true;
        }

        Do(d => d.Close(new ObjectDisposedException(nameof(RabbitMqCluster))));
        await timer!.DisposeAsync().ConfigureAwait(false);
        outgoing.Writer.Complete();
        await sending.ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await connection!.DisposeAsync().ConfigureAwait(false);
        await probing.ConfigureAwait(false);
        statuses.OnCompleted();
    }

    private static ArgumentException Unfit() => new("It is the answer to another question.");

    private async Task RunAsync(IReadOnlyList<BlockTask> tasks, (GaussianMixture, RealVector)? expectation, Action<Run, BlockResult> collect, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Pass? pass = null;
        Do(d => pass = d.Start(tasks, expectation, collect, Now), () => ObjectDisposedException.ThrowIf(isDisposed, this));
        using var cancel = cancellationToken.Register(() => Do(d => d.End(pass!, null)));
        try
        {
            await pass!.Completion.Task.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }
}

using StreamGmm.Cli.Arguments;
using StreamGmm.Cli.Output;

namespace StreamGmm.Cli.Clusters;

/// <summary>The cluster of a fit, with a word about its workers as they come and go.</summary>
internal sealed class FitCluster : IDisposable
{
    /// <summary>Workers that are there say so at once.</summary>
    private static readonly TimeSpan SoonThere = TimeSpan.FromSeconds(1);

    private readonly Action<string> note;
    private readonly RabbitMqClusterOptions options;
    private readonly RabbitMqCluster cluster;
    private readonly IDisposable statuses;
    private readonly Timer soon;
    private readonly Lock gate = new();
    private ClusterStatus last = new() { IsConnected = true };
    private bool isOver;

    private FitCluster(RabbitMqCluster cluster, RabbitMqClusterOptions options, Action<string> note)
    {
        (this.cluster, this.options, this.note) = (cluster, options, note);
        statuses = cluster.Statuses.Subscribe(Tell);
        soon = new Timer(_ => TellNone(), null, SoonThere, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The cluster.</summary>
    public IBlockCluster Cluster => cluster;

    /// <summary>Where it is shown what the cluster does now.</summary>
    public Action<string> Show { get; set; } = _ => { };

    /// <summary>Connects. Where no line is shown, what changes is noted.</summary>
    public static FitCluster Connect(Shell shell, WantedBlocks wanted, bool isQuiet)
    {
        var options = new RabbitMqClusterOptions(Brokers.Address(wanted.Cluster!)) { AllowMixed = wanted.AllowMixed };
        options = options with { Cluster = wanted.Cluster!.Name ?? options.Cluster, Patience = wanted.Patience ?? options.Patience };
        shell.AllowToEnd(Brokers.TimeToLeave);
        Action<string> note = isQuiet || Progress.IsLive(shell, isQuiet) ? _ => { } : shell.Say;
        return new FitCluster(Brokers.Connected(() => RabbitMqCluster.ConnectAsync(options, shell.Cancelled)), options, note);
    }

    /// <summary>What is said where there was no worker for too long.</summary>
    public IOException NoWorkers(TimeoutException e)
    {
        var status = cluster.Status;
        return new IOException(
            $"No worker of cluster '{options.Cluster}' has been there for {options.Patience.TotalSeconds:0} seconds, at {options.Broker}{(status.IsConnected ? "" : ", which is lost")}.{(status.LastRefusal is { } refusal ? $" Refused was: {Brokers.Told(refusal)}" : "")} Start some with {Starting}, or wait longer with --patience.",
            e);
    }

    /// <summary>What the workers did that was not as usual; null where all was.</summary>
    public string? Summary()
    {
        var status = cluster.Status;
        return status is { Redeliveries: 0, LateAnswers: 0, RefusedMessages: 0 } ? null
            : $"Redelivered to other workers: {Brokers.Count(status.Redeliveries, "block")}; late or twice: {Brokers.Count(status.LateAnswers, "answer")}; refused: {Brokers.Count(status.RefusedMessages, "message")}. The result is the same.";
    }

    /// <summary>Ends what is under way on the workers, and leaves.</summary>
    public void Dispose()
    {
        lock (gate)
            isOver = true;
        soon.Dispose();
        statuses.Dispose();
        cluster.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private string Starting => $"streamgmm worker --cluster {options.Broker}{(options.Cluster == new RabbitMqClusterOptions(options.Broker).Cluster ? "" : $" --cluster-name {options.Cluster}")}";

    private void TellNone()
    {
        lock (gate)
        {
            if (!isOver && cluster.Status.Workers == 0)
                note($"No worker of cluster '{options.Cluster}' at {options.Broker} is there yet. Start some with {Starting}.");
        }
    }

    private void Tell(ClusterStatus status)
    {
        lock (gate)
        {
            if (isOver)
                return;
            if (status.IsConnected != last.IsConnected)
                note(status.IsConnected ? "The broker is there again." : "The broker is lost: trying to reach it again.");
            else if (status.Workers != last.Workers && status.IsConnected)
                note($"{Brokers.Count(status.Workers, "worker")} {(status.Workers == 1 ? "is" : "are")} there.");
            if (status.Warning is { } warning && warning != last.Warning)
                note(Brokers.Told(warning));
            if (status.LastRefusal is { } refusal && refusal != last.LastRefusal)
                note($"Refused: {Brokers.Told(refusal)}");
            last = status;
            Show(Line(status));
        }
    }

    private static string Line(ClusterStatus status)
    {
        var parts = new List<string>
        {
            !status.IsConnected ? "the broker is lost: trying to reach it again"
            : status.IsBlocked ? "the broker takes no messages for now, look at its disk and memory"
            : status.Workers == 0 ? "no worker is there: start streamgmm worker"
            : Brokers.Count(status.Workers, "worker"),
        };
        if (status.Blocks > 0)
            parts.Add(FormattableString.Invariant($"{status.BlocksDone} of {status.Blocks} blocks"));
        if (status.Redeliveries > 0)
            parts.Add(FormattableString.Invariant($"{status.Redeliveries} redelivered"));
        if (status.RefusedWorkers > 0)
            parts.Add($"{Brokers.Count(status.RefusedWorkers, "worker")} refused");
        return string.Join(", ", parts);
    }
}

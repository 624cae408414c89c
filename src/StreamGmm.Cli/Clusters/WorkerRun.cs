using System.Diagnostics;
using StreamGmm.Cli.Output;

namespace StreamGmm.Cli.Clusters;

/// <summary>A worker from its start until it is cancelled, with a word about what it does.</summary>
internal sealed class WorkerRun(Shell shell, ClusterPlace place, string root, bool isQuiet)
{
    /// <summary>How often the blocks done are told where there is no terminal.</summary>
    private static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(1);

    private readonly Action<string> note = isQuiet || Progress.IsLive(shell, isQuiet) ? _ => { } : shell.Say;
    private readonly Lock gate = new();
    private WorkerStatus last = new() { IsConnected = true };
    private long told;
    private long lastTold = Stopwatch.GetTimestamp();
    private string? trouble;

    /// <summary>The most bytes of blocks that are kept; null for what is usual.</summary>
    public long? Memory { get; init; }

    /// <summary>What the worker is called; null for what is usual.</summary>
    public string? Name { get; init; }

    /// <summary>How many threads compute a block, 0 for all cores.</summary>
    public int Threads { get; init; }

    /// <summary>Works until it is cancelled, which is its only end.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    public void Run()
    {
        var options = Options();
        var source = new ToldBlocks(Blocks(), _ => { }, Trouble);
        shell.AllowToEnd(Brokers.TimeToLeave);
        var worker = Brokers.Connected(() => BlockWorker.StartAsync(source, options, shell.Cancelled));
        try
        {
            note($"Worker '{options.Name}' of cluster '{options.Cluster}' at {options.Broker} opens blocks below '{Path.GetFullPath(root)}'. Ctrl-C ends it.");
            Progress.Show(shell, isQuiet, "connected", show =>
            {
                using var statuses = worker.Statuses.Subscribe(status => Tell(status, show));
                return shell.Cancelled.WaitHandle.WaitOne();
            });
        }
        finally
        {
            worker.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        if (worker.Status.Answers > told)
            note($"{Brokers.Count(worker.Status.Answers, "block")} done.");
        throw new OperationCanceledException(shell.Cancelled);
    }

    private FileBlocks Blocks()
    {
        try
        {
            return FileBlocks.ByName(root);
        }
        catch (IOException e)
        {
            throw new UsageException($"--root is '{root}'. {e.Message}", e);
        }
    }

    private BlockWorkerOptions Options()
    {
        var options = new BlockWorkerOptions(Brokers.Address(place));
        return options with
        {
            Cluster = place.Name ?? options.Cluster,
            Name = Name ?? options.Name,
            Memory = Memory ?? options.Memory,
            Threads = Threads,
        };
    }

    private void Trouble(string message)
    {
        trouble = Brokers.Told(message);
        note(trouble);
    }

    private void Tell(WorkerStatus status, Action<string> show)
    {
        lock (gate)
        {
            if (status.IsConnected != last.IsConnected)
                note(status.IsConnected ? "The broker is there again." : "The broker is lost: trying to reach it again.");
            if (status.Warning is { } warning && warning != last.Warning)
                note(Brokers.Told(warning));
            if (status.LastRefusal is { } refusal && refusal != last.LastRefusal)
                note($"Refused: {Brokers.Told(refusal)}");
            if (status.Answers > told && (told == 0 || Stopwatch.GetElapsedTime(lastTold) > TellEvery))
            {
                note($"{Brokers.Count(status.Answers, "block")} done.");
                (told, lastTold) = (status.Answers, Stopwatch.GetTimestamp());
            }

            last = status;
            show(string.Join(", ", Line(status)));
        }
    }

    private IEnumerable<string> Line(WorkerStatus status)
    {
        yield return !status.IsConnected ? "the broker is lost: trying to reach it again"
            : status.IsBlocked ? "the broker takes no messages for now, look at its disk and memory"
            : "connected";
        yield return $"{Brokers.Count(status.Answers, "block")} done";
        if (status.Block is { } block)
            yield return $"at '{Brokers.Told(block)}'";
        if ((status.LastRefusal ?? trouble) is { } told)
            yield return Brokers.Told(told);
    }
}

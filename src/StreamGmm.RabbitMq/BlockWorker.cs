using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace StreamGmm;

/// <summary>Computes blocks for the fits of a cluster, as long as it lives: one at a time, on all cores.</summary>
/// <remarks>It opens blocks by their names with a source of its own, keeps them in memory for the next pass, and may come and go at any time. When the broker is lost it connects again.</remarks>
public sealed partial class BlockWorker : IAsyncDisposable
{
    /// <summary>A coordinator takes a worker for gone that says nothing for five times this long, unless told otherwise.</summary>
    private static readonly TimeSpan HelloEvery = TimeSpan.FromSeconds(1);

    private readonly BlockWorkerOptions options;
    private readonly Topology topology;
    private readonly KeptBlocks blocks;
    private readonly WorkList work = new();
    private readonly Heard heard = new(HelloEvery);
    private readonly TimeProvider time = TimeProvider.System;
    private readonly long started = TimeProvider.System.GetTimestamp();
    private readonly CancellationTokenSource stop = new();
    private readonly BehaviorSubject<WorkerStatus> statuses = new(new WorkerStatus());
    private readonly Lock gate = new();
    private Reconnecting? connection;
    private Task running = Task.CompletedTask;
    private volatile Link? current;

    private BlockWorker(IBlockSource source, BlockWorkerOptions options) =>
        (this.options, topology, blocks) = (options, new Topology(options.Cluster), new KeptBlocks(source, options.Memory));

    /// <summary>What the worker does now.</summary>
    public WorkerStatus Status => statuses.Value;

    /// <summary>What the worker does: now, and whenever it changes. Completes when it is disposed of.</summary>
    public IObservable<WorkerStatus> Statuses => statuses.ObserveOn(TaskPoolScheduler.Default);

    /// <summary>Starts a worker.</summary>
    /// <param name="source">Opens the blocks. Its own list of blocks plays no part.</param>
    /// <param name="options">Where and how.</param>
    /// <param name="cancellationToken">Ends the start, not the worker.</param>
    /// <exception cref="BrokerException">The broker cannot be reached, or does not let us in.</exception>
    public static async Task<BlockWorker> StartAsync(IBlockSource source, BlockWorkerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        var worker = new BlockWorker(source, options);
        worker.connection = await Reconnecting.StartAsync(
            token => Link.OpenAsync(options.Broker, worker.topology, new LinkEnd("worker", worker.topology.Workers, options.Name, worker.Take, worker.Refuse, worker.Block), token),
            worker.Connect,
            worker.Disconnect,
            fault => worker.Change(status => status with { Warning = fault.Message }),
            cancellationToken).ConfigureAwait(false);
        worker.running = Task.WhenAll(Task.Factory.StartNew(worker.Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default), Task.Run(worker.GreetAsync, CancellationToken.None));
        return worker;
    }

    /// <summary>Gives up what it works on, says goodbye and closes the connection.</summary>
    public ValueTask DisposeAsync() => CloseAsync(saysGoodbye: true);

    /// <summary>The end of a worker whose machine fails: without a word.</summary>
    internal ValueTask VanishAsync() => CloseAsync(saysGoodbye: false);

    private async ValueTask CloseAsync(bool saysGoodbye)
    {
        if (stop.IsCancellationRequested)
            return;
        await stop.CancelAsync().ConfigureAwait(false);
        work.EndAll();
        if (saysGoodbye && current is { } link)
            await link.WaitAsync(link.SendAsync(topology.Coordinators, "", MessageFormat.Write(new Message.Bye(link.Queue)))).ConfigureAwait(false);
        await connection!.DisposeAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        statuses.OnCompleted();
        work.Dispose();
    }

    private TimeSpan Now => time.GetElapsedTime(started);

    private void Connect(Link link)
    {
        heard.Reset();
        current = link;
        Change(status => status with { IsConnected = true, Warning = link.Warning });
        _ = HelloAsync(link);
    }

    private void Disconnect()
    {
        current = null;
        work.EndAll();
        Change(status => status with { IsConnected = false, IsBlocked = false, Warning = null });
    }

    private void Block(Link link, string? reason) =>
        Change(status => link == current ? status with { IsBlocked = reason is not null, Warning = reason is null ? link.Warning : BlockedBroker.Warning(reason) } : status);

    private Refusal? Take(Link link, Message message)
    {
        Refusal? refusal = null;
        switch (message)
        {
            case Message.Call call:
                heard.Know(call.Coordinator);
                _ = HelloAsync(link);
                break;
            case Message.Refuse refuse:
                Change(status => status with { LastRefusal = refuse.Reason });
                break;
            case Message.Mixture mixture:
                refusal = work.Take(mixture);
                break;
            case Message.Task task:
                refusal = work.Take(task);
                break;
            case Message.End end:
                work.End(end.Coordinator, end.Pass);
                if (end.Pass == 0)
                    heard.Forget(end.Coordinator);
                break;
            default:
                refusal = new Refusal(RefusalReason.WrongFit, $"A message of kind {message.Kind} came to a worker: it is for coordinators.");
                break;
        }

        if (refusal is not null)
            Refuse(refusal);
        return refusal;
    }

    private void Refuse(Refusal refusal) => Change(status => status with { RefusedMessages = status.RefusedMessages + 1, LastRefusal = refusal.Message });

    private Task<bool> HelloAsync(Link link) =>
        link.SendAsync(topology.Coordinators, "", MessageFormat.Write(new Message.Hello(link.Queue, options.Name, options.Kernel, work.IsBusy, Announced())));

    /// <summary>The names of the blocks that are kept, as many as a message holds: the others are given to this worker no sooner than to another.</summary>
    private List<string> Announced()
    {
        var (room, names) = (Frame.LongestBody(MessageKind.Hello) / 2, new List<string>());
        foreach (var name in blocks.Names)
        {
            if ((room -= sizeof(ushort) + (3 * name.Length)) < 0)
                break;
            names.Add(name);
        }

        return names;
    }

    private async Task GreetAsync()
    {
        using var timer = new PeriodicTimer(HelloEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token).ConfigureAwait(false))
            {
                if (current is { } link && heard.WantsHello(blocks.Losses, Now))
                    await HelloAsync(link).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Change(Func<WorkerStatus, WorkerStatus> change)
    {
        lock (gate)
        {
            var next = change(statuses.Value) with { Waiting = work.Waiting };
            if (next != statuses.Value)
                statuses.OnNext(next);
        }
    }
}

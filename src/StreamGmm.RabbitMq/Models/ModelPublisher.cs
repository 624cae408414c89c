using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Reactive.Threading.Tasks;

namespace StreamGmm;

/// <summary>Publishes models, states and alarms at a RabbitMQ broker, and never holds up who learns: what cannot be sent at once waits, of models and states the latest alone.</summary>
/// <remarks>
/// Models (JSON, <see cref="PublishedModel"/>) go to the exchange <c>{cluster}.models</c> with the key <c>model</c>, where <see cref="RabbitMqModels"/> finds them; states and alarms (JSON, <see cref="StateLine"/>) to the topic exchange <c>{cluster}.states</c> with the keys <c>state.{name}</c> and <c>alarm.{name}</c>, and the models too.
/// A message is sent until the broker confirms it, and once more where its answer was lost: it may come twice. The broker may be lost and come back.
/// </remarks>
public sealed class ModelPublisher : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly ModelPublisherOptions options;
    private readonly ModelTopology topology;
    private readonly Publications waiting;
    private readonly SemaphoreSlim signal = new(0, 1);
    private readonly CancellationTokenSource stop = new();
    private readonly BehaviorSubject<ModelPublisherStatus> statuses = new(new ModelPublisherStatus());
    private readonly Lock gate = new();
    private Task running = Task.CompletedTask;
    private Publication? sending;

    private ModelPublisher(ModelPublisherOptions options) => (this.options, topology, waiting) = (options, new ModelTopology(options.Cluster), new Publications(options.MostAlarms));

    /// <summary>What it has done so far.</summary>
    public ModelPublisherStatus Status => statuses.Value;

    /// <summary>What it has done: now, and whenever it changes. Completes when it is disposed of.</summary>
    public IObservable<ModelPublisherStatus> Statuses => statuses.ObserveOn(TaskPoolScheduler.Default);

    /// <summary>Connects, and declares the exchanges.</summary>
    /// <param name="options">Where.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    /// <exception cref="BrokerException">The broker cannot be reached, or does not let us in.</exception>
    public static async Task<ModelPublisher> ConnectAsync(ModelPublisherOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var publisher = new ModelPublisher(options);
        var first = await publisher.OpenAsync(cancellationToken).ConfigureAwait(false);
        publisher.Change(status => status with { IsConnected = true });
        publisher.running = Task.Run(() => publisher.RunAsync(first), CancellationToken.None);
        return publisher;
    }

    /// <summary>A model for all who assign. One that still waits to be sent is replaced.</summary>
    public void Publish(PublishedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Add(publications => publications.AddLatest(new Publication(topology.Models, ModelTopology.ModelKey, () => Text(model))));
    }

    /// <summary>A state of a stream, in place of one that still waits to be sent; and as an alarm, which is not replaced, where its last batch raised one.</summary>
    /// <param name="name">What the stream is called, its queue perhaps: the last part of the key.</param>
    /// <param name="state">The state.</param>
    /// <param name="columns">The names of the features, where they have names.</param>
    /// <exception cref="ArgumentException">The name is empty, or too long for a key; or the columns are not those of the state.</exception>
    public void Publish(string name, OnlineState state, IReadOnlyList<string>? columns = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        var key = ModelTopology.StateKey(Checked(name));

        // The text is made later, elsewhere: what is wrong with it is told here.
        if (state.Current is { } current)
            _ = new SavedMixture(current, columns);
        Add(publications => publications.AddLatest(new Publication(topology.States, key, () => StateLine.Of(state, columns))));
        if (state.Alarm)
            Alarm(name, StateLine.Of(state, columns));
    }

    /// <summary>What a merge of partitions has given: the model, the state of the whole, and an alarm for each partition that raised one.</summary>
    /// <param name="name">What the whole is called: the last part of the key of its state. Alarms have the names of partitions there.</param>
    /// <param name="state">The state after the merge.</param>
    /// <param name="columns">The names of the features, where they have names.</param>
    /// <exception cref="ArgumentException">The name is empty, or too long for a key.</exception>
    public void Publish(string name, PartitionedState state, IReadOnlyList<string>? columns = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        var (key, merged) = (ModelTopology.StateKey(Checked(name)), state.Merged);
        if (PublishedModel.Of(state, columns) is { } model)
            Publish(model);
        Add(publications => publications.AddLatest(new Publication(topology.States, key, () => StateLine.Of(merged, columns))));
        foreach (var (partition, part) in state.Partitions)
        {
            if (part.Alarm)
                Alarm(partition, StateLine.Of(merged, columns));
        }
    }

    /// <summary>Waits until all that was given has been sent and confirmed.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken = default) =>
        await Statuses.FirstOrDefaultAsync(status => !status.IsWaiting).ToTask(cancellationToken).ConfigureAwait(false);

    /// <summary>Sends what waits, if the broker is there, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested)
            return;
        if (Status.IsConnected)
            await Task.WhenAny(FlushAsync(stop.Token), Task.Delay(Link.Farewell)).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        statuses.OnCompleted();
        stop.Dispose();
        signal.Dispose();
    }

    private static ReadOnlyMemory<byte> Text(PublishedModel model)
    {
        using var text = new MemoryStream();
        model.Write(text);
        return text.ToArray();
    }

    private static string Checked(string name)
    {
        const int LongestKey = 255;
        ArgumentException.ThrowIfNullOrEmpty(name);
        return System.Text.Encoding.UTF8.GetByteCount(ModelTopology.StateKey(name)) <= LongestKey
            ? name
            : throw new ArgumentException($"The name of the stream is too long for a key: that has {LongestKey} bytes at most.", nameof(name));
    }

    private void Alarm(string name, ReadOnlyMemory<byte> text)
    {
        var key = ModelTopology.AlarmKey(Checked(name));
        Add(publications => publications.AddAlarm(new Publication(topology.States, key, () => text)));
    }

    private void Add(Action<Publications> add)
    {
        ObjectDisposedException.ThrowIf(stop.IsCancellationRequested, this);
        Change(status => status, add);
        lock (gate)
        {
            if (signal.CurrentCount == 0)
                signal.Release();
        }
    }

    private void Change(Func<ModelPublisherStatus, ModelPublisherStatus> change, Action<Publications>? before = null)
    {
        lock (gate)
        {
            before?.Invoke(waiting);
            var next = change(statuses.Value) with { IsWaiting = !waiting.IsEmpty || sending is not null, Replaced = waiting.Replaced, LostAlarms = waiting.LostAlarms };
            if (next != statuses.Value)
                statuses.OnNext(next);
        }
    }

    private Task<ModelLink> OpenAsync(CancellationToken cancellationToken) => ModelLink.OpenAsync(options.Broker, topology, from: null, cancellationToken);

    private async Task RunAsync(ModelLink first)
    {
        for (var link = first; link is not null; link = await ReopenAsync().ConfigureAwait(false))
        {
            await using (link.ConfigureAwait(false))
            {
                Change(status => status with { IsConnected = true });
                var fault = await SendAllAsync(link).ConfigureAwait(false);
                Change(status => status with { IsConnected = false, LastFault = fault ?? status.LastFault });
            }
        }
    }

    /// <summary>Sends what there is and what comes, until the link is lost; tells why.</summary>
    private async Task<string?> SendAllAsync(ModelLink link)
    {
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, link.Lost);
            while (true)
            {
                Change(status => status, publications => sending = publications.Take());
                if (sending is null)
                {
                    await signal.WaitAsync(either.Token).ConfigureAwait(false);
                    continue;
                }

                var text = sending.Body();
                if (text.Length > Frame.LargestMessage)
                {
                    Change(status => status with { LastFault = $"The text for '{sending!.Key}' has {text.Length} bytes and is not sent: a message has {Frame.LargestMessage} at most." }, _ => sending = null);
                    continue;
                }

                await link.PublishAsync(sending.Exchange, sending.Key, text, either.Token).ConfigureAwait(false);
                Change(status => status with { Published = status.Published + 1 }, _ => sending = null);
            }
        }
#pragma warning disable CA1031 // A client that fails in the middle of anything throws many kinds: what was not sent is sent over another connection.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Change(status => status, TakeBack);
            return stop.IsCancellationRequested ? null : $"The broker at {options.Broker} was lost: {e.Message.TrimEnd('.')}.";
        }
    }

    private void TakeBack(Publications publications)
    {
        if (sending is { } unsent)
            publications.Return(unsent, isAlarm: unsent.Key.StartsWith(ModelTopology.AlarmKey(""), StringComparison.Ordinal));
        sending = null;
    }

    private async Task<ModelLink?> ReopenAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                return await OpenAsync(stop.Token).ConfigureAwait(false);
            }
            catch (BrokerException e)
            {
                Change(status => status with { LastFault = e.Message });
                await Task.WhenAny(Task.Delay(Pause, stop.Token)).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        return null;
    }
}

namespace StreamGmm;

/// <content>Between the dispatcher and the broker.</content>
public sealed partial class RabbitMqCluster
{
    private LinkEnd End() => new("coordinator", topology.Coordinators, Environment.MachineName, Take, refusal => Do(d => d.Refuse(refusal)), Block);

    private void Block(Link link, string? reason) => Do(d =>
    {
        if (link != current)
            return;
        if (reason is null)
            d.Unblock(Now);
        else
            d.Block(reason);
    });

    private async Task ProbeAsync()
    {
        using var timer = new PeriodicTimer(ProbeEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token).ConfigureAwait(false))
            {
                if (current is { } link)
                {
                    var sent = Now;
                    await link.ProbeAsync().ConfigureAwait(false);
                    Do(_ => heard = sent);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private Refusal? Take(Link link, Message message)
    {
        Refusal? refusal = null;
        Do(d => refusal = d.Take(message, Now));
        return refusal;
    }

    /// <summary>Lets the dispatcher do something; what it says is sent to the broker of that moment.</summary>
    private void Do(Action<Dispatcher> action, Action? before = null)
    {
        lock (gate)
        {
            before?.Invoke();
            action(dispatcher);
            while (dispatcher.Outbox.TryDequeue(out var message))
            {
                if (current is { } link)
                    outgoing.Writer.TryWrite((link, message));
            }

            if (dispatcher.Status != statuses.Value)
                statuses.OnNext(dispatcher.Status);
        }
    }

    private async Task SendAsync()
    {
        (Message? Message, byte[] Frame) last = (null, []);
        (Link? Link, Task Task) sent = (null, Task.CompletedTask);
        await foreach (var (link, message) in outgoing.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                // The mixture of a pass goes to one worker after another where they come late.
                var frame = ReferenceEquals(last.Message, message.Message) ? last.Frame : MessageFormat.Write(message.Message);
                if (message.Message is Message.Mixture)
                    last = (message.Message, frame);
                sent = (link, SendAsync(link, message.Queue, frame));
            }
            catch (ArgumentException e)
            {
                Do(d => d.End(message.Message.Pass, e));
            }
        }

        // What was said last was sent last.
        if (sent.Link is { } to)
            await to.WaitAsync(sent.Task).ConfigureAwait(false);
    }

    private async Task SendAsync(Link link, string? queue, byte[] frame)
    {
        if (queue is null)
            await link.SendAsync(topology.Workers, "", frame).ConfigureAwait(false);
        else if (!await link.SendAsync("", queue, frame).ConfigureAwait(false))
        {
            Do(d =>
            {
                // What could not be said over a lost connection says nothing of who was to hear it.
                if (link == current)
                    d.Leave(queue, Now);
            });
        }
    }
}

namespace StreamGmm;

/// <content>Between the dispatcher and the broker.</content>
public sealed partial class RabbitMqCluster
{
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
        var sent = Task.CompletedTask;
        await foreach (var (link, message) in outgoing.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                // A mixture goes to every worker.
                if (!ReferenceEquals(last.Message, message.Message))
                    last = (message.Message, MessageFormat.Write(message.Message));
                sent = SendAsync(link, message.Queue, last.Frame);
            }
            catch (ArgumentException e)
            {
                Do(d => d.End(message.Message.Pass, e));
            }
        }

        // What was said last was sent last.
        await Task.WhenAny(sent, Task.Delay(Link.Farewell)).ConfigureAwait(false);
    }

    private async Task SendAsync(Link link, string? queue, byte[] frame)
    {
        if (queue is null)
            await link.SendAsync(topology.Workers, "", frame).ConfigureAwait(false);
        else if (!await link.SendAsync("", queue, frame).ConfigureAwait(false))
            Do(d => d.Leave(queue, Now));
    }
}

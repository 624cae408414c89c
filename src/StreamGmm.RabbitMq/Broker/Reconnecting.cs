namespace StreamGmm;

/// <summary>A link that is opened again whenever it is lost.</summary>
internal sealed class Reconnecting : IAsyncDisposable
{
    /// <summary>A broker that starts anew takes some seconds: there is no use in asking more often.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource stop = new();
    private readonly Func<CancellationToken, Task<Link>> open;
    private readonly Action<Link> found;
    private readonly Action lost;
    private readonly Action<BrokerException> failed;
    private Task running = Task.CompletedTask;

    private Reconnecting(Func<CancellationToken, Task<Link>> open, Action<Link> found, Action lost, Action<BrokerException> failed) =>
        (this.open, this.found, this.lost, this.failed) = (open, found, lost, failed);

    /// <summary>Opens a link, and keeps opening one from then on.</summary>
    /// <param name="open">Opens a link.</param>
    /// <param name="found">Told of each, before anything else is done with it.</param>
    /// <param name="lost">Told when it is lost.</param>
    /// <param name="failed">Told why it cannot be opened again, at every try but the first.</param>
    /// <param name="cancellationToken">Ends the first try.</param>
    /// <exception cref="BrokerException">The first cannot be opened: the address or the user may be wrong.</exception>
    public static async Task<Reconnecting> StartAsync(Func<CancellationToken, Task<Link>> open, Action<Link> found, Action lost, Action<BrokerException> failed, CancellationToken cancellationToken)
    {
        var all = new Reconnecting(open, found, lost, failed);
        var first = await open(cancellationToken).ConfigureAwait(false);
        all.running = Task.Run(() => all.RunAsync(first), CancellationToken.None);
        return all;
    }

    /// <summary>Closes the link, and opens none any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task RunAsync(Link first)
    {
        for (var next = first; next is not null; next = await OpenAsync().ConfigureAwait(false))
        {
            await using (next.ConfigureAwait(false))
            {
                found(next);
                await Task.WhenAny(next.Lost, Task.Delay(Timeout.Infinite, stop.Token)).ConfigureAwait(false);
                lost();
            }
        }
    }

    private async Task<Link?> OpenAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                return await open(stop.Token).ConfigureAwait(false);
            }
            catch (BrokerException e)
            {
                failed(e);
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

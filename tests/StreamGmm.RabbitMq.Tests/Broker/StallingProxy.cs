using System.Net;
using System.Net.Sockets;

namespace StreamGmm.RabbitMq.Tests.Broker;

/// <summary>A way to a port on loopback that can stop carrying anything, without a word to either end.</summary>
internal sealed class StallingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;
    private volatile TaskCompletionSource flowing = Flowing();

    public StallingProxy(int port)
    {
        listener.Start();
        accepting = AcceptAsync(port);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Nothing goes through from now on, the end of a connection neither.</summary>
    public void Stall() => flowing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>All goes through again, what was held back first.</summary>
    public void Resume() => flowing.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private static TaskCompletionSource Flowing()
    {
        var flowing = new TaskCompletionSource();
        flowing.SetResult();
        return flowing;
    }

    private async Task AcceptAsync(int port)
    {
        var carrying = new List<Task>();
        try
        {
            while (true)
            {
                var (near, far) = (await listener.AcceptTcpClientAsync(stop.Token), new TcpClient());
                await far.ConnectAsync(IPAddress.Loopback, port, stop.Token);
                carrying.Add(CarryAsync(near, far));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }

        await Task.WhenAll(carrying);
    }

    private async Task CarryAsync(TcpClient near, TcpClient far)
    {
        using (near)
        using (far)
            await Task.WhenAny(OneWayAsync(near.GetStream(), far.GetStream()), OneWayAsync(far.GetStream(), near.GetStream()));
    }

    private async Task OneWayAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[1 << 16];
        try
        {
            int count;
            do
            {
                count = await from.ReadAsync(buffer, stop.Token);
                await flowing.Task.WaitAsync(stop.Token);
                await to.WriteAsync(buffer.AsMemory(0, count), stop.Token);
            }
            while (count > 0);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
        }
    }
}

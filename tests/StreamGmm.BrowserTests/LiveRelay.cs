using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace StreamGmm.BrowserTests;

/// <summary>Stands between a browser and a server, so that connections can be cut while both go on.</summary>
internal sealed class LiveRelay : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> open = [];
    private readonly int target;

    public LiveRelay(Uri server)
    {
        target = server.Port;
        listener.Start();
        _ = Accept();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    /// <summary>Breaks all connections that there are; new ones are let through.</summary>
    public void Cut()
    {
        while (open.TryTake(out var client))
            client.Dispose();
    }

    public void Dispose()
    {
        listener.Dispose();
        Cut();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Join(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The relay is closed.
        }
    }

    private async Task Join(TcpClient browser)
    {
        using var server = new TcpClient();
        open.Add(browser);
        open.Add(server);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, target);
            await Task.WhenAny(browser.GetStream().CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(browser.GetStream()));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }

        browser.Dispose();
    }
}

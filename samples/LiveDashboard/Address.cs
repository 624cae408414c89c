using System.Net;
using System.Net.Sockets;

namespace LiveDashboard;

/// <summary>Where the server listens when nobody says.</summary>
internal static class Address
{
    private const int Usual = 5000;

    /// <summary>The arguments that say it: nothing where somebody did.</summary>
    public static string[] Of(IEnumerable<string> args) =>
        args.Any(arg => arg.StartsWith("--urls", StringComparison.OrdinalIgnoreCase)) || Environment.GetEnvironmentVariable("ASPNETCORE_URLS") is not null
            ? []
            : ["--urls", $"http://127.0.0.1:{(IsFree(Usual) ? Usual : 0)}"];

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

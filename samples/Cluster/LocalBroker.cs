using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

/// <summary>A RabbitMQ broker of this program's own on loopback, with its own folder, ports, name and password: one that runs on this machine already is not touched.</summary>
/// <remarks>A shell in a session of its own reads from this program until there is nothing more to read: however this program ends, the shell then ends the broker and removes its folder.</remarks>
internal sealed class LocalBroker : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private const string Watch =
        """
        trap '' HUP INT TERM
        mkdir -p "$HOME" && umask 077 && printf %s "$COOKIE" > "$HOME/.erlang.cookie" && chmod 400 "$HOME/.erlang.cookie"
        printf 'listeners.tcp.1 = 127.0.0.1:%s\nlog.console = false\ndefault_user = %s\ndefault_pass = %s\n' "$PORT" "$BROKER_USER" "$BROKER_PASSWORD" > "$FOLDER/rabbitmq.conf"
        echo '[].' > "$FOLDER/plugins"
        setsid sh -c 'epmd -port "$ERL_EPMD_PORT" -address 127.0.0.1 & exec "$SERVER"' < /dev/null 2>&1 &
        GROUP=$!
        cat > /dev/null
        kill -9 -"$GROUP"
        wait
        rm -rf "$FOLDER"
        """;

    private readonly Process watch;

    private LocalBroker(Process watch, int port, string password) => (this.watch, Port, Password) = (watch, port, password);

    public const string User = "local";

    public string Password { get; }

    public int Port { get; }

    /// <summary>The address without user and password: they are better told by the environment, where nobody reads them.</summary>
    public string Address => $"amqp://127.0.0.1:{Port}/";

    /// <summary>The process whose children the broker is one of.</summary>
    public int Watcher => watch.Id;

    /// <summary>Starts a broker; that takes some seconds.</summary>
    /// <exception cref="FileNotFoundException">RabbitMQ is not installed.</exception>
    public static async Task<LocalBroker> StartAsync(CancellationToken cancellationToken = default)
    {
        // Debian's rabbitmq-server on the path is for the system's own broker: the program itself comes first.
        var program = new[] { "/usr/lib/rabbitmq/bin" }.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .Select(folder => Path.Combine(folder, "rabbitmq-server")).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("RabbitMQ is not installed: no rabbitmq-server was found. Install it, on Debian and Ubuntu by 'apt-get install rabbitmq-server'.");
        int[] ports;
        using (TcpListener a = Listener(), b = Listener(), c = Listener())
            ports = [.. new[] { a, b, c }.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        var (folder, password) = (Path.Combine(Path.GetTempPath(), $"streamgmm-broker-{Guid.NewGuid():N}"), Guid.NewGuid().ToString("N"));
        var start = new ProcessStartInfo("setsid", ["/bin/sh", "-c", Watch]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in new (string, string)[]
        {
            ("FOLDER", folder), ("SERVER", program), ("PORT", $"{ports[0]}"), ("BROKER_USER", User), ("BROKER_PASSWORD", password), ("COOKIE", Guid.NewGuid().ToString("N")),
            ("HOME", Path.Combine(folder, "home")), ("ERL_EPMD_PORT", $"{ports[1]}"), ("ERL_EPMD_ADDRESS", "127.0.0.1"),
            ("RABBITMQ_NODENAME", $"streamgmm-{ports[0]}@localhost"), ("RABBITMQ_DIST_PORT", $"{ports[2]}"), ("RABBITMQ_MNESIA_BASE", Path.Combine(folder, "data")), ("RABBITMQ_LOG_BASE", Path.Combine(folder, "log")),
            ("RABBITMQ_CONFIG_FILE", Path.Combine(folder, "rabbitmq.conf")), ("RABBITMQ_ENABLED_PLUGINS_FILE", Path.Combine(folder, "plugins")), ("RABBITMQ_CONF_ENV_FILE", "/dev/null"),
            ("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
        })
            start.Environment[name] = value;
        var broker = new LocalBroker(Process.Start(start)!, ports[0], password);
        try
        {
            await broker.IsThereAsync(cancellationToken);
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the broker and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        watch.StandardInput.Close();
        await watch.WaitForExitAsync().WaitAsync(Limit);
        watch.Dispose();
    }

    private async Task IsThereAsync(CancellationToken cancellationToken)
    {
        var said = new List<string>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        while (await watch.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            said.Add(line);
            if (line.Contains("completed with", StringComparison.Ordinal))
            {
                _ = watch.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return;
            }
        }

        throw new InvalidOperationException($"RabbitMQ ended before it was ready: {string.Join('\n', said)}");
    }

    private static TcpListener Listener()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }
}

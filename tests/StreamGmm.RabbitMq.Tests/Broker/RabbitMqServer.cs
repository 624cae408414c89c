using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace StreamGmm.RabbitMq.Tests.Broker;

/// <summary>A RabbitMQ server of the tests' own, on loopback, with its own folder, ports, name and cookie: that of the system is not touched.</summary>
/// <remarks>
/// A shell watches over it and reads from this process until there is nothing more to read: however this process ends, the shell then kills the server and all it started and removes the folder.
/// Where no server is installed tests are skipped; with STREAMGMM_REQUIRE_BROKER=1 they fail.
/// </remarks>
public sealed class RabbitMqServer : IAsyncLifetime
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private const string Password = "s3cret-of-the-tests";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private const string Watch =
        """
        trap '' HUP INT TERM
        mkdir -p "$HOME" && umask 077 && printf %s "$COOKIE" > "$HOME/.erlang.cookie" && chmod 400 "$HOME/.erlang.cookie"
        printf 'listeners.tcp.1 = 127.0.0.1:%s\ndisk_free_limit.absolute = 1MB\nlog.console = false\ndefault_user = tests\ndefault_pass = %s\n%s' "$PORT" "$PASSWORD" "$MORE" > "$FOLDER/rabbitmq.conf"
        echo '[].' > "$FOLDER/plugins"
        if [ -n "$REGISTERS" ]; then setsid epmd -port "$ERL_EPMD_PORT" -address 127.0.0.1 < /dev/null > /dev/null 2>&1 & EPMD=$!; fi
        until epmd -port "$ERL_EPMD_PORT" -names > /dev/null 2>&1; do sleep 0.05; done
        while read -r COMMAND; do
            if [ "$COMMAND" = boot ]; then setsid "$SERVER" < /dev/null 2>&1 & GROUP=$!; else kill -9 -"$GROUP"; wait "$GROUP"; echo killed; fi
        done
        kill -9 -"$GROUP"
        if [ -n "$EPMD" ]; then kill -9 -"$EPMD"; fi
        wait
        rm -rf "$FOLDER"
        """;

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"streamgmm-broker-{Guid.NewGuid():N}");
    private readonly RabbitMqServer? first;
    private readonly string cookie;
    private readonly List<string> said = [];
    private int port;
    private int securePort;
    private int registry;
    private Process? watch;
    private TaskCompletionSource booted = new();
    private TaskCompletionSource killed = new();

    /// <summary>A server of one node.</summary>
    public RabbitMqServer()
        : this(null)
    {
    }

    /// <summary>A node that joins another.</summary>
    internal RabbitMqServer(RabbitMqServer? first) => (this.first, cookie) = (first, first?.cookie ?? Guid.NewGuid().ToString("N"));

    /// <summary>The address, with user and password.</summary>
    public string Address => $"amqp://tests:{Password}@127.0.0.1:{port}/";

    /// <summary>What must be seen nowhere.</summary>
    public static string Secret => Password;

    /// <summary>Its port on loopback.</summary>
    public int Port => port;

    /// <summary>Its port for TLS.</summary>
    public int SecurePort => securePort;

    /// <summary>The certificate of the authority that signed its own, as PEM. Its own is of localhost.</summary>
    public string Authority => Path.Combine(folder, "authority.pem");

    private string Node => $"streamgmm-{port}@localhost";

    /// <summary>Skips a test where there is no server.</summary>
    public void Require() => Skip.If(watch is null, $"RabbitMQ is not installed ({Program} is not there): install rabbitmq-server to run the tests of the cluster.");

    public async Task InitializeAsync()
    {
        if (!File.Exists(Program))
        {
            if (System.Environment.GetEnvironmentVariable("STREAMGMM_REQUIRE_BROKER") == "1")
                throw new FileNotFoundException($"STREAMGMM_REQUIRE_BROKER is 1 and {Program} is not there: install rabbitmq-server.");
            return;
        }

        var distribution = 0;
        using (TcpListener a = Listener(out port), b = Listener(out registry), c = Listener(out distribution), d = Listener(out securePort))
        {
        }

        registry = first?.registry ?? registry;
        Certificates.Write(folder);
        var start = new ProcessStartInfo("/bin/sh", ["-c", Watch]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in Surroundings(distribution))
            start.Environment[name] = value;
        watch = Process.Start(start)!;
        watch.OutputDataReceived += (_, line) => Hear(line.Data);
        watch.BeginOutputReadLine();
        await BootAsync();
    }

    public async Task DisposeAsync()
    {
        if (watch is null)
            return;
        watch.StandardInput.Close();
        await watch.WaitForExitAsync().WaitAsync(Limit);
        watch.Dispose();
    }

    /// <summary>Starts the node, with what it has on disk.</summary>
    public async Task BootAsync()
    {
        booted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await watch!.StandardInput.WriteLineAsync("boot");
        await booted.Task.WaitAsync(Limit);
    }

    /// <summary>Kills the node with signal 9.</summary>
    public async Task KillAsync()
    {
        killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await watch!.StandardInput.WriteLineAsync("kill");
        await killed.Task.WaitAsync(Limit);
    }

    /// <summary>Raises the alarm that the disk is full, or ends it.</summary>
    public Task FillDiskAsync(bool isFull) => CallAsync($"rabbit_disk_monitor set_disk_free_limit [{(isFull ? 1L << 60 : 1_000_000)}]");

    /// <summary>Stops RabbitMQ: connections are lost, and queues that are not durable.</summary>
    public Task StopAsync() => CallAsync("rabbit stop []");

    /// <summary>Starts it again, with what it has on disk.</summary>
    public Task StartAsync() => CallAsync("rabbit start []");

    /// <summary>Closes all connections.</summary>
    public Task DisconnectAllAsync() => CallAsync("rabbit_networking close_all_connections [[116]]");

    private void Hear(string? line)
    {
        lock (said)
            said.Add(line ?? "(ended)");
        if (line is null)
            booted.TrySetException(new InvalidOperationException($"The server ended: {string.Join('\n', said)}"));
        else if (line.Contains("completed with", StringComparison.Ordinal))
            booted.TrySetResult();
        else if (line == "killed")
            killed.TrySetResult();
    }

    private static TcpListener Listener(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }

    private Dictionary<string, string> Surroundings(int distribution) => new()
    {
        ["FOLDER"] = folder,
        ["PORT"] = $"{port}",
        ["PASSWORD"] = Password,
        ["REGISTERS"] = first is null ? "1" : "",
        ["MORE"] = first is null
            ? $"listeners.ssl.1 = 127.0.0.1:{securePort}\nssl_options.cacertfile = {Authority}\nssl_options.certfile = {folder}/server.pem\nssl_options.keyfile = {folder}/server.key\n"
            : $"cluster_formation.peer_discovery_backend = classic_config\ncluster_formation.classic_config.nodes.1 = {first.Node}\ncluster_formation.discovery_retry_limit = 100\n",
        ["COOKIE"] = cookie,
        ["SERVER"] = Program,
        ["HOME"] = Path.Combine(folder, "home"),
        ["ERL_EPMD_PORT"] = $"{registry}",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODENAME"] = Node,
        ["RABBITMQ_DIST_PORT"] = $"{distribution}",
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq.conf"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "plugins"),
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
    };

    private async Task CallAsync(string call)
    {
        var start = new ProcessStartInfo("erl_call", ["-c", cookie, "-n", Node, "-a", call]) { RedirectStandardOutput = true };
        start.Environment["ERL_EPMD_PORT"] = $"{registry}";
        using var process = Process.Start(start)!;
        var answer = await process.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{call}' ended with {process.ExitCode}: {answer}");
    }
}

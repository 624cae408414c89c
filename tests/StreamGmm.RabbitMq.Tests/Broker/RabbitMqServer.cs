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
        printf 'listeners.tcp.1 = 127.0.0.1:%s\ndisk_free_limit.absolute = 1MB\nlog.console = false\ndefault_user = tests\ndefault_pass = %s\n' "$PORT" "$PASSWORD" > "$FOLDER/rabbitmq.conf"
        echo '[].' > "$FOLDER/plugins"
        setsid sh -c 'epmd -port "$ERL_EPMD_PORT" -address 127.0.0.1 & exec "$SERVER"' < /dev/null 2>&1 &
        GROUP=$!
        cat > /dev/null
        kill -9 -"$GROUP"
        wait
        rm -rf "$FOLDER"
        """;

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"streamgmm-broker-{Guid.NewGuid():N}");
    private readonly string cookie = Guid.NewGuid().ToString("N");
    private readonly List<string> said = [];
    private int port;
    private int registry;
    private Process? watch;

    /// <summary>The address, with user and password.</summary>
    public string Address => $"amqp://tests:{Password}@127.0.0.1:{port}/";

    /// <summary>What must be seen nowhere.</summary>
    public static string Secret => Password;

    /// <summary>Its port on loopback.</summary>
    public int Port => port;

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
        using (TcpListener a = Listener(out port), b = Listener(out registry), c = Listener(out distribution))
        {
        }

        var start = new ProcessStartInfo("/bin/sh", ["-c", Watch]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in Surroundings(distribution))
            start.Environment[name] = value;
        watch = Process.Start(start)!;
        var started = new TaskCompletionSource();
        watch.OutputDataReceived += (_, line) =>
        {
            lock (said)
                said.Add(line.Data ?? "(ended)");
            if (line.Data is null)
                started.TrySetException(new InvalidOperationException($"The server ended: {string.Join('\n', said)}"));
            else if (line.Data.Contains("completed with", StringComparison.Ordinal))
                started.TrySetResult();
        };
        watch.BeginOutputReadLine();
        await started.Task.WaitAsync(Limit);
    }

    public async Task DisposeAsync()
    {
        if (watch is null)
            return;
        watch.StandardInput.Close();
        await watch.WaitForExitAsync().WaitAsync(Limit);
        watch.Dispose();
    }

    /// <summary>Stops RabbitMQ: connections are lost, and queues that are not durable.</summary>
    public Task StopAsync() => CallAsync("rabbit stop []");

    /// <summary>Starts it again, with what it has on disk.</summary>
    public Task StartAsync() => CallAsync("rabbit start []");

    /// <summary>Closes all connections.</summary>
    public Task DisconnectAllAsync() => CallAsync("rabbit_networking close_all_connections [[116]]");

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

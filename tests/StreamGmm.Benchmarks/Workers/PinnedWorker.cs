using System.Diagnostics;

namespace StreamGmm.Benchmarks.Workers;

/// <summary>A worker of one thread in a process of its own, on one core where the system can be told which.</summary>
internal sealed class PinnedWorker : IAsyncDisposable
{
    /// <summary>The command of the benchmarks that is such a worker.</summary>
    public const string Command = "worker-process";

    private const string Pin = "/usr/bin/taskset";

    private readonly Process process;

    private PinnedWorker(Process process) => this.process = process;

    /// <summary>Seconds of the processor so far.</summary>
    public double ProcessorSeconds => ProcessorTime.Of(process.Id);

    public static PinnedWorker Start(LocalBroker broker, string cluster, string folder, int core)
    {
        string[] program = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.ProcessPath!, typeof(PinnedWorker).Assembly.Location] : [Environment.ProcessPath!];
        string[] command = [.. File.Exists(Pin) ? new[] { Pin, "-c", $"{core}" } : [], .. program, Command, broker.Address, cluster, folder];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true };
        start.Environment[BrokerAddress.UserVariable] = LocalBroker.User;
        start.Environment[BrokerAddress.PasswordVariable] = broker.Password;

        // The runtime watches new code for half a minute to compile it better: what it is at in the end, it is at sooner.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new PinnedWorker(Process.Start(start)!);
    }

    /// <summary>What the process does, until whoever started it is gone.</summary>
    public static async Task RunAsync(string address, string cluster, string folder)
    {
        Console.CancelKeyPress += (_, e) => e.Cancel = true;
        var options = new BlockWorkerOptions(BrokerAddress.Parse(address)) { Cluster = cluster, Threads = 1, Memory = 4L << 30 };
        await using (await BlockWorker.StartAsync(new FileBlocks(folder, "*.npy"), options))
            await Console.In.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}

using System.Diagnostics;
using StreamGmm;

/// <summary>A worker in a process of its own, as it would run on another machine: this program once more, with other arguments.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process process;

    private WorkerProcess(Process process) => this.process = process;

    public int Id => process.Id;

    /// <summary>Starts a worker that knows the folder of the blocks and the broker, and nothing of the fit.</summary>
    public static WorkerProcess Start(LocalBroker broker, string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(WorkerProcess).Assembly.Location);
        foreach (var argument in new[] { "worker", broker.Address, folder })
            start.ArgumentList.Add(argument);
        start.Environment[BrokerAddress.UserVariable] = LocalBroker.User;
        start.Environment[BrokerAddress.PasswordVariable] = broker.Password;
        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>What the process does: works until its input ends, which it does when the program that started it is gone, however that went.</summary>
    public static async Task RunAsync(string address, string folder)
    {
        Console.CancelKeyPress += (_, e) => e.Cancel = true;
        var options = new BlockWorkerOptions(BrokerAddress.Parse(address)) { Name = $"process {Environment.ProcessId}", Threads = 1 };
        await using (await BlockWorker.StartAsync(new FileBlocks(folder, "*.npy"), options))
            await Console.In.ReadToEndAsync();
    }

    /// <summary>kill -9: the process gets no chance to say anything.</summary>
    public void Kill() => process.Kill();

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}

using StreamGmm.RabbitMq.Tests.Broker;

namespace StreamGmm.Cli.Tests.Clusters;

/// <summary><c>worker</c> and <c>fit --cluster</c> as processes around a broker: the fit ends with the bits of this machine alone, whatever becomes of them, and no word holds a password.</summary>
[Collection(BrokerCollection.Name)]
public sealed class ClusterTests(RabbitMqServer server) : IDisposable
{
    private readonly Folder folder = new();
    private readonly string name = $"cli-{Guid.NewGuid():N}";
    private readonly List<CliProcess> processes = [];

    [SkippableFact]
    public async Task Workers_in_processes_of_their_own_give_the_bits_of_this_machine()
    {
        server.Require();
        Some.Files(folder);
        string[] fit = ["fit", "data/*.csv", "--components", "2", "--restarts", "2", "--seed", "3", "--weights", "w", "--report", "r.html", "--json"];
        var here = await RunAsync(fit);

        Directory.CreateDirectory(folder["there"]);
        Directory.Move(folder["data"], folder["there/data"]);
        CliProcess[] workers = [Worker("--root", "there", "--name", "one", "--threads", "1"), Worker("--root", folder["there"], "--memory", "0K")];
        foreach (var worker in workers)
            await worker.SaysAsync("opens blocks below");
        var there = await RunAsync([.. fit, "--root", "there", "--cluster-name", name, "--cluster"]);
        Assert.Equal(0, there.Exit);
        Assert.Equal(WithoutSeconds(here), WithoutSeconds(there));
        Assert.Contains("worker", there.Error, StringComparison.Ordinal);
        Assert.Contains(", 600 samples.", there.Error, StringComparison.Ordinal);

        foreach (var worker in workers)
        {
            await worker.SignalAsync(worker == workers[0] ? "TERM" : "INT");
            var end = await worker.EndAsync();
            Assert.Equal((130, ""), (end.Exit, end.Output));
            Assert.EndsWith("done.\nstreamgmm: Cancelled.\n", end.Error, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task One_large_array_is_work_for_several()
    {
        server.Require();
        Some.Array(folder["big.npy"], 4000);
        string[] fit = ["fit", "big.npy", "--components", "2", "--block-rows", "700", "--json"];
        Worker();
        Worker();
        Assert.Equal(WithoutSeconds(await RunAsync(fit)), WithoutSeconds(await RunAsync([.. fit, "--cluster", server.Address, "--cluster-name", name])));
    }

    [SkippableFact]
    public async Task A_worker_that_is_killed_costs_time_only()
    {
        server.Require();
        Some.Array(folder["big.npy"], 12_000);
        string[] fit = ["fit", "big.npy", "--components", "3", "--block-rows", "1500", "--tolerance", "0", "--acceleration", "none", "--max-iterations", "100", "--json"];
        var victim = Worker("--name", "victim");
        var there = Start([.. fit, "--cluster-name", name, "--cluster"]);
        await victim.SaysAsync("block done.");
        await victim.SignalAsync("KILL");
        Worker("--name", "heir");
        var end = await there.EndAsync();
        Assert.Equal(WithoutSeconds(await RunAsync(fit)), WithoutSeconds(end));
        Assert.Contains("1 worker is there.", end.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_coordinator_that_is_killed_goes_on_from_what_it_kept()
    {
        server.Require();
        Some.Array(folder["big.npy"], 12_000);
        string[] fit = ["fit", "big.npy", "--components", "3", "--block-rows", "1500", "--tolerance", "0", "--max-iterations", "60", "--json"];
        var expected = WithoutSeconds(await RunAsync(fit));
        var worker = Worker();
        fit = [.. fit, "--resume", "fit.journal", "--cluster-name", name, "--cluster"];
        var first = Start(fit);
        await Growth.OfAsync(folder["fit.journal"], first);
        await first.SignalAsync("KILL");
        Assert.Equal(137, (await first.EndAsync()).Exit);

        var end = await RunAsync(fit);
        Assert.Equal(expected, WithoutSeconds(end));
        Assert.Contains("Going on from 'fit.journal', where ", end.Error, StringComparison.Ordinal);

        // What is kept whole needs no worker, nor a cluster.
        await worker.SignalAsync("TERM");
        await worker.EndAsync();
        Assert.Equal(expected, WithoutSeconds(await RunAsync(fit)));
        Assert.Equal(expected, WithoutSeconds(await RunAsync(fit[..^3])));
    }

    [SkippableFact]
    public async Task An_incremental_fit_has_the_bits_of_this_machine()
    {
        server.Require();
        Some.Array(folder["big.npy"], 4000);
        string[] fit = ["fit", "big.npy", "--components", "2", "--block-rows", "200", "--incremental", "0.25", "--json"];
        Worker();
        Worker();
        Assert.Equal(WithoutSeconds(await RunAsync(fit)), WithoutSeconds(await RunAsync([.. fit, "--cluster-name", name, "--cluster"])));
    }

    [SkippableFact]
    public async Task A_fit_waits_for_workers_and_says_so_and_how_to_start_them()
    {
        server.Require();
        Some.Files(folder);
        var fit = Start("fit", "data/*.csv", "--components", "2", "--cluster-name", name, "--json", "--cluster");
        var shown = $"amqp://127.0.0.1:{server.Port}/";
        await fit.SaysAsync($"No worker of cluster '{name}' at {shown} is there yet. Start some with streamgmm worker --cluster {shown} --cluster-name {name}.");
        Worker();
        Assert.Equal(0, (await fit.EndAsync()).Exit);

        var alone = await RunAsync("fit", "data/*.csv", "--components", "2", "--cluster-name", name + "-2", "--patience", "1", "--quiet", "--cluster");
        alone.FailedWith(1, $"No worker of cluster '{name}-2' has been there for 1 seconds, at {shown}. Start some with", "or wait longer with --patience.");
    }

    [SkippableFact]
    public async Task A_signal_ends_a_fit_on_its_workers_too()
    {
        server.Require();
        Some.Array(folder["big.npy"], 12_000);
        var worker = Worker();
        var fit = Start("fit", "big.npy", "--components", "3", "--block-rows", "1500", "--tolerance", "0", "--max-iterations", "2000000000", "--quiet", "--cluster-name", name, "--cluster");
        await worker.SaysAsync("block done.");
        await fit.SignalAsync("INT");
        (await fit.EndAsync()).FailedWith(130, "Cancelled.");
        Assert.Equal(0, (await RunAsync("fit", "big.npy", "--components", "1", "--cluster-name", name, "--cluster")).Exit);
    }

    [SkippableFact]
    public async Task Workers_that_round_differently_are_refused_unless_they_are_allowed()
    {
        server.Require();
        Skip.IfNot(System.Runtime.Intrinsics.X86.Fma.IsSupported, "There is nothing to switch off.");
        Some.Files(folder);
        string[] fit = ["fit", "data/*.csv", "--components", "2", "--cluster-name", name, "--patience", "2", "--cluster"];
        var worker = Start(["worker", "--cluster-name", name, "--name", "other"], ("DOTNET_EnableAVX2", "0"), ("DOTNET_EnableFMA", "0"));
        await worker.SaysAsync("opens blocks below");
        var refused = await RunAsync(fit);
        Assert.Equal(1, refused.Exit);
        Assert.Contains("streamgmm: No worker of cluster", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Refused was: Worker 'other'", refused.Error, StringComparison.Ordinal);
        Assert.Contains("take it all the same with --allow-mixed", refused.Error, StringComparison.Ordinal);
        await worker.SaysAsync("Refused: Worker 'other'");
        Assert.Equal(0, (await RunAsync([.. fit[..^1], "--allow-mixed", "--cluster"])).Exit);
    }

    [SkippableFact]
    public async Task A_block_that_workers_cannot_read_is_named_with_a_worker()
    {
        server.Require();
        Some.Files(folder);
        var worker = Worker("--root", "data", "--name", "lost");
        await worker.SaysAsync("opens blocks below");
        var fit = await RunAsync("fit", "data/*.csv", "--components", "2", "--quiet", "--cluster-name", name, "--cluster");
        fit.Refused("Block 'data/", "csv?columns=x,y,w' cannot be opened: There is no file 'data/", $"below '{folder["data"]}'", "(worker 'lost', and 0 others)");
        await worker.SaysAsync("cannot be opened: There is no file");
    }

    [SkippableFact]
    public async Task A_block_with_another_header_is_told_with_the_first()
    {
        server.Require();
        Some.Files(folder);
        File.WriteAllText(folder["data/z.csv"], "x,z,w\n1,2,1\n");
        Worker();
        var fit = await RunAsync("fit", "data/*.csv", "--components", "2", "--quiet", "--cluster-name", name, "--cluster");
        fit.Refused("Block 'data/z.csv?columns=x,y,w' cannot be opened: 'z.csv' has no column 'y': its columns are 'x', 'z', 'w'.", "The features are those of 'data/a.csv?columns=x,y,w', the first block");
    }

    [SkippableFact]
    public async Task Who_is_not_let_in_is_told_so_without_the_password()
    {
        server.Require();
        Some.Files(folder);
        foreach (var command in new string[][] { ["worker"], ["fit", "data/*.csv", "--components", "2"] })
        {
            var run = Start([.. command, "--cluster"], ("STREAMGMM_CLUSTER", $"amqp://tests:wr0ng-password@127.0.0.1:{server.Port}/"));
            var end = await run.EndAsync();
            end.FailedWith(1, $"The broker at amqp://127.0.0.1:{server.Port}/ cannot be used", "ACCESS_REFUSED");
            Assert.DoesNotContain("wr0ng", end.Error, StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        foreach (var process in processes)
            process.Dispose();
        folder.Dispose();
    }

    private static string WithoutSeconds(Outcome outcome) => string.Join('\n', outcome.Json.EnumerateObject().Where(p => p.Name != "seconds"));

    private CliProcess Worker(params string[] options) => Start(["worker", "--cluster-name", name, .. options]);

    private CliProcess Start(params string[] args) => Start(args, []);

    private CliProcess Start(string[] args, params (string Name, string Value)[] environment)
    {
        var process = CliProcess.Start(args, folder["."], [("STREAMGMM_CLUSTER", server.Address), .. environment]);
        processes.Add(process);
        return process;
    }

    private async Task<Outcome> RunAsync(params string[] args)
    {
        var outcome = await Start(args).EndAsync();
        Assert.DoesNotContain(RabbitMqServer.Secret, outcome.Error + outcome.Output, StringComparison.Ordinal);
        return outcome;
    }
}

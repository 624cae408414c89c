// A fit on a cluster of two workers, one of which is killed in the middle: it costs time, and not a digit. Ctrl-C ends all of it.
using System.Globalization;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using System.Runtime.InteropServices;
using StreamGmm;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["worker", var address, var data])
{
    await WorkerProcess.RunAsync(address, data);
    return 0;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

var folder = Directory.CreateTempSubdirectory("streamgmm-cluster-");
try
{
    // A data set in 24 files. On real machines: a folder that every worker sees, under whatever path.
    const int Files = 24, Rows = 20_000, Dimension = 6;
    var truth = new GaussianMixture([0.5, 0.3, 0.2], [[0, 0, 0, 0, 0, 0], [1, 1, 0, 0, 1, 0], [0, 2, 1, -1, 0, 1]], new Covariances.Spherical([1, 0.6, 1.2]));
    for (var file = 0; file < Files; file++)
    {
        var (samples, values) = (truth.Sample(Rows, seed: 1, first: (long)file * Rows), new double[Rows * Dimension]);
        for (var i = 0; i < Rows; i++)
            samples.CopyRow(i, values.AsSpan(i * Dimension, Dimension));
        using var stream = File.Create(Path.Combine(folder.FullName, $"part-{file:00}.npy"));
        NpyFile.Write(stream, values, Dimension);
    }

    var blocks = new FileBlocks(folder.FullName, "*.npy");
    Console.WriteLine($"{blocks}: {Files * Rows:N0} samples");

    await using var broker = await LocalBroker.StartAsync(stop.Token);
    Console.WriteLine($"a broker at {broker.Address}");
    await using WorkerProcess one = WorkerProcess.Start(broker, folder.FullName), two = WorkerProcess.Start(broker, folder.FullName);

    // As a user would: the address, a cluster, and the fit that one would write without it.
    Environment.SetEnvironmentVariable(BrokerAddress.UserVariable, LocalBroker.User);
    Environment.SetEnvironmentVariable(BrokerAddress.PasswordVariable, broker.Password);
    await using var cluster = await RabbitMqCluster.ConnectAsync(new RabbitMqClusterOptions(BrokerAddress.Parse(broker.Address)), stop.Token);
    using var workers = cluster.Statuses.Select(status => (status.Workers, status.Redeliveries)).DistinctUntilChanged()
        .Subscribe(now => Console.WriteLine($"      workers {now.Workers}, blocks given to another {now.Redeliveries}"));
    await cluster.Statuses.FirstAsync(status => status.Workers == 2).ToTask(stop.Token);

    var options = new FitOptions(components: 3) { Seed = 1, Em = new EmOptions { MaxIterations = 40 } };
    var states = await Gmm.Observe(blocks, options, cluster)
        .Do(state =>
        {
            Console.WriteLine($"{state.Iteration,3}   {state.LogLikelihood:F9}");
            if (state.Iteration == 2)
                _ = KillAsync();
        })
        .ToList().ToTask(stop.Token);
    Console.WriteLine($"{states[^1]}");

    // In the middle of a pass: some blocks are done, and others the worker has with it.
    async Task KillAsync()
    {
        await cluster.Statuses.FirstAsync(status => status is { BlocksDone: > 4 and < Files - 4 }).ToTask(stop.Token);
        two.Kill();
        Console.WriteLine($"      KILLED worker {two.Id} in the middle of a pass");
    }

    var alone = await Gmm.Observe(blocks, options).ToList().ToTask(stop.Token);
    var same = states.Count == alone.Count && states.Zip(alone).All(pair => Bits(pair.First).SequenceEqual(Bits(pair.Second)));
    Console.WriteLine(same ? $"The {states.Count} states are those of one machine, bit for bit." : "THE STATES DIFFER from those of one machine.");
    await cluster.Statuses.FirstAsync(status => status.Workers == 1).ToTask(stop.Token);
    return same ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.WriteLine("Stopped.");
    return 130;
}
catch (FileNotFoundException missing)
{
    Console.Error.WriteLine(missing.Message);
    return 2;
}
finally
{
    folder.Delete(recursive: true);
}

static ulong[] Bits(EmState state)
{
    var numbers = new double[state.Statistics.Length];
    state.Statistics.CopyTo(numbers);
    return MemoryMarshal.Cast<double, ulong>(numbers).ToArray();
}

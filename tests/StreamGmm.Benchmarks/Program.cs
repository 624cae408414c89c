using System.Globalization;
using BenchmarkDotNet.Running;
using StreamGmm.Benchmarks;
using StreamGmm.Benchmarks.Machine;
using StreamGmm.Benchmarks.Online;
using StreamGmm.Benchmarks.Peers;
using StreamGmm.Benchmarks.Workers;

// --quick prints one table in under a minute; limits what the machine can do at best; peers [--fit|--score] the same work by other systems;
// alone N iterates line N of that table for ten seconds, for a profiler; scaling the cost as work grows; skipping the work left out where components lie apart;
// small the smallest fits; floats what float samples save; shapes what the plainer covariances cost;
// workers what two workers of a real cluster gain over one, and what messages cost;
// acceleration the E-steps saved; online [T1 T2 …] the table of online EM; anything else is for BenchmarkDotNet.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["--quick"]:
        Quick.Run();
        break;
    case ["limits"]:
        Limits.Print();
        break;
    case ["peers", .. var rest]:
        return Compare(rest);
    case ["alone", var number] when Line.All.FirstOrDefault(line => $"{line.Number}" == number) is { } line:
        OurContestant.Run(line, TimeSpan.FromSeconds(10));
        break;
    case ["skipping"]:
        SkippingTable.Print();
        break;
    case ["scaling"]:
        Scaling.Print();
        break;
    case ["small"]:
        Small.Print();
        break;
    case ["floats"]:
        Floats.Print();
        break;
    case ["shapes"]:
        Shapes.Print();
        break;
    case ["acceleration"]:
        AccelerationTable.Print();
        break;
    case ["online", .. var lines]:
        OnlineTable.Print(lines);
        break;
    case ["workers", .. var rest]:
        return await Told(() => WorkersTable.PrintAsync(rest));
    case [PinnedWorker.Command, var address, var cluster, var folder]:
        await PinnedWorker.RunAsync(address, cluster, folder);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Quick).Assembly).Run(args);
        break;
}

return Environment.ExitCode;

static async Task<int> Told(Func<Task> run)
{
    try
    {
        await run();
        return 0;
    }
    catch (Exception fault) when (fault is ArgumentException or FileNotFoundException)
    {
        Console.Error.WriteLine(fault.Message);
        return 2;
    }
}

static int Compare(string[] arguments)
{
    try
    {
        var options = PeerOptions.Parse(arguments);
        if (options.Fit)
            FitTable.Print(options);
        else if (options.Score)
            ScoreTable.Print(options);
        else
            PeersTable.Print(options);
        return 0;
    }
    catch (ArgumentException fault)
    {
        Console.Error.WriteLine(fault.Message);
        return 2;
    }
}

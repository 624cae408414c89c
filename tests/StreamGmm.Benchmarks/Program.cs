using BenchmarkDotNet.Running;
using StreamGmm.Benchmarks;
using StreamGmm.Benchmarks.Online;

// --quick prints one table in under a minute; acceleration that of E-steps saved; online [T1 T2 …] the table of online EM; anything else is for BenchmarkDotNet.
if (args is ["--quick"])
    Quick.Run();
else if (args is ["acceleration"])
    AccelerationTable.Print();
else if (args is ["online", .. var lines])
    OnlineTable.Print(lines);
else
    BenchmarkSwitcher.FromAssembly(typeof(Quick).Assembly).Run(args);

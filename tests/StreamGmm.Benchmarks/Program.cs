using BenchmarkDotNet.Running;
using StreamGmm.Benchmarks;

// --quick prints one table in under a minute; anything else is for BenchmarkDotNet.
if (args is ["--quick"])
    Quick.Run();
else
    BenchmarkSwitcher.FromAssembly(typeof(Quick).Assembly).Run(args);

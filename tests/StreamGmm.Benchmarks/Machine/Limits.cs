namespace StreamGmm.Benchmarks.Machine;

/// <summary>What this machine can do at best, with so many threads.</summary>
/// <param name="Threads">The number of threads.</param>
/// <param name="Operations">Floating-point operations a second in fused multiply-adds: what one thread does alone, times the threads, so that a busy machine does not lower it.</param>
/// <param name="Exponential">The seconds of the fastest exponential of one thread.</param>
/// <param name="Bandwidth">Bytes read from memory a second, all threads together.</param>
internal sealed record Limits(int Threads, double Operations, double Exponential, double Bandwidth)
{
    public static Limits Measure(int threads) => new(
        threads,
        threads * FmaPeak.Measure(1, FmaPeak.WidestBits),
        Math.Min(ExpRate.Kernel(1), Math.Min(ExpRate.Wide(1), ExpRate.Tensor(1))),
        Math.Max(Machine.Bandwidth.Read(1), Machine.Bandwidth.Read(threads)));

    /// <summary>All limits, for one thread and for all cores.</summary>
    public static void Print()
    {
        var cores = Environment.ProcessorCount;
        Console.WriteLine($"{cores} cores, vectors of {FmaPeak.WidestBits} bits, load average {Load.Average:F2}");
        Console.WriteLine($"{"",-52} {"1 thread",12} {$"{cores} threads",12}");
        for (var bits = FmaPeak.WidestBits; bits >= 128; bits /= 2)
            Row($"fused multiply-adds, {bits} bits", "GFLOP/s", threads => FmaPeak.Measure(threads, bits) / 1e9);
        Row("exp: Math.Exp", "ns", threads => ExpRate.Scalar(threads) * 1e9);
        Row("exp: TensorPrimitives.Exp", "ns", threads => ExpRate.Tensor(threads) * 1e9);
        Row("exp: Vector512.Exp", "ns", threads => ExpRate.Wide(threads) * 1e9);
        Row("exp: the kernels', with maximum, sum and share", "ns", threads => ExpRate.Kernel(threads) * 1e9);
        Row("memory, reading", "GB/s", threads => Machine.Bandwidth.Read(threads) / 1e9);
        Row("memory, copying (read + written)", "GB/s", threads => Machine.Bandwidth.Copy(threads) / 1e9);

        void Row(string what, string unit, Func<int, double> measure) =>
            Console.WriteLine($"{$"{what}, {unit}",-52} {measure(1),12:F2} {measure(cores),12:F2}");
    }
}

using BenchmarkDotNet.Attributes;

namespace StreamGmm.Benchmarks;

/// <summary>One EM iteration, without seeding and without a stop rule.</summary>
[MemoryDiagnoser]
public class IterationBenchmark
{
    private Problem? problem;
    private EmState? state;
    private EmOptions? options;

    /// <summary>n × D × K.</summary>
    [Params("1000000x2x3", "200000x8x10", "100000x16x20", "50000x64x20", "20000x128x10")]
    public string Size { get; set; } = "";

    /// <summary>full or diagonal.</summary>
    [Params("full", "diagonal")]
    public string Shape { get; set; } = "";

    /// <summary>1 or 2.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Draws the samples and makes the start.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var size = Size.Split('x').Select(int.Parse).ToArray();
        problem = Problem.Of(size[0], size[1], size[2], CovarianceShape.Parse(Shape));
        options = new EmOptions { Threads = Threads, Tolerance = 0, Acceleration = Acceleration.None };
        state = Em.Start(problem.Start, problem.Samples, options);
    }

    /// <summary>M-step and E-step.</summary>
    [Benchmark]
    public EmState Iteration() => state = Em.Next(state!, problem!.Samples, options);
}

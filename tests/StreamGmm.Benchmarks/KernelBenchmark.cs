using System.Numerics;
using BenchmarkDotNet.Attributes;
using StreamGmm.Kernels;

namespace StreamGmm.Benchmarks;

/// <summary>What an E-step does to one tile of 256 samples in the cache, kernel by kernel, for every component; in doubles or floats.</summary>
[GenericTypeArguments(typeof(double))]
[GenericTypeArguments(typeof(float))]
public class KernelBenchmark<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rows = 256;
    private const int Components = 20;

    private readonly double[] origin = new double[128];
    private Problem problem = null!;
    private TileExpectation<T> expectation = null!;
    private T[] means = [];
    private T[] inverses = [];
    private double[] constants = [];
    private T[] scores = [];
    private T[] before = [];
    private T[] logDensity = [];
    private double[] shifts = [];
    private double[] scatters = [];

    /// <summary>D.</summary>
    [Params(2, 8, 16, 64)]
    public int Dimension { get; set; }

    private ReadOnlySpan<double> Origin => origin.AsSpan(0, Dimension);

    private Tile<T> Tile => expectation.Tile;

    /// <summary>Draws a tile and evaluates it, so that there are scores and responsibilities to work on.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        problem = Problem.Of(Rows, Dimension, Components, CovarianceShape.Full);
        expectation = new TileExpectation<T>(Dimension, Components, Rows);
        expectation.Evaluate(problem.Start, problem.Samples, 0, Rows, Origin, withLabels: false);
        means = [.. problem.Start.Means.AsSpan().ToArray().Select(T.CreateTruncating)];
        inverses = problem.Start.Factors.Inverses<T>().ToArray();
        constants = problem.Start.Factors.Constants.ToArray();
        scores = new T[Components * Tile.Stride];
        before = new T[scores.Length];
        logDensity = new T[Tile.Stride];
        (shifts, scatters) = (new double[Components * Dimension], new double[Components * PackedTriangle.Length(Dimension)]);
        TriangularScores();
        scores.CopyTo(before, 0);
    }

    /// <summary>Frees the tile.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        expectation?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Turns the rows column-major.</summary>
    [Benchmark]
    public void Load() => Tile.Load(problem.Samples, 0, Rows, Origin);

    /// <summary>Scores under full covariances.</summary>
    [Benchmark]
    public void TriangularScores()
    {
        var length = PackedTriangle.Length(Dimension);
        for (var k = 0; k < Components; k++)
            TileKernels<T>.Best.TriangularScores(Tile.Values, Tile.Stride, Tile.Count, means.AsSpan(k * Dimension, Dimension), inverses.AsSpan(k * length, length), constants[k], expectation.Scratch, scores.AsSpan(k * Tile.Stride, Tile.Count));
    }

    /// <summary>Scores under diagonal covariances.</summary>
    [Benchmark]
    public void DiagonalScores() =>
        TileKernels<T>.Best.DiagonalScores(Tile.Values, Tile.Stride, Tile.Count, means, inverses.AsSpan(0, Components * Dimension), constants, scores);

    /// <summary>Responsibilities and log densities, and the copy of the scores that they overwrite.</summary>
    [Benchmark]
    public bool Normalize()
    {
        before.CopyTo(scores, 0);
        return TileKernels<T>.Best.Normalize(scores, Tile.Stride, Tile.Count, Components, Tile.Weights, logDensity);
    }

    /// <summary>Sums for full covariances.</summary>
    [Benchmark]
    public void AddSymmetric()
    {
        var length = PackedTriangle.Length(Dimension);
        for (var k = 0; k < Components; k++)
            TileKernels<T>.Best.AddSymmetric(Tile.Values, Tile.Stride, Tile.Count, means.AsSpan(k * Dimension, Dimension), expectation.Responsibilities(k), expectation.Scratch, shifts.AsSpan(k * Dimension, Dimension), scatters.AsSpan(k * length, length));
    }

    /// <summary>Sums for diagonal covariances.</summary>
    [Benchmark]
    public void AddDiagonal() =>
        TileKernels<T>.Best.AddDiagonal(Tile.Values, Tile.Stride, Tile.Count, means, expectation.AllResponsibilities, Components, shifts, scatters.AsSpan(0, Components * Dimension));
}

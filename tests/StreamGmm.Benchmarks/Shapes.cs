using System.Diagnostics;
using StreamGmm.Kernels;

namespace StreamGmm.Benchmarks;

/// <summary>Milliseconds an E-step of the shapes that need no matrix for each component, in turn: a tied covariance should cost what a diagonal one does, and one whitening of the samples.</summary>
internal static class Shapes
{
    private const int BudgetMilliseconds = 2_000;
    private const int FewestRounds = 5;

    private static readonly CovarianceShape[] All = [CovarianceShape.Diagonal, CovarianceShape.Spherical, CovarianceShape.Tied];

    private static readonly (int Count, int Dimension, int Components)[] Sizes =
    [
        (200_000, 8, 10),
        (100_000, 16, 20),
        (50_000, 64, 20),
        (500_000, 32, 32),
    ];

    public static void Print()
    {
        Console.WriteLine($"{"n × D × K",-22} {"diagonal",11} {"spherical",11} {"tied",11} {"whitening",11} {"tied / (1.1 diagonal + whitening)",34}");
        foreach (var (count, dimension, components) in Sizes)
        {
            var times = Run(count, dimension, components);
            Console.WriteLine($"{$"{count:N0} × {dimension} × {components}",-22} {times[0],8:F2} ms {times[1],8:F2} ms {times[2],8:F2} ms {times[3],8:F2} ms {times[2] / ((1.1 * times[0]) + times[3]),34:F2}");
        }
    }

    /// <summary>The median of each shape, and of whitening.</summary>
    private static double[] Run(int count, int dimension, int components)
    {
        var problems = Array.ConvertAll(All, shape => Problem.Of(count, dimension, components, shape));
        var samples = problems[0].Samples;
        var origin = samples.Origin();
        var (threads, tiling) = (Environment.ProcessorCount, new Tiling(count, dimension, components));
        var tied = problems[2].Start;
        using var tile = new Tile<double>(dimension, tiling.TileRows);
        using AlignedBuffer<double> scratch = new(dimension * TileKernels<double>.Panel), whitened = new(dimension * tile.Stride);
        tile.Load(samples, 0, tiling.TileRows, origin.AsSpan());
        var tiles = Math.Min(64, count / tiling.TileRows);

        Action[] steps =
        [
            .. problems.Select(problem => (Action)(() => EStep.Expect(problem.Start, samples, origin))),
            () =>
            {
                for (var t = 0; t < tiles; t++)
                    TileKernels<double>.Best.Whiten(tile.Values, tile.Stride, tile.Count, tied.Means.Row(0), tied.Factors.Inverse(0), scratch.Span, whitened.Span);
            },
        ];
        var times = Array.ConvertAll(steps, _ => new List<double>());
        var total = Stopwatch.StartNew();
        while (total.ElapsedMilliseconds < BudgetMilliseconds || times[0].Count < FewestRounds)
        {
            for (var s = 0; s < steps.Length; s++)
            {
                var start = Stopwatch.GetTimestamp();
                steps[s]();
                times[s].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        var medians = Array.ConvertAll(times, list => list.Order().ElementAt(list.Count / 2));
        medians[^1] *= (double)count / (tiles * tiling.TileRows) / threads;
        return medians;
    }
}

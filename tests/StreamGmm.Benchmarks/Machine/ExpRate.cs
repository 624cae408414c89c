using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using StreamGmm.Kernels;

namespace StreamGmm.Benchmarks.Machine;

/// <summary>The seconds of an exponential, from memory in the cache to memory in the cache, of arguments as a posterior has them.</summary>
internal static class ExpRate
{
    private const int Rows = 256;
    private const int Components = 16;
    private const int Count = Rows * Components;

    /// <summary>The math library, one number at a time.</summary>
    public static double Scalar(int threads) => Measure(threads, (x, y) =>
    {
        for (var i = 0; i < x.Length; i++)
            y[i] = Math.Exp(x[i]);
    });

    /// <summary><see cref="TensorPrimitives"/>.</summary>
    public static double Tensor(int threads) => Measure(threads, (x, y) => TensorPrimitives.Exp(x, y));

    /// <summary>The runtime's own on 512 bits (in halves where they are not there).</summary>
    public static double Wide(int threads) => Measure(threads, (x, y) =>
    {
        for (var i = 0; i < x.Length; i += Vector512<double>.Count)
            Vector512.Exp(Vector512.LoadUnsafe(ref x[i])).StoreUnsafe(ref y[i]);
    });

    /// <summary>What the library does with a score, all of it: the largest taken out, exponential, sum, share of the sum.</summary>
    public static double Kernel(int threads)
    {
        return Stint.Best(threads, () =>
        {
            double[] scores = Arguments(), weights = new double[Rows], density = new double[Rows];
            Array.Fill(weights, 1);
            return repetitions =>
            {
                for (; repetitions > 0; repetitions--)
                    TileKernels<double>.Best.Normalize(scores, Rows, Rows, Components, weights, density);
            };
        }) / Count;
    }

    private static double Measure(int threads, Action<double[], double[]> exp) =>
        Stint.Best(threads, () =>
        {
            double[] x = Arguments(), y = new double[Count];
            return repetitions =>
            {
                for (; repetitions > 0; repetitions--)
                    exp(x, y);
            };
        }) / Count;

    private static double[] Arguments()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Count).Select(_ => -40 * random.NextDouble())];
    }
}

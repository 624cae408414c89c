using System.Numerics.Tensors;

namespace StreamGmm.Benchmarks.Machine;

/// <summary>Bytes a second between memory and all threads together, each with memory of its own that no cache holds.</summary>
internal static class Bandwidth
{
    private const int Doubles = 32 << 20;

    /// <summary>Reading.</summary>
    public static double Read(int threads) => 8.0 * Doubles * threads / Stint.Best(threads, () =>
    {
        var values = Touched();
        return repetitions =>
        {
            for (; repetitions > 0; repetitions--)
                GC.KeepAlive(TensorPrimitives.Sum<double>(values) < 0 ? values : null);
        };
    });

    /// <summary>Copying, what is read and what is written counted.</summary>
    public static double Copy(int threads) => 16.0 * Doubles * threads / Stint.Best(threads, () =>
    {
        double[] from = Touched(), to = Touched();
        return repetitions =>
        {
            for (; repetitions > 0; repetitions--)
                from.CopyTo(to, 0);
        };
    });

    private static double[] Touched()
    {
        var values = new double[Doubles];
        Array.Fill(values, 1);
        return values;
    }
}

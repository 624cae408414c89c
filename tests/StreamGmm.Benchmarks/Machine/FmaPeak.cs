using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StreamGmm.Benchmarks.Machine;

/// <summary>How many floating-point operations the machine can do: fused multiply-adds of doubles in registers, a multiplication and an addition each.</summary>
internal static class FmaPeak
{
    /// <summary>As many independent sums as hide the latency of four cycles on two units, and some more.</summary>
    private const int Sums = 12;

    private const int Rounds = 2000;

    /// <summary>The bits of the widest vectors that are fast.</summary>
    public static int WidestBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>Operations a second of all threads together, with vectors of so many bits.</summary>
    public static double Measure(int threads, int bits) =>
        2.0 * Sums * Rounds * (bits / 64) * threads / Stint.Best(threads, () => bits switch
        {
            512 => Repeat512,
            256 => Repeat256,
            _ => Repeat128,
        });

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Repeat512(long repetitions)
    {
        Vector512<double> x = Vector512.Create(1e-3), y = Vector512.Create(1e-3);
        Vector512<double> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var n = repetitions * Rounds; n > 0; n--)
        {
            a = Vector512.FusedMultiplyAdd(x, y, a);
            b = Vector512.FusedMultiplyAdd(x, y, b);
            c = Vector512.FusedMultiplyAdd(x, y, c);
            d = Vector512.FusedMultiplyAdd(x, y, d);
            e = Vector512.FusedMultiplyAdd(x, y, e);
            f = Vector512.FusedMultiplyAdd(x, y, f);
            g = Vector512.FusedMultiplyAdd(x, y, g);
            h = Vector512.FusedMultiplyAdd(x, y, h);
            i = Vector512.FusedMultiplyAdd(x, y, i);
            j = Vector512.FusedMultiplyAdd(x, y, j);
            k = Vector512.FusedMultiplyAdd(x, y, k);
            l = Vector512.FusedMultiplyAdd(x, y, l);
        }

        Keep(Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Repeat256(long repetitions)
    {
        Vector256<double> x = Vector256.Create(1e-3), y = Vector256.Create(1e-3);
        Vector256<double> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var n = repetitions * Rounds; n > 0; n--)
        {
            a = Vector256.FusedMultiplyAdd(x, y, a);
            b = Vector256.FusedMultiplyAdd(x, y, b);
            c = Vector256.FusedMultiplyAdd(x, y, c);
            d = Vector256.FusedMultiplyAdd(x, y, d);
            e = Vector256.FusedMultiplyAdd(x, y, e);
            f = Vector256.FusedMultiplyAdd(x, y, f);
            g = Vector256.FusedMultiplyAdd(x, y, g);
            h = Vector256.FusedMultiplyAdd(x, y, h);
            i = Vector256.FusedMultiplyAdd(x, y, i);
            j = Vector256.FusedMultiplyAdd(x, y, j);
            k = Vector256.FusedMultiplyAdd(x, y, k);
            l = Vector256.FusedMultiplyAdd(x, y, l);
        }

        Keep(Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Repeat128(long repetitions)
    {
        Vector128<double> x = Vector128.Create(1e-3), y = Vector128.Create(1e-3);
        Vector128<double> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var n = repetitions * Rounds; n > 0; n--)
        {
            a = Vector128.MultiplyAddEstimate(x, y, a);
            b = Vector128.MultiplyAddEstimate(x, y, b);
            c = Vector128.MultiplyAddEstimate(x, y, c);
            d = Vector128.MultiplyAddEstimate(x, y, d);
            e = Vector128.MultiplyAddEstimate(x, y, e);
            f = Vector128.MultiplyAddEstimate(x, y, f);
            g = Vector128.MultiplyAddEstimate(x, y, g);
            h = Vector128.MultiplyAddEstimate(x, y, h);
            i = Vector128.MultiplyAddEstimate(x, y, i);
            j = Vector128.MultiplyAddEstimate(x, y, j);
            k = Vector128.MultiplyAddEstimate(x, y, k);
            l = Vector128.MultiplyAddEstimate(x, y, l);
        }

        Keep(Vector128.Sum(a + b + c + d + e + f + g + h + i + j + k + l));
    }

    /// <summary>A result that is used cannot be left out.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep(double value) => GC.KeepAlive(value < 0 ? FmaPeakSink : null);

    private static readonly object FmaPeakSink = new();
}

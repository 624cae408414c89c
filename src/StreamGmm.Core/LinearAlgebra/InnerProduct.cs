using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StreamGmm;

/// <summary>Σ xᵢ yᵢ in eight sums, whatever the width of vectors: the same bits on every machine.</summary>
internal static class InnerProduct
{
    /// <summary>Σ xᵢ yᵢ.</summary>
    public static double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var left = MemoryMarshal.Cast<double, Vector512<double>>(x);
        var right = MemoryMarshal.Cast<double, Vector512<double>>(y);
        var sums = Vector512<double>.Zero;
        for (var i = 0; i < left.Length; i++)
            sums += left[i] * right[i];
        var total = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
        for (var i = left.Length * Vector512<double>.Count; i < x.Length; i++)
            total += x[i] * y[i];
        return total;
    }

    /// <summary>The length of a vector, ‖x‖.</summary>
    public static double Norm(ReadOnlySpan<double> x) => Math.Sqrt(Of(x, x));
}

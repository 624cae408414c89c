using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StreamGmm.Kernels;

/// <content>Log-sum-exp, the smallest, sums.</content>
internal sealed partial class TileKernels<TLanes, T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Normalize(Span<T> scores, int stride, int count, int components, ReadOnlySpan<T> weights, Span<T> logDensity)
    {
        ref var s0 = ref MemoryMarshal.GetReference(scores);
        ref var v0 = ref MemoryMarshal.GetReference(weights);
        ref var p0 = ref MemoryMarshal.GetReference(logDensity);
        nint end = components * stride;
        var lowest = TLanes.Constant(double.PositiveInfinity);
        nint i = 0;
        for (; i + (2 * TLanes.Count) <= count; i += 2 * TLanes.Count)
        {
            var (maxA, maxB) = (TLanes.Load(ref s0, i), TLanes.Load(ref s0, i + TLanes.Count));
            for (nint k = i + stride; k < end; k += stride)
            {
                maxA = TLanes.Max(maxA, TLanes.Load(ref s0, k));
                maxB = TLanes.Max(maxB, TLanes.Load(ref s0, k + TLanes.Count));
            }

            lowest = TLanes.Min(lowest, TLanes.Min(maxA, maxB));
            var (sumA, sumB) = (TLanes.Zero, TLanes.Zero);
            for (var k = i; k < end; k += stride)
            {
                var a = Exp(TLanes.Load(ref s0, k) - maxA);
                var b = Exp(TLanes.Load(ref s0, k + TLanes.Count) - maxB);
                a.Store(ref s0, k);
                b.Store(ref s0, k + TLanes.Count);
                sumA += a;
                sumB += b;
            }

            var (shareA, shareB) = (TLanes.Load(ref v0, i) / sumA, TLanes.Load(ref v0, i + TLanes.Count) / sumB);
            for (var k = i; k < end; k += stride)
            {
                (TLanes.Load(ref s0, k) * shareA).Store(ref s0, k);
                (TLanes.Load(ref s0, k + TLanes.Count) * shareB).Store(ref s0, k + TLanes.Count);
            }

            (maxA + Log(sumA)).Store(ref p0, i);
            (maxB + Log(sumB)).Store(ref p0, i + TLanes.Count);
        }

        if (i < count)
        {
            var max = TLanes.Load(ref s0, i);
            for (nint k = i + stride; k < end; k += stride)
                max = TLanes.Max(max, TLanes.Load(ref s0, k));
            lowest = TLanes.Min(lowest, max);

            var sum = TLanes.Zero;
            for (var k = i; k < end; k += stride)
            {
                var e = Exp(TLanes.Load(ref s0, k) - max);
                e.Store(ref s0, k);
                sum += e;
            }

            var share = TLanes.Load(ref v0, i) / sum;
            for (var k = i; k < end; k += stride)
                (TLanes.Load(ref s0, k) * share).Store(ref s0, k);
            (max + Log(sum)).Store(ref p0, i);
        }

        Span<T> lanes = stackalloc T[TLanes.Count];
        lowest.Store(ref MemoryMarshal.GetReference(lanes), 0);
        return !lanes.Contains(T.NegativeInfinity);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Smallest(ReadOnlySpan<T> rows, int stride, int count, int components, Span<T> index)
    {
        ref var r0 = ref MemoryMarshal.GetReference(rows);
        ref var i0 = ref MemoryMarshal.GetReference(index);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            var (least, at) = (TLanes.Load(ref r0, i), TLanes.Zero);
            for (nint k = 1; k < components; k++)
            {
                var candidate = TLanes.Load(ref r0, i + (k * stride));
                at = TLanes.WhereLess(candidate, least, TLanes.Constant(k), at);
                least = TLanes.WhereLess(candidate, least, candidate, least);
            }

            at.Store(ref i0, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double WeightedSum(ReadOnlySpan<T> x, ReadOnlySpan<T> weights, int count)
    {
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var v0 = ref MemoryMarshal.GetReference(weights);
        var sum = TLanes.Zero;
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            var v = TLanes.Load(ref v0, i);
            sum += TLanes.WhereWeighted(TLanes.Load(ref x0, i) * v, v);
        }

        return sum.Sum();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Sum(ReadOnlySpan<T> x, int count)
    {
        ref var x0 = ref MemoryMarshal.GetReference(x);
        var sum = TLanes.Zero;
        for (nint i = 0; i < count; i += TLanes.Count)
            sum += TLanes.Load(ref x0, i);
        return sum.Sum();
    }

    /// <summary>eˣ for x ≤ 0, to half a unit in the last place or little more; 0 below −707, where nothing is left of a responsibility.</summary>
    /// <remarks>x = n ln 2 + r, eʳ = 1 + r + r² q(r), q the polynomial through the Chebyshev nodes of |r| ≤ ½ ln 2 (its error: 3e-18).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Exp(TLanes x)
    {
        // Adding 1.5 · 2⁵² rounds to a whole number, which then stands in the low bits.
        var magic = TLanes.Constant(6755399441055744.0);
        var power = TLanes.MultiplyAdd(x, TLanes.Constant(1.4426950408889634), magic);
        var n = power - magic;
        var r = TLanes.MultiplyAdd(n, TLanes.Constant(-0.6931471803691238), x);
        r = TLanes.MultiplyAdd(n, TLanes.Constant(-1.9082149292705877e-10), r);

        var r2 = r * r;
        var odd = TLanes.MultiplyAdd(r2, TLanes.Constant(2.5100472505694996e-08), TLanes.Constant(2.7557268276905696e-06));
        var even = TLanes.MultiplyAdd(r2, TLanes.Constant(2.7620201591031547e-07), TLanes.Constant(2.4801521057868204e-05));
        odd = TLanes.MultiplyAdd(r2, odd, TLanes.Constant(0.00019841269863171557));
        even = TLanes.MultiplyAdd(r2, even, TLanes.Constant(0.0013888888917367081));
        odd = TLanes.MultiplyAdd(r2, odd, TLanes.Constant(0.008333333333330039));
        even = TLanes.MultiplyAdd(r2, even, TLanes.Constant(0.041666666666623824));
        odd = TLanes.MultiplyAdd(r2, odd, TLanes.Constant(0.16666666666666669));
        even = TLanes.MultiplyAdd(r2, even, TLanes.Constant(0.5000000000000001));
        var q = TLanes.MultiplyAdd(r, odd, even);

        var e = TLanes.MultiplyAdd(r2, q, r) + TLanes.Constant(1);
        return TLanes.WhereAtLeast(TLanes.Scale(e, power), x, TLanes.Constant(-707));
    }

    /// <summary>ln x for normal x > 0, to one unit in the last place.</summary>
    /// <remarks>x = m 2ᵉ, s = (m − 1) / (m + 1), ln m = 2 s + s³ (2/3 + 2/5 s² …): the coefficients are those of fdlibm's log (Sun Microsystems, 1993).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Log(TLanes x)
    {
        var exponent = TLanes.Exponent(x);
        var mantissa = TLanes.Scale(x, TLanes.Constant(6755399441055744.0) - exponent);
        var f = mantissa - TLanes.Constant(1);
        var s = f / (mantissa + TLanes.Constant(1));
        var z = s * s;
        var p = TLanes.MultiplyAdd(z, TLanes.Constant(0.14798198605116586), TLanes.Constant(0.15313837699209373));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.1818357216161805));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.22222198432149784));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.2857142874366239));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.3999999999940942));
        p = TLanes.MultiplyAdd(z, p, TLanes.Constant(0.6666666666666735));

        // ln m = f − f²/2 + s (f²/2 + z p)
        var half = TLanes.Constant(0.5) * (f * f);
        var rest = TLanes.MultiplyAdd(exponent, TLanes.Constant(1.9082149292705877e-10), s * TLanes.MultiplyAdd(z, p, half));
        return TLanes.MultiplyAdd(exponent, TLanes.Constant(0.6931471803691238), f + (rest - half));
    }
}

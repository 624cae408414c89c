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
        for (nint i = 0; i < count; i += TLanes.Count)
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
            (max + TLanes.Log(sum)).Store(ref p0, i);
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
        var r4 = r2 * r2;
        var q01 = TLanes.MultiplyAdd(r, TLanes.Constant(0.16666666666666669), TLanes.Constant(0.5000000000000001));
        var q23 = TLanes.MultiplyAdd(r, TLanes.Constant(0.008333333333330039), TLanes.Constant(0.041666666666623824));
        var q45 = TLanes.MultiplyAdd(r, TLanes.Constant(0.00019841269863171557), TLanes.Constant(0.0013888888917367081));
        var q67 = TLanes.MultiplyAdd(r, TLanes.Constant(2.7557268276905696e-06), TLanes.Constant(2.4801521057868204e-05));
        var q89 = TLanes.MultiplyAdd(r, TLanes.Constant(2.5100472505694996e-08), TLanes.Constant(2.7620201591031547e-07));
        var q03 = TLanes.MultiplyAdd(r2, q23, q01);
        var q47 = TLanes.MultiplyAdd(r2, q67, q45);
        var q49 = TLanes.MultiplyAdd(r4, q89, q47);
        var q = TLanes.MultiplyAdd(r4, q49, q03);

        var e = TLanes.MultiplyAdd(r2, q, r) + TLanes.Constant(1);
        return TLanes.WhereAtLeast(TLanes.Scale(e, power), x, TLanes.Constant(-707));
    }
}

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
    public override bool AreWithin(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> limits)
    {
        ref var x0 = ref MemoryMarshal.GetReference(x);
        Span<T> lanes = stackalloc T[TLanes.Count];
        for (var j = 0; j < limits.Length; j++)
        {
            ref var row = ref Unsafe.Add(ref x0, (nint)j * stride);
            var largest = TLanes.Zero;
            for (nint i = 0; i < count; i += TLanes.Count)
            {
                var value = TLanes.Load(ref row, i);
                largest = TLanes.Max(largest, TLanes.Max(value, TLanes.Zero - value));
            }

            largest.Store(ref MemoryMarshal.GetReference(lanes), 0);
            foreach (var value in lanes)
            {
                if (!(value <= limits[j]))
                    return false;
            }
        }

        return true;
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
    public override void Raise(Span<T> x, int count, double a)
    {
        ref var x0 = ref MemoryMarshal.GetReference(x);
        var step = TLanes.Constant(a);
        for (nint i = 0; i < count; i += TLanes.Count)
            (TLanes.Load(ref x0, i) + step).Store(ref x0, i);
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
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StreamGmm.Kernels;

/// <content>Log-sum-exp and sums.</content>
internal sealed partial class TileKernels<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Normalize(Span<double> scores, int stride, int count, int components, ReadOnlySpan<double> weights, Span<double> logDensity)
    {
        ref var s0 = ref MemoryMarshal.GetReference(scores);
        ref var v0 = ref MemoryMarshal.GetReference(weights);
        ref var p0 = ref MemoryMarshal.GetReference(logDensity);
        nint end = components * stride;
        var lowest = TLanes.All(double.PositiveInfinity);
        for (nint i = 0; i < count; i += 8)
        {
            var max = TLanes.Load(ref s0, i);
            for (nint k = i + stride; k < end; k += stride)
                max = TLanes.Max(max, TLanes.Load(ref s0, k));
            lowest = TLanes.Min(lowest, max);

            var sum = TLanes.Zero;
            for (var k = i; k < end; k += stride)
            {
                var e = TLanes.Exp(TLanes.Load(ref s0, k) - max);
                e.Store(ref s0, k);
                sum += e;
            }

            var share = TLanes.Load(ref v0, i) / sum;
            for (var k = i; k < end; k += stride)
                (TLanes.Load(ref s0, k) * share).Store(ref s0, k);
            (max + TLanes.Log(sum)).Store(ref p0, i);
        }

        Span<double> lanes = stackalloc double[8];
        lowest.Store(ref MemoryMarshal.GetReference(lanes), 0);
        return !lanes.Contains(double.NegativeInfinity);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double WeightedSum(ReadOnlySpan<double> x, ReadOnlySpan<double> weights, int count)
    {
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var v0 = ref MemoryMarshal.GetReference(weights);
        var sum = TLanes.Zero;
        for (nint i = 0; i < count; i += 8)
        {
            var v = TLanes.Load(ref v0, i);
            sum += TLanes.WhereWeighted(TLanes.Load(ref x0, i) * v, v);
        }

        return sum.Sum();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Sum(ReadOnlySpan<double> x, int count)
    {
        ref var x0 = ref MemoryMarshal.GetReference(x);
        var sum = TLanes.Zero;
        for (nint i = 0; i < count; i += 8)
            sum += TLanes.Load(ref x0, i);
        return sum.Sum();
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace StreamGmm.Kernels;

/// <content>Components along the axes: no product is of two of them, and all components share a pass over the samples.</content>
internal sealed partial class TileKernels<TLanes, T>
{
    private const int CacheLine = 64;

    public override void DiagonalScores(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> means, ReadOnlySpan<T> inverses, ReadOnlySpan<double> constants, Span<T> scores, nint ahead = 0) =>
        AxisScores<Given>(x, stride, count, means, inverses, constants, scores, ahead);

    public override void DistanceScores(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> means, ReadOnlySpan<double> constants, Span<T> scores, nint ahead = 0) =>
        AxisScores<One>(x, stride, count, means, [T.One], constants, scores, ahead);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddDiagonal(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> pivots, ReadOnlySpan<T> r, int components, Span<double> shifts, Span<double> scatters)
    {
        var dimension = pivots.Length / components;
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var r0 = ref MemoryMarshal.GetReference(r);
        var j = 0;
        for (; TLanes.AreOneRegister && j + 4 <= dimension; j += 4)
        {
            // Four axes stay in the first-level cache for all components.
            for (var k = 0; k < components; k++)
            {
                ref var weights = ref Unsafe.Add(ref r0, (nint)k * stride);
                ref var rowA = ref Unsafe.Add(ref x0, (nint)j * stride);
                ref var rowB = ref Unsafe.Add(ref rowA, stride);
                ref var rowC = ref Unsafe.Add(ref rowB, stride);
                ref var rowD = ref Unsafe.Add(ref rowC, stride);
                var at = (k * dimension) + j;
                var (pa, pb, pc, pd) = (TLanes.All(pivots[at]), TLanes.All(pivots[at + 1]), TLanes.All(pivots[at + 2]), TLanes.All(pivots[at + 3]));
                var (ea, eb, ec, ed) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
                var (ca, cb, cc, cd) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
                for (nint i = 0; i < count; i += TLanes.Count)
                {
                    var weight = TLanes.Load(ref weights, i);
                    var ya = TLanes.Load(ref rowA, i) - pa;
                    var yb = TLanes.Load(ref rowB, i) - pb;
                    var yc = TLanes.Load(ref rowC, i) - pc;
                    var yd = TLanes.Load(ref rowD, i) - pd;
                    var (ua, ub, uc, ud) = (weight * ya, weight * yb, weight * yc, weight * yd);
                    ea += ua;
                    eb += ub;
                    ec += uc;
                    ed += ud;
                    ca = TLanes.MultiplyAdd(ua, ya, ca);
                    cb = TLanes.MultiplyAdd(ub, yb, cb);
                    cc = TLanes.MultiplyAdd(uc, yc, cc);
                    cd = TLanes.MultiplyAdd(ud, yd, cd);
                }

                TLanes.AddSums(ea, eb, ec, ed, ref shifts[at]);
                TLanes.AddSums(ca, cb, cc, cd, ref scatters[at]);
            }
        }

        for (; j < dimension; j++)
        {
            ref var row = ref Unsafe.Add(ref x0, (nint)j * stride);
            for (var k = 0; k < components; k++)
            {
                ref var weights = ref Unsafe.Add(ref r0, (nint)k * stride);
                var at = (k * dimension) + j;
                var p = TLanes.All(pivots[at]);
                var (e, c) = (TLanes.Zero, TLanes.Zero);
                for (nint i = 0; i < count; i += TLanes.Count)
                {
                    var y = TLanes.Load(ref row, i) - p;
                    var u = TLanes.Load(ref weights, i) * y;
                    e += u;
                    c = TLanes.MultiplyAdd(u, y, c);
                }

                shifts[at] += e.Sum();
                scatters[at] += c.Sum();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AxisScores<TScale>(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> means, ReadOnlySpan<T> inverses, ReadOnlySpan<double> constants, Span<T> scores, nint ahead)
        where TScale : struct
    {
        var components = constants.Length;
        nint dimension = means.Length / components;
        nint axisStep = inverses.Length == means.Length ? 1 : 0;
        nint componentStep = inverses.Length == 1 ? 0 : inverses.Length / components;
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var q0 = ref MemoryMarshal.GetReference(scores);
        var lines = ((Panel * Unsafe.SizeOf<T>() * (int)dimension / CacheLine) + components - 1) / components;
        nint i = 0;
        for (; i + Panel <= count; i += Panel)
        {
            // A panel of samples stays in the first-level cache for all components.
            ref var m = ref MemoryMarshal.GetReference(means);
            ref var s = ref MemoryMarshal.GetReference(inverses);
            ref var q = ref Unsafe.Add(ref q0, i);
            for (var k = 0; k < components; k++)
            {
                ahead = Prefetch(ahead, lines);
                var (a, b, c, d) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
                ref var row = ref Unsafe.Add(ref x0, i);
                for (nint j = 0; j < dimension; j++)
                {
                    var mean = TLanes.All(Unsafe.Add(ref m, j));
                    var inverse = TLanes.All(Unsafe.Add(ref s, j * axisStep));
                    var za = Scaled<TScale>(TLanes.Load(ref row, 0) - mean, inverse);
                    var zb = Scaled<TScale>(TLanes.Load(ref row, TLanes.Count) - mean, inverse);
                    var zc = Scaled<TScale>(TLanes.Load(ref row, 2 * TLanes.Count) - mean, inverse);
                    var zd = Scaled<TScale>(TLanes.Load(ref row, 3 * TLanes.Count) - mean, inverse);
                    a = TLanes.MultiplyAdd(za, za, a);
                    b = TLanes.MultiplyAdd(zb, zb, b);
                    c = TLanes.MultiplyAdd(zc, zc, c);
                    d = TLanes.MultiplyAdd(zd, zd, d);
                    row = ref Unsafe.Add(ref row, stride);
                }

                Score(a, constants[k]).Store(ref q, 0);
                Score(b, constants[k]).Store(ref q, TLanes.Count);
                Score(c, constants[k]).Store(ref q, 2 * TLanes.Count);
                Score(d, constants[k]).Store(ref q, 3 * TLanes.Count);
                m = ref Unsafe.Add(ref m, dimension);
                s = ref Unsafe.Add(ref s, componentStep);
                q = ref Unsafe.Add(ref q, stride);
            }
        }

        for (; i < count; i += TLanes.Count)
        {
            ref var m = ref MemoryMarshal.GetReference(means);
            ref var s = ref MemoryMarshal.GetReference(inverses);
            for (var k = 0; k < components; k++)
            {
                var a = TLanes.Zero;
                for (nint j = 0; j < dimension; j++)
                {
                    var z = Scaled<TScale>(TLanes.Load(ref x0, (j * stride) + i) - TLanes.All(Unsafe.Add(ref m, j)), TLanes.All(Unsafe.Add(ref s, j * axisStep)));
                    a = TLanes.MultiplyAdd(z, z, a);
                }

                Score(a, constants[k]).Store(ref q0, ((nint)k * stride) + i);
                m = ref Unsafe.Add(ref m, dimension);
                s = ref Unsafe.Add(ref s, componentStep);
            }
        }
    }

    /// <summary>y s, or y where the scale is one: decided when the code is compiled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Scaled<TScale>(TLanes y, TLanes scale)
        where TScale : struct => typeof(TScale) == typeof(One) ? y : y * scale;

    /// <summary>Asks for some lines of memory; gives the address after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe nint Prefetch(nint address, int lines)
    {
        if (address == 0 || !Sse.IsSupported)
            return 0;
        for (var end = address + (lines * CacheLine); address < end; address += CacheLine)
            Sse.Prefetch1((void*)address);
        return address;
    }

    /// <summary>Scores whose scale is one.</summary>
    private readonly struct One;

    /// <summary>Scores whose scale is given.</summary>
    private readonly struct Given;
}

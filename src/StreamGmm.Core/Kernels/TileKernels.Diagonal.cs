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
            ref var rows = ref Unsafe.Add(ref x0, (nint)j * stride);
            var k = 0;
            for (; k + 2 <= components; k += 2)
                AddAxes4Of2(ref rows, ref Unsafe.Add(ref r0, (nint)k * stride), stride, count, ref MemoryMarshal.GetReference(pivots[((k * dimension) + j)..]), ref shifts[(k * dimension) + j], ref scatters[(k * dimension) + j], dimension);
            if (k < components)
                AddAxes4(ref rows, ref Unsafe.Add(ref r0, (nint)k * stride), stride, count, ref MemoryMarshal.GetReference(pivots[((k * dimension) + j)..]), ref shifts[(k * dimension) + j], ref scatters[(k * dimension) + j]);
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

    /// <summary>Σ r y and Σ r y² of four axes and two components, sixteen sums at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddAxes4Of2(ref T x, ref T r, nint stride, nint count, ref T pivot, ref double shift, ref double scatter, nint dimension)
    {
        ref var xb = ref Unsafe.Add(ref x, stride);
        ref var xc = ref Unsafe.Add(ref xb, stride);
        ref var xd = ref Unsafe.Add(ref xc, stride);
        ref var other = ref Unsafe.Add(ref pivot, dimension);
        var (pa, pb, pc, pd) = (TLanes.All(pivot), TLanes.All(Unsafe.Add(ref pivot, 1)), TLanes.All(Unsafe.Add(ref pivot, 2)), TLanes.All(Unsafe.Add(ref pivot, 3)));
        var (qa, qb, qc, qd) = (TLanes.All(other), TLanes.All(Unsafe.Add(ref other, 1)), TLanes.All(Unsafe.Add(ref other, 2)), TLanes.All(Unsafe.Add(ref other, 3)));
        var (ea, eb, ec, ed) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        var (ca, cb, cc, cd) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        var (ga, gb, gc, gd) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        var (ha, hb, hc, hd) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            var (v, w) = (TLanes.Load(ref r, i), TLanes.Load(ref r, stride + i));
            var z = TLanes.Load(ref x, i);
            var (y, o) = (z - pa, z - qa);
            var (u, t) = (v * y, w * o);
            ea += u;
            ga += t;
            ca = TLanes.MultiplyAdd(u, y, ca);
            ha = TLanes.MultiplyAdd(t, o, ha);
            z = TLanes.Load(ref xb, i);
            (y, o) = (z - pb, z - qb);
            (u, t) = (v * y, w * o);
            eb += u;
            gb += t;
            cb = TLanes.MultiplyAdd(u, y, cb);
            hb = TLanes.MultiplyAdd(t, o, hb);
            z = TLanes.Load(ref xc, i);
            (y, o) = (z - pc, z - qc);
            (u, t) = (v * y, w * o);
            ec += u;
            gc += t;
            cc = TLanes.MultiplyAdd(u, y, cc);
            hc = TLanes.MultiplyAdd(t, o, hc);
            z = TLanes.Load(ref xd, i);
            (y, o) = (z - pd, z - qd);
            (u, t) = (v * y, w * o);
            ed += u;
            gd += t;
            cd = TLanes.MultiplyAdd(u, y, cd);
            hd = TLanes.MultiplyAdd(t, o, hd);
        }

        TLanes.AddSums(ea, eb, ec, ed, ref shift);
        TLanes.AddSums(ca, cb, cc, cd, ref scatter);
        TLanes.AddSums(ga, gb, gc, gd, ref Unsafe.Add(ref shift, dimension));
        TLanes.AddSums(ha, hb, hc, hd, ref Unsafe.Add(ref scatter, dimension));
    }

    /// <summary>The same of one component.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddAxes4(ref T x, ref T r, nint stride, nint count, ref T pivot, ref double shift, ref double scatter)
    {
        ref var xb = ref Unsafe.Add(ref x, stride);
        ref var xc = ref Unsafe.Add(ref xb, stride);
        ref var xd = ref Unsafe.Add(ref xc, stride);
        var (pa, pb, pc, pd) = (TLanes.All(pivot), TLanes.All(Unsafe.Add(ref pivot, 1)), TLanes.All(Unsafe.Add(ref pivot, 2)), TLanes.All(Unsafe.Add(ref pivot, 3)));
        var (ea, eb, ec, ed) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        var (ca, cb, cc, cd) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            var weight = TLanes.Load(ref r, i);
            var (ya, yb, yc, yd) = (TLanes.Load(ref x, i) - pa, TLanes.Load(ref xb, i) - pb, TLanes.Load(ref xc, i) - pc, TLanes.Load(ref xd, i) - pd);
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

        TLanes.AddSums(ea, eb, ec, ed, ref shift);
        TLanes.AddSums(ca, cb, cc, cd, ref scatter);
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
            var k = 0;
            for (; TLanes.AreOneRegister && k + 2 <= components; k += 2)
            {
                ahead = Prefetch(ahead, 2 * lines);
                var (a, b, c, d) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
                var (e, f, g, h) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
                ref var row = ref Unsafe.Add(ref x0, i);
                ref var n = ref Unsafe.Add(ref m, dimension);
                ref var t = ref Unsafe.Add(ref s, componentStep);
                for (nint j = 0; j < dimension; j++)
                {
                    var (mean, inverse) = (TLanes.All(Unsafe.Add(ref m, j)), TLanes.All(Unsafe.Add(ref s, j * axisStep)));
                    var (mean2, inverse2) = (TLanes.All(Unsafe.Add(ref n, j)), TLanes.All(Unsafe.Add(ref t, j * axisStep)));
                    var y = TLanes.Load(ref row, 0);
                    var (z, o) = (Scaled<TScale>(y - mean, inverse), Scaled<TScale>(y - mean2, inverse2));
                    a = TLanes.MultiplyAdd(z, z, a);
                    e = TLanes.MultiplyAdd(o, o, e);
                    y = TLanes.Load(ref row, TLanes.Count);
                    (z, o) = (Scaled<TScale>(y - mean, inverse), Scaled<TScale>(y - mean2, inverse2));
                    b = TLanes.MultiplyAdd(z, z, b);
                    f = TLanes.MultiplyAdd(o, o, f);
                    y = TLanes.Load(ref row, 2 * TLanes.Count);
                    (z, o) = (Scaled<TScale>(y - mean, inverse), Scaled<TScale>(y - mean2, inverse2));
                    c = TLanes.MultiplyAdd(z, z, c);
                    g = TLanes.MultiplyAdd(o, o, g);
                    y = TLanes.Load(ref row, 3 * TLanes.Count);
                    (z, o) = (Scaled<TScale>(y - mean, inverse), Scaled<TScale>(y - mean2, inverse2));
                    d = TLanes.MultiplyAdd(z, z, d);
                    h = TLanes.MultiplyAdd(o, o, h);
                    row = ref Unsafe.Add(ref row, stride);
                }

                Store4(a, b, c, d, constants[k], ref q);
                q = ref Unsafe.Add(ref q, stride);
                Store4(e, f, g, h, constants[k + 1], ref q);
                q = ref Unsafe.Add(ref q, stride);
                m = ref Unsafe.Add(ref n, dimension);
                s = ref Unsafe.Add(ref t, componentStep);
            }

            for (; k < components; k++)
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

                Store4(a, b, c, d, constants[k], ref q);
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

    /// <summary>The scores of four registers of samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store4(TLanes a, TLanes b, TLanes c, TLanes d, double constant, ref T scores)
    {
        Score(a, constant).Store(ref scores, 0);
        Score(b, constant).Store(ref scores, TLanes.Count);
        Score(c, constant).Store(ref scores, 2 * TLanes.Count);
        Score(d, constant).Store(ref scores, 3 * TLanes.Count);
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

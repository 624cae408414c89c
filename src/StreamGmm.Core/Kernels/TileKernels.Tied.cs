using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StreamGmm.Kernels;

/// <content>For components that share a covariance: samples turned once, deviations added up over components.</content>
internal sealed partial class TileKernels<TLanes, T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Whiten(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> mean, ReadOnlySpan<T> inverse, Span<T> scratch, Span<T> whitened)
    {
        nint dimension = mean.Length;
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var m0 = ref MemoryMarshal.GetReference(mean);
        ref var w0 = ref MemoryMarshal.GetReference(inverse);
        ref var y0 = ref MemoryMarshal.GetReference(scratch);
        ref var z0 = ref MemoryMarshal.GetReference(whitened);
        nint i = 0;
        for (; i + (2 * TLanes.Count) <= count; i += 2 * TLanes.Count)
        {
            for (nint j = 0; j < dimension; j++)
            {
                var m = TLanes.All(Unsafe.Add(ref m0, j));
                (TLanes.Load(ref x0, (j * stride) + i) - m).Store(ref y0, j * 2 * TLanes.Count);
                (TLanes.Load(ref x0, (j * stride) + i + TLanes.Count) - m).Store(ref y0, (j * 2 * TLanes.Count) + TLanes.Count);
            }

            nint row = 0;
            for (; row + 4 <= dimension; row += 4)
                FourRows(ref w0, ref y0, row, ref Unsafe.Add(ref z0, (row * stride) + i), stride);
            for (; row < dimension; row++)
            {
                ref var w = ref Unsafe.Add(ref w0, row * (row + 1) / 2);
                var (a, b) = (TLanes.Zero, TLanes.Zero);
                for (nint l = 0; l <= row; l++)
                {
                    var s = TLanes.All(Unsafe.Add(ref w, l));
                    a = TLanes.MultiplyAdd(s, TLanes.Load(ref y0, l * 2 * TLanes.Count), a);
                    b = TLanes.MultiplyAdd(s, TLanes.Load(ref y0, (l * 2 * TLanes.Count) + TLanes.Count), b);
                }

                a.Store(ref z0, (row * stride) + i);
                b.Store(ref z0, (row * stride) + i + TLanes.Count);
            }
        }

        for (; i < count; i += TLanes.Count)
        {
            for (nint j = 0; j < dimension; j++)
                (TLanes.Load(ref x0, (j * stride) + i) - TLanes.All(Unsafe.Add(ref m0, j))).Store(ref y0, j * TLanes.Count);
            for (nint row = 0; row < dimension; row++)
            {
                ref var w = ref Unsafe.Add(ref w0, row * (row + 1) / 2);
                var a = TLanes.Zero;
                for (nint l = 0; l <= row; l++)
                    a = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref w, l)), TLanes.Load(ref y0, l * TLanes.Count), a);
                a.Store(ref z0, (row * stride) + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddDeviations(
        ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> pivots, ReadOnlySpan<T> r, int components, Span<double> shifts, Span<T> deviations)
    {
        nint dimension = pivots.Length / components;
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var r0 = ref MemoryMarshal.GetReference(r);
        ref var p0 = ref MemoryMarshal.GetReference(pivots);
        ref var s0 = ref MemoryMarshal.GetReference(shifts);
        ref var d0 = ref MemoryMarshal.GetReference(deviations);
        for (nint j = 0; j < dimension; j++)
        {
            ref var column = ref Unsafe.Add(ref x0, j * stride);
            ref var deviation = ref Unsafe.Add(ref d0, j * stride);
            nint k = 0;
            for (; k + 4 <= components; k += 4)
            {
                ref var r1 = ref Unsafe.Add(ref r0, k * stride);
                ref var p1 = ref Unsafe.Add(ref p0, (k * dimension) + j);
                var (pa, pb, pc, pd) = (TLanes.All(p1), TLanes.All(Unsafe.Add(ref p1, dimension)), TLanes.All(Unsafe.Add(ref p1, 2 * dimension)), TLanes.All(Unsafe.Add(ref p1, 3 * dimension)));
                var (sa, sb, sc, sd) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
                for (nint i = 0; i < count; i += TLanes.Count)
                {
                    var y = TLanes.Load(ref column, i);
                    var ua = TLanes.Load(ref r1, i) * (y - pa);
                    var ub = TLanes.Load(ref r1, stride + i) * (y - pb);
                    var uc = TLanes.Load(ref r1, (2 * stride) + i) * (y - pc);
                    var ud = TLanes.Load(ref r1, (3 * stride) + i) * (y - pd);
                    sa += ua;
                    sb += ub;
                    sc += uc;
                    sd += ud;
                    var sum = (ua + ub) + (uc + ud);
                    (k == 0 ? sum : TLanes.Load(ref deviation, i) + sum).Store(ref deviation, i);
                }

                ref var s1 = ref Unsafe.Add(ref s0, (k * dimension) + j);
                s1 += sa.Sum();
                Unsafe.Add(ref s1, dimension) += sb.Sum();
                Unsafe.Add(ref s1, 2 * dimension) += sc.Sum();
                Unsafe.Add(ref s1, 3 * dimension) += sd.Sum();
            }

            for (; k < components; k++)
            {
                var p = TLanes.All(Unsafe.Add(ref p0, (k * dimension) + j));
                var s = TLanes.Zero;
                for (nint i = 0; i < count; i += TLanes.Count)
                {
                    var u = TLanes.Load(ref r0, (k * stride) + i) * (TLanes.Load(ref column, i) - p);
                    s += u;
                    (k == 0 ? u : TLanes.Load(ref deviation, i) + u).Store(ref deviation, i);
                }

                Unsafe.Add(ref s0, (k * dimension) + j) += s.Sum();
            }
        }
    }

    /// <summary>Four rows of W y for two registers of samples, eight sums at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourRows(ref T w0, ref T y0, nint row, ref T z, nint stride)
    {
        ref var r0 = ref Unsafe.Add(ref w0, row * (row + 1) / 2);
        ref var r1 = ref Unsafe.Add(ref r0, row + 1);
        ref var r2 = ref Unsafe.Add(ref r1, row + 2);
        ref var r3 = ref Unsafe.Add(ref r2, row + 3);
        var (a0, a1, a2, a3) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        var (b0, b1, b2, b3) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        for (nint l = 0; l <= row + 3; l++)
        {
            var (a, b) = (TLanes.Load(ref y0, l * 2 * TLanes.Count), TLanes.Load(ref y0, (l * 2 * TLanes.Count) + TLanes.Count));
            if (l <= row)
            {
                var s0 = TLanes.All(Unsafe.Add(ref r0, l));
                a0 = TLanes.MultiplyAdd(s0, a, a0);
                b0 = TLanes.MultiplyAdd(s0, b, b0);
            }

            if (l <= row + 1)
            {
                var s1 = TLanes.All(Unsafe.Add(ref r1, l));
                a1 = TLanes.MultiplyAdd(s1, a, a1);
                b1 = TLanes.MultiplyAdd(s1, b, b1);
            }

            if (l <= row + 2)
            {
                var s2 = TLanes.All(Unsafe.Add(ref r2, l));
                a2 = TLanes.MultiplyAdd(s2, a, a2);
                b2 = TLanes.MultiplyAdd(s2, b, b2);
            }

            var s3 = TLanes.All(Unsafe.Add(ref r3, l));
            a3 = TLanes.MultiplyAdd(s3, a, a3);
            b3 = TLanes.MultiplyAdd(s3, b, b3);
        }

        a0.Store(ref z, 0);
        b0.Store(ref z, TLanes.Count);
        a1.Store(ref z, stride);
        b1.Store(ref z, stride + TLanes.Count);
        a2.Store(ref z, 2 * stride);
        b2.Store(ref z, (2 * stride) + TLanes.Count);
        a3.Store(ref z, 3 * stride);
        b3.Store(ref z, (3 * stride) + TLanes.Count);
    }
}

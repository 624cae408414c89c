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
        var dimension = pivots.Length / components;
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var r0 = ref MemoryMarshal.GetReference(r);
        ref var d0 = ref MemoryMarshal.GetReference(deviations);
        for (nint i = 0; i < count; i += TLanes.Count)
            Deviate(ref Unsafe.Add(ref x0, i), ref Unsafe.Add(ref r0, i), stride, pivots, components, ref Unsafe.Add(ref d0, i));

        var j = 0;
        for (; TLanes.AreOneRegister && j + 4 <= dimension; j += 4)
        {
            ref var rowA = ref Unsafe.Add(ref x0, (nint)j * stride);
            ref var rowB = ref Unsafe.Add(ref rowA, stride);
            ref var rowC = ref Unsafe.Add(ref rowB, stride);
            ref var rowD = ref Unsafe.Add(ref rowC, stride);
            for (var k = 0; k < components; k++)
            {
                ref var weights = ref Unsafe.Add(ref r0, (nint)k * stride);
                var at = (k * dimension) + j;
                var (pa, pb, pc, pd) = (TLanes.All(pivots[at]), TLanes.All(pivots[at + 1]), TLanes.All(pivots[at + 2]), TLanes.All(pivots[at + 3]));
                var (a, b, c, d) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
                for (nint i = 0; i < count; i += TLanes.Count)
                {
                    var weight = TLanes.Load(ref weights, i);
                    a = TLanes.MultiplyAdd(weight, TLanes.Load(ref rowA, i) - pa, a);
                    b = TLanes.MultiplyAdd(weight, TLanes.Load(ref rowB, i) - pb, b);
                    c = TLanes.MultiplyAdd(weight, TLanes.Load(ref rowC, i) - pc, c);
                    d = TLanes.MultiplyAdd(weight, TLanes.Load(ref rowD, i) - pd, d);
                }

                TLanes.AddSums(a, b, c, d, ref shifts[at]);
            }
        }

        for (; j < dimension; j++)
        {
            ref var row = ref Unsafe.Add(ref x0, (nint)j * stride);
            for (var k = 0; k < components; k++)
            {
                ref var weights = ref Unsafe.Add(ref r0, (nint)k * stride);
                var p = TLanes.All(pivots[(k * dimension) + j]);
                var sum = TLanes.Zero;
                for (nint i = 0; i < count; i += TLanes.Count)
                    sum = TLanes.MultiplyAdd(TLanes.Load(ref weights, i), TLanes.Load(ref row, i) - p, sum);
                shifts[(k * dimension) + j] += sum.Sum();
            }
        }
    }

    /// <summary>Σ_k r_k (x − p_k) of one register of samples, eight axes at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Deviate(ref T x, ref T r, nint stride, ReadOnlySpan<T> pivots, int components, ref T deviations)
    {
        nint dimension = pivots.Length / components;
        ref var p0 = ref MemoryMarshal.GetReference(pivots);
        nint j = 0;
        for (; j + 8 <= dimension; j += 8)
        {
            ref var x1 = ref Unsafe.Add(ref x, j * stride);
            ref var x4 = ref Unsafe.Add(ref x1, 4 * stride);
            var (xa, xb, xc, xd) = (TLanes.Load(ref x1, 0), TLanes.Load(ref x1, stride), TLanes.Load(ref x1, 2 * stride), TLanes.Load(ref x1, 3 * stride));
            var (xe, xf, xg, xh) = (TLanes.Load(ref x4, 0), TLanes.Load(ref x4, stride), TLanes.Load(ref x4, 2 * stride), TLanes.Load(ref x4, 3 * stride));
            var (a, b, c, d) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
            var (e, f, g, h) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
            for (nint k = 0; k < components; k++)
            {
                ref var p = ref Unsafe.Add(ref p0, (k * dimension) + j);
                var weight = TLanes.Load(ref r, k * stride);
                a = TLanes.MultiplyAdd(weight, xa - TLanes.All(p), a);
                b = TLanes.MultiplyAdd(weight, xb - TLanes.All(Unsafe.Add(ref p, 1)), b);
                c = TLanes.MultiplyAdd(weight, xc - TLanes.All(Unsafe.Add(ref p, 2)), c);
                d = TLanes.MultiplyAdd(weight, xd - TLanes.All(Unsafe.Add(ref p, 3)), d);
                e = TLanes.MultiplyAdd(weight, xe - TLanes.All(Unsafe.Add(ref p, 4)), e);
                f = TLanes.MultiplyAdd(weight, xf - TLanes.All(Unsafe.Add(ref p, 5)), f);
                g = TLanes.MultiplyAdd(weight, xg - TLanes.All(Unsafe.Add(ref p, 6)), g);
                h = TLanes.MultiplyAdd(weight, xh - TLanes.All(Unsafe.Add(ref p, 7)), h);
            }

            ref var d1 = ref Unsafe.Add(ref deviations, j * stride);
            ref var d4 = ref Unsafe.Add(ref d1, 4 * stride);
            a.Store(ref d1, 0);
            b.Store(ref d1, stride);
            c.Store(ref d1, 2 * stride);
            d.Store(ref d1, 3 * stride);
            e.Store(ref d4, 0);
            f.Store(ref d4, stride);
            g.Store(ref d4, 2 * stride);
            h.Store(ref d4, 3 * stride);
        }

        for (; j < dimension; j++)
        {
            var y = TLanes.Load(ref x, j * stride);
            var a = TLanes.Zero;
            for (nint k = 0; k < components; k++)
                a = TLanes.MultiplyAdd(TLanes.Load(ref r, k * stride), y - TLanes.All(Unsafe.Add(ref p0, (k * dimension) + j)), a);
            a.Store(ref deviations, j * stride);
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

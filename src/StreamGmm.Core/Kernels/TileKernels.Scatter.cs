using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StreamGmm.Kernels;

/// <content>Weighted sums about a pivot: shift and scatter of one component over a tile.</content>
internal sealed partial class TileKernels<TLanes, T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddSymmetric(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> pivot, ReadOnlySpan<T> r, Span<T> scratch, Span<double> shift, Span<double> scatter)
    {
        nint dimension = pivot.Length;
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var r0 = ref MemoryMarshal.GetReference(r);
        ref var y0 = ref MemoryMarshal.GetReference(scratch);
        ref var u0 = ref Unsafe.Add(ref y0, (dimension + 1) * stride);
        ref var c0 = ref MemoryMarshal.GetReference(scatter);

        for (nint j = 0; j < dimension; j++)
        {
            var p = TLanes.All(pivot[(int)j]);
            var row = j * stride;
            var (even, odd) = (TLanes.Zero, TLanes.Zero);
            nint i = 0;
            for (; i + (2 * TLanes.Count) <= count; i += 2 * TLanes.Count)
            {
                var y = TLanes.Load(ref x0, row + i) - p;
                y.Store(ref y0, row + i);
                even = TLanes.MultiplyAdd(TLanes.Load(ref r0, i), y, even);
                y = TLanes.Load(ref x0, row + i + TLanes.Count) - p;
                y.Store(ref y0, row + i + TLanes.Count);
                odd = TLanes.MultiplyAdd(TLanes.Load(ref r0, i + TLanes.Count), y, odd);
            }

            if (i < count)
            {
                var y = TLanes.Load(ref x0, row + i) - p;
                y.Store(ref y0, row + i);
                even = TLanes.MultiplyAdd(TLanes.Load(ref r0, i), y, even);
            }

            shift[(int)j] += (even + odd).Sum();
        }

        nint a = 0;
        if (TLanes.AreOneRegister)
        {
            for (; a + 4 <= dimension; a += 4)
            {
                Weight(ref r0, ref Unsafe.Add(ref y0, a * stride), ref u0, 4, stride, count);
                for (nint b = 0; b <= a; b += 4)
                    AddBlock4(ref u0, ref Unsafe.Add(ref y0, b * stride), stride, count, ref c0, a, b);
            }
        }

        // The rest two rows at a time; where D is odd, a row of zeros makes the pair.
        if (((dimension - a) & 1) != 0)
            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref y0, dimension * stride), count).Clear();
        for (; a < dimension; a += 2)
        {
            Weight(ref r0, ref Unsafe.Add(ref y0, a * stride), ref u0, 2, stride, count);
            for (nint b = 0; b <= a; b += 2)
                AddBlock2(ref u0, ref Unsafe.Add(ref y0, b * stride), stride, count, ref c0, a, b, dimension);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddDiagonal(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> pivot, ReadOnlySpan<T> r, Span<double> shift, Span<double> scatter)
    {
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var r0 = ref MemoryMarshal.GetReference(r);
        var j = 0;
        for (; TLanes.AreOneRegister && j + 4 <= pivot.Length; j += 4)
        {
            ref var row = ref Unsafe.Add(ref x0, (nint)j * stride);
            var (pa, pb, pc, pd) = (TLanes.All(pivot[j]), TLanes.All(pivot[j + 1]), TLanes.All(pivot[j + 2]), TLanes.All(pivot[j + 3]));
            var (ea, eb, ec, ed) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
            var (ca, cb, cc, cd) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
            for (nint i = 0; i < count; i += TLanes.Count)
            {
                var weight = TLanes.Load(ref r0, i);
                var ya = TLanes.Load(ref row, i) - pa;
                var yb = TLanes.Load(ref row, stride + i) - pb;
                var yc = TLanes.Load(ref row, (2 * stride) + i) - pc;
                var yd = TLanes.Load(ref row, (3 * stride) + i) - pd;
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

            shift[j] += ea.Sum();
            shift[j + 1] += eb.Sum();
            shift[j + 2] += ec.Sum();
            shift[j + 3] += ed.Sum();
            scatter[j] += ca.Sum();
            scatter[j + 1] += cb.Sum();
            scatter[j + 2] += cc.Sum();
            scatter[j + 3] += cd.Sum();
        }

        for (; j < pivot.Length; j++)
        {
            ref var row = ref Unsafe.Add(ref x0, (nint)j * stride);
            var p = TLanes.All(pivot[j]);
            var (e, c) = (TLanes.Zero, TLanes.Zero);
            for (nint i = 0; i < count; i += TLanes.Count)
            {
                var y = TLanes.Load(ref row, i) - p;
                var u = TLanes.Load(ref r0, i) * y;
                e += u;
                c = TLanes.MultiplyAdd(u, y, c);
            }

            shift[j] += e.Sum();
            scatter[j] += c.Sum();
        }
    }

    /// <summary>u = r y for some rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Weight(ref T r, ref T y, ref T u, nint rows, nint stride, nint count)
    {
        for (nint j = 0; j < rows; j++)
        {
            for (nint i = 0; i < count; i += TLanes.Count)
                (TLanes.Load(ref r, i) * TLanes.Load(ref y, (j * stride) + i)).Store(ref u, (j * stride) + i);
        }
    }

    /// <summary>Σ u yᵀ for four rows by four, sixteen sums at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBlock4(ref T u, ref T y, nint stride, nint count, ref double scatter, nint a, nint b)
    {
        var (s00, s01, s02, s03) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        var (s10, s11, s12, s13) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        var (s20, s21, s22, s23) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        var (s30, s31, s32, s33) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        ref var u1 = ref Unsafe.Add(ref u, stride);
        ref var u2 = ref Unsafe.Add(ref u1, stride);
        ref var u3 = ref Unsafe.Add(ref u2, stride);
        ref var y1 = ref Unsafe.Add(ref y, stride);
        ref var y2 = ref Unsafe.Add(ref y1, stride);
        ref var y3 = ref Unsafe.Add(ref y2, stride);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            var (ya, yb, yc, yd) = (TLanes.Load(ref y, i), TLanes.Load(ref y1, i), TLanes.Load(ref y2, i), TLanes.Load(ref y3, i));
            var w = TLanes.Load(ref u, i);
            s00 = TLanes.MultiplyAdd(w, ya, s00);
            s01 = TLanes.MultiplyAdd(w, yb, s01);
            s02 = TLanes.MultiplyAdd(w, yc, s02);
            s03 = TLanes.MultiplyAdd(w, yd, s03);
            w = TLanes.Load(ref u1, i);
            s10 = TLanes.MultiplyAdd(w, ya, s10);
            s11 = TLanes.MultiplyAdd(w, yb, s11);
            s12 = TLanes.MultiplyAdd(w, yc, s12);
            s13 = TLanes.MultiplyAdd(w, yd, s13);
            w = TLanes.Load(ref u2, i);
            s20 = TLanes.MultiplyAdd(w, ya, s20);
            s21 = TLanes.MultiplyAdd(w, yb, s21);
            s22 = TLanes.MultiplyAdd(w, yc, s22);
            s23 = TLanes.MultiplyAdd(w, yd, s23);
            w = TLanes.Load(ref u3, i);
            s30 = TLanes.MultiplyAdd(w, ya, s30);
            s31 = TLanes.MultiplyAdd(w, yb, s31);
            s32 = TLanes.MultiplyAdd(w, yc, s32);
            s33 = TLanes.MultiplyAdd(w, yd, s33);
        }

        ref var row = ref Unsafe.Add(ref scatter, (a * (a + 1) / 2) + b);
        AddRow(ref row, s00, s01, s02, s03, a - b + 1);
        row = ref Unsafe.Add(ref row, a + 1);
        AddRow(ref row, s10, s11, s12, s13, a - b + 2);
        row = ref Unsafe.Add(ref row, a + 2);
        AddRow(ref row, s20, s21, s22, s23, a - b + 3);
        row = ref Unsafe.Add(ref row, a + 3);
        AddRow(ref row, s30, s31, s32, s33, a - b + 4);
    }

    /// <summary>Adds four sums to a row of the triangle, as far as they are on or below the diagonal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow(ref double row, TLanes s0, TLanes s1, TLanes s2, TLanes s3, nint below)
    {
        row += s0.Sum();
        if (below > 1)
            Unsafe.Add(ref row, 1) += s1.Sum();
        if (below > 2)
            Unsafe.Add(ref row, 2) += s2.Sum();
        if (below > 3)
            Unsafe.Add(ref row, 3) += s3.Sum();
    }

    /// <summary>Σ u yᵀ for two rows by two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBlock2(ref T u, ref T y, nint stride, nint count, ref double scatter, nint a, nint b, nint dimension)
    {
        var (s00, s01, s10, s11) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            var (ya, yb) = (TLanes.Load(ref y, i), TLanes.Load(ref y, stride + i));
            var (ua, ub) = (TLanes.Load(ref u, i), TLanes.Load(ref u, stride + i));
            s00 = TLanes.MultiplyAdd(ua, ya, s00);
            s01 = TLanes.MultiplyAdd(ua, yb, s01);
            s10 = TLanes.MultiplyAdd(ub, ya, s10);
            s11 = TLanes.MultiplyAdd(ub, yb, s11);
        }

        ref var row = ref Unsafe.Add(ref scatter, (a * (a + 1) / 2) + b);
        row += s00.Sum();
        if (b < a)
            Unsafe.Add(ref row, 1) += s01.Sum();
        if (a + 1 >= dimension)
            return;
        row = ref Unsafe.Add(ref row, a + 1);
        row += s10.Sum();
        Unsafe.Add(ref row, 1) += s11.Sum();
    }
}

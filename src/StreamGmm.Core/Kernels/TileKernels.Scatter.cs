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
        ref var h0 = ref MemoryMarshal.GetReference(scratch);
        ref var y0 = ref Unsafe.Add(ref h0, stride);
        ref var c0 = ref MemoryMarshal.GetReference(scatter);
        if (dimension == 2)
        {
            AddPlane(ref x0, ref Unsafe.Add(ref x0, stride), ref r0, count, pivot, shift, scatter);
            return;
        }

        for (nint i = 0; i < count; i += TLanes.Count)
            TLanes.Sqrt(TLanes.Load(ref r0, i)).Store(ref h0, i);
        for (nint j = 0; j < dimension; j++)
            shift[(int)j] += Half(ref Unsafe.Add(ref x0, j * stride), pivot[(int)j], ref h0, count, ref Unsafe.Add(ref y0, j * stride));

        nint a = 0;
        if (TLanes.AreOneRegister)
        {
            for (; a + 4 <= dimension; a += 4)
            {
                ref var rows = ref Unsafe.Add(ref y0, a * stride);
                for (nint b = 0; b < a; b += 4)
                    AddBlock4(ref rows, ref Unsafe.Add(ref y0, b * stride), stride, count, ref c0, a, b);
                AddCorner4(ref rows, stride, count, ref Unsafe.Add(ref c0, (a * (a + 1) / 2) + a), a);
            }
        }

        // The rest two rows at a time; where D is odd, a row of zeros makes the pair.
        if (((dimension - a) & 1) != 0)
            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref y0, dimension * stride), count).Clear();
        for (; a < dimension; a += 2)
        {
            for (nint b = 0; b <= a; b += 2)
                AddBlock2(ref Unsafe.Add(ref y0, a * stride), ref Unsafe.Add(ref y0, b * stride), stride, count, ref c0, a, b, dimension);
        }
    }

    /// <summary>y = √r (x − p) of an axis; gives Σ √r y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Half(ref T x, T pivot, ref T root, nint count, ref T y)
    {
        var p = TLanes.All(pivot);
        var (even, odd) = (TLanes.Zero, TLanes.Zero);
        nint i = 0;
        for (; i + (2 * TLanes.Count) <= count; i += 2 * TLanes.Count)
        {
            var (ra, rb) = (TLanes.Load(ref root, i), TLanes.Load(ref root, i + TLanes.Count));
            var (ya, yb) = (ra * (TLanes.Load(ref x, i) - p), rb * (TLanes.Load(ref x, i + TLanes.Count) - p));
            ya.Store(ref y, i);
            yb.Store(ref y, i + TLanes.Count);
            even = TLanes.MultiplyAdd(ra, ya, even);
            odd = TLanes.MultiplyAdd(rb, yb, odd);
        }

        if (i < count)
        {
            var ra = TLanes.Load(ref root, i);
            var ya = ra * (TLanes.Load(ref x, i) - p);
            ya.Store(ref y, i);
            even = TLanes.MultiplyAdd(ra, ya, even);
        }

        return (even + odd).Sum();
    }

    /// <summary>The sums of two axes, all in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPlane(ref T x, ref T y, ref T r, nint count, ReadOnlySpan<T> pivot, Span<double> shift, Span<double> scatter)
    {
        var (px, py) = (TLanes.All(pivot[0]), TLanes.All(pivot[1]));
        var (ex, ey, cxx, cxy, cyy) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            var w = TLanes.Load(ref r, i);
            var (dx, dy) = (TLanes.Load(ref x, i) - px, TLanes.Load(ref y, i) - py);
            var (ux, uy) = (w * dx, w * dy);
            ex += ux;
            ey += uy;
            cxx = TLanes.MultiplyAdd(ux, dx, cxx);
            cxy = TLanes.MultiplyAdd(uy, dx, cxy);
            cyy = TLanes.MultiplyAdd(uy, dy, cyy);
        }

        shift[0] += ex.Sum();
        shift[1] += ey.Sum();
        scatter[0] += cxx.Sum();
        scatter[1] += cxy.Sum();
        scatter[2] += cyy.Sum();
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
        TLanes.AddSums(s00, s01, s02, s03, ref row);
        row = ref Unsafe.Add(ref row, a + 1);
        TLanes.AddSums(s10, s11, s12, s13, ref row);
        row = ref Unsafe.Add(ref row, a + 2);
        TLanes.AddSums(s20, s21, s22, s23, ref row);
        row = ref Unsafe.Add(ref row, a + 3);
        TLanes.AddSums(s30, s31, s32, s33, ref row);
    }

    /// <summary>Σ y yᵀ of four rows with themselves, as far as it is on or below the diagonal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddCorner4(ref T y, nint stride, nint count, ref double corner, nint a)
    {
        var (s00, s10, s11, s20, s21) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        var (s22, s30, s31, s32, s33) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        ref var y1 = ref Unsafe.Add(ref y, stride);
        ref var y2 = ref Unsafe.Add(ref y1, stride);
        ref var y3 = ref Unsafe.Add(ref y2, stride);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            var (ya, yb, yc, yd) = (TLanes.Load(ref y, i), TLanes.Load(ref y1, i), TLanes.Load(ref y2, i), TLanes.Load(ref y3, i));
            s00 = TLanes.MultiplyAdd(ya, ya, s00);
            s10 = TLanes.MultiplyAdd(yb, ya, s10);
            s11 = TLanes.MultiplyAdd(yb, yb, s11);
            s20 = TLanes.MultiplyAdd(yc, ya, s20);
            s21 = TLanes.MultiplyAdd(yc, yb, s21);
            s22 = TLanes.MultiplyAdd(yc, yc, s22);
            s30 = TLanes.MultiplyAdd(yd, ya, s30);
            s31 = TLanes.MultiplyAdd(yd, yb, s31);
            s32 = TLanes.MultiplyAdd(yd, yc, s32);
            s33 = TLanes.MultiplyAdd(yd, yd, s33);
        }

        corner += s00.Sum();
        ref var row = ref Unsafe.Add(ref corner, a + 1);
        row += s10.Sum();
        Unsafe.Add(ref row, 1) += s11.Sum();
        row = ref Unsafe.Add(ref row, a + 2);
        row += s20.Sum();
        Unsafe.Add(ref row, 1) += s21.Sum();
        Unsafe.Add(ref row, 2) += s22.Sum();
        row = ref Unsafe.Add(ref row, a + 3);
        TLanes.AddSums(s30, s31, s32, s33, ref row);
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

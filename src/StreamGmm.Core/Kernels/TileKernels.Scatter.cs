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
        ref var p0 = ref MemoryMarshal.GetReference(pivot);
        ref var r0 = ref MemoryMarshal.GetReference(r);
        ref var u0 = ref MemoryMarshal.GetReference(scratch);
        ref var e0 = ref MemoryMarshal.GetReference(shift);
        ref var c0 = ref MemoryMarshal.GetReference(scatter);
        if (dimension == 2)
        {
            AddPlane(ref x0, ref Unsafe.Add(ref x0, stride), ref r0, count, pivot, shift, scatter);
            return;
        }

        nint a = 0;
        for (; TLanes.AreOneRegister && a + 4 <= dimension; a += 4)
        {
            ref var rows = ref Unsafe.Add(ref x0, a * stride);
            ref var pivots = ref Unsafe.Add(ref p0, a);
            Weigh4(ref rows, stride, ref pivots, ref r0, count, ref u0, ref Unsafe.Add(ref e0, a));
            for (nint b = 0; b < a; b += 4)
                AddBlock4(ref u0, ref Unsafe.Add(ref x0, b * stride), stride, ref Unsafe.Add(ref p0, b), count, ref Unsafe.Add(ref c0, (a * (a + 1) / 2) + b), a + 1, 1);
            AddCorner4(ref u0, ref rows, stride, ref pivots, count, ref Unsafe.Add(ref c0, (a * (a + 1) / 2) + a), a);
        }

        // The rest two rows at a time; the last of an odd number makes the pair with itself.
        for (; a < dimension; a += 2)
        {
            nint other = a + 1 < dimension ? 1 : 0;
            for (var row = a; row <= a + other; row++)
                Unsafe.Add(ref e0, row) += Weigh(ref Unsafe.Add(ref x0, row * stride), Unsafe.Add(ref p0, row), ref r0, count, ref Unsafe.Add(ref u0, (row - a) * stride));
            for (nint b = 0; b <= a; b += 2)
                AddBlock2(ref u0, other * stride, ref Unsafe.Add(ref x0, b * stride), b < a ? stride : other * stride, ref Unsafe.Add(ref p0, b), count, ref c0, a, b, dimension);
        }
    }

    /// <summary>u = r (x − p) of an axis; gives Σ u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Weigh(ref T x, T pivot, ref T r, nint count, ref T u)
    {
        var p = TLanes.All(pivot);
        var sum = TLanes.Zero;
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            var w = TLanes.Load(ref r, i) * (TLanes.Load(ref x, i) - p);
            w.Store(ref u, i);
            sum += w;
        }

        return sum.Sum();
    }

    /// <summary>The same of four axes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Weigh4(ref T x, nint stride, ref T pivot, ref T r, nint count, ref T u, ref double shift)
    {
        var (pa, pb, pc, pd) = (TLanes.All(pivot), TLanes.All(Unsafe.Add(ref pivot, 1)), TLanes.All(Unsafe.Add(ref pivot, 2)), TLanes.All(Unsafe.Add(ref pivot, 3)));
        var (a, b, c, d) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            var w = TLanes.Load(ref r, i);
            var (ua, ub) = (w * (TLanes.Load(ref x, i) - pa), w * (TLanes.Load(ref x, stride + i) - pb));
            var (uc, ud) = (w * (TLanes.Load(ref x, (2 * stride) + i) - pc), w * (TLanes.Load(ref x, (3 * stride) + i) - pd));
            ua.Store(ref u, i);
            ub.Store(ref u, stride + i);
            uc.Store(ref u, (2 * stride) + i);
            ud.Store(ref u, (3 * stride) + i);
            a += ua;
            b += ub;
            c += uc;
            d += ud;
        }

        TLanes.AddSums(a, b, c, d, ref shift);
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

    /// <summary>Σ u yᵀ, y = x − p, for four rows by four, sixteen sums at a time. The sums of a row stand so many places after those of the one before, and in a triangle one more each time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBlock4(ref T u, ref T x, nint stride, ref T pivot, nint count, ref double target, nint step, nint growth)
    {
        var (pa, pb, pc, pd) = (TLanes.All(pivot), TLanes.All(Unsafe.Add(ref pivot, 1)), TLanes.All(Unsafe.Add(ref pivot, 2)), TLanes.All(Unsafe.Add(ref pivot, 3)));
        var (s00, s01, s02, s03) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        var (s10, s11, s12, s13) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        var (s20, s21, s22, s23) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        var (s30, s31, s32, s33) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        ref var u1 = ref Unsafe.Add(ref u, stride);
        ref var u2 = ref Unsafe.Add(ref u1, stride);
        ref var u3 = ref Unsafe.Add(ref u2, stride);
        ref var x1 = ref Unsafe.Add(ref x, stride);
        ref var x2 = ref Unsafe.Add(ref x1, stride);
        ref var x3 = ref Unsafe.Add(ref x2, stride);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            var (ya, yb, yc, yd) = (TLanes.Load(ref x, i) - pa, TLanes.Load(ref x1, i) - pb, TLanes.Load(ref x2, i) - pc, TLanes.Load(ref x3, i) - pd);
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

        TLanes.AddSums(s00, s01, s02, s03, ref target);
        target = ref Unsafe.Add(ref target, step);
        TLanes.AddSums(s10, s11, s12, s13, ref target);
        target = ref Unsafe.Add(ref target, step + growth);
        TLanes.AddSums(s20, s21, s22, s23, ref target);
        target = ref Unsafe.Add(ref target, step + (2 * growth));
        TLanes.AddSums(s30, s31, s32, s33, ref target);
    }

    /// <summary>The same of four rows with themselves, as far as it is on or below the diagonal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddCorner4(ref T u, ref T x, nint stride, ref T pivot, nint count, ref double corner, nint a)
    {
        var (pa, pb, pc, pd) = (TLanes.All(pivot), TLanes.All(Unsafe.Add(ref pivot, 1)), TLanes.All(Unsafe.Add(ref pivot, 2)), TLanes.All(Unsafe.Add(ref pivot, 3)));
        var (s00, s10, s11, s20, s21) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        var (s22, s30, s31, s32, s33) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        ref var x1 = ref Unsafe.Add(ref x, stride);
        ref var x2 = ref Unsafe.Add(ref x1, stride);
        ref var x3 = ref Unsafe.Add(ref x2, stride);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            var (ya, yb, yc, yd) = (TLanes.Load(ref x, i) - pa, TLanes.Load(ref x1, i) - pb, TLanes.Load(ref x2, i) - pc, TLanes.Load(ref x3, i) - pd);
            var w = TLanes.Load(ref u, i);
            s00 = TLanes.MultiplyAdd(w, ya, s00);
            w = TLanes.Load(ref u, stride + i);
            s10 = TLanes.MultiplyAdd(w, ya, s10);
            s11 = TLanes.MultiplyAdd(w, yb, s11);
            w = TLanes.Load(ref u, (2 * stride) + i);
            s20 = TLanes.MultiplyAdd(w, ya, s20);
            s21 = TLanes.MultiplyAdd(w, yb, s21);
            s22 = TLanes.MultiplyAdd(w, yc, s22);
            w = TLanes.Load(ref u, (3 * stride) + i);
            s30 = TLanes.MultiplyAdd(w, ya, s30);
            s31 = TLanes.MultiplyAdd(w, yb, s31);
            s32 = TLanes.MultiplyAdd(w, yc, s32);
            s33 = TLanes.MultiplyAdd(w, yd, s33);
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

    /// <summary>Σ u yᵀ, y = x − p, for two rows by two; the second of each stands so many places after the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBlock2(ref T u, nint nextU, ref T x, nint nextX, ref T pivot, nint count, ref double scatter, nint a, nint b, nint dimension)
    {
        var (pa, pb) = (TLanes.All(pivot), TLanes.All(Unsafe.Add(ref pivot, nextX == 0 ? 0 : 1)));
        var (s00, s01, s10, s11) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            var (ya, yb) = (TLanes.Load(ref x, i) - pa, TLanes.Load(ref x, nextX + i) - pb);
            var (ua, ub) = (TLanes.Load(ref u, i), TLanes.Load(ref u, nextU + i));
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

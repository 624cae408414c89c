using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StreamGmm.Kernels;

/// <content>Scores: squared distances down the columns of a tile.</content>
internal sealed partial class TileKernels<TLanes, T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void TriangularScores(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> mean, ReadOnlySpan<T> inverse, double constant, Span<T> scratch, Span<T> scores)
    {
        var dimension = mean.Length;
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var m0 = ref MemoryMarshal.GetReference(mean);
        ref var w0 = ref MemoryMarshal.GetReference(inverse);
        ref var y0 = ref MemoryMarshal.GetReference(scratch);
        ref var q0 = ref MemoryMarshal.GetReference(scores);
        if (dimension == 2)
        {
            PlaneScores(ref x0, ref Unsafe.Add(ref x0, stride), count, mean, inverse, constant, ref q0);
            return;
        }

        nint i = 0;
        if (TLanes.AreOneRegister)
        {
            for (; i + Panel <= count; i += Panel)
            {
                for (nint j = 0; j < dimension; j++)
                {
                    var m = TLanes.All(Unsafe.Add(ref m0, j));
                    var from = (j * stride) + i;
                    var to = j * Panel;
                    (TLanes.Load(ref x0, from) - m).Store(ref y0, to);
                    (TLanes.Load(ref x0, from + TLanes.Count) - m).Store(ref y0, to + TLanes.Count);
                    (TLanes.Load(ref x0, from + (2 * TLanes.Count)) - m).Store(ref y0, to + (2 * TLanes.Count));
                    (TLanes.Load(ref x0, from + (3 * TLanes.Count)) - m).Store(ref y0, to + (3 * TLanes.Count));
                }

                SquaredNormsOfPanel(ref w0, ref y0, dimension, constant, ref Unsafe.Add(ref q0, i));
            }
        }

        for (; i < count; i += TLanes.Count)
        {
            for (nint j = 0; j < dimension; j++)
                (TLanes.Load(ref x0, (j * stride) + i) - TLanes.All(Unsafe.Add(ref m0, j))).Store(ref y0, j * TLanes.Count);
            SquaredNormsOfLanes(ref w0, ref y0, dimension, constant, ref Unsafe.Add(ref q0, i));
        }
    }

    /// <summary>The scores of two axes, all in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PlaneScores(ref T x, ref T y, nint count, ReadOnlySpan<T> mean, ReadOnlySpan<T> inverse, double constant, ref T scores)
    {
        var (mx, my) = (TLanes.All(mean[0]), TLanes.All(mean[1]));
        var (xx, yx, yy) = (TLanes.All(inverse[0]), TLanes.All(inverse[1]), TLanes.All(inverse[2]));
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            var (dx, dy) = (TLanes.Load(ref x, i) - mx, TLanes.Load(ref y, i) - my);
            var (zx, zy) = (xx * dx, TLanes.MultiplyAdd(yy, dy, yx * dx));
            Score(TLanes.MultiplyAdd(zy, zy, zx * zx), constant).Store(ref scores, i);
        }
    }

    /// <summary>c − ½ q; a distance that overflowed on the way (∞ − ∞) is infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Score(TLanes squaredNorm, double constant) =>
        TLanes.MultiplyAdd(TLanes.Constant(-0.5), TLanes.Numbers(squaredNorm, TLanes.Constant(double.PositiveInfinity)), TLanes.Constant(constant));

    /// <summary>‖W y‖² for a panel of samples: blocks of four rows of W by four registers of samples, sixteen sums at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SquaredNormsOfPanel(ref T w0, ref T y0, nint dimension, double constant, ref T scores)
    {
        var (qa, qb, qc, qd) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        nint j = 0;
        for (; j + 4 <= dimension; j += 4)
        {
            ref var r0 = ref Unsafe.Add(ref w0, j * (j + 1) / 2);
            ref var r1 = ref Unsafe.Add(ref r0, j + 1);
            ref var r2 = ref Unsafe.Add(ref r1, j + 2);
            ref var r3 = ref Unsafe.Add(ref r2, j + 3);
            var (a0, b0, c0, d0) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
            var (a1, b1, c1, d1) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
            var (a2, b2, c2, d2) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
            var (a3, b3, c3, d3) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
            TLanes ya, yb, yc, yd, w;
            nint l = 0;
            for (; l <= j; l++)
            {
                ya = TLanes.Load(ref y0, l * Panel);
                yb = TLanes.Load(ref y0, (l * Panel) + TLanes.Count);
                yc = TLanes.Load(ref y0, (l * Panel) + (2 * TLanes.Count));
                yd = TLanes.Load(ref y0, (l * Panel) + (3 * TLanes.Count));
                w = TLanes.All(Unsafe.Add(ref r0, l));
                a0 = TLanes.MultiplyAdd(w, ya, a0);
                b0 = TLanes.MultiplyAdd(w, yb, b0);
                c0 = TLanes.MultiplyAdd(w, yc, c0);
                d0 = TLanes.MultiplyAdd(w, yd, d0);
                w = TLanes.All(Unsafe.Add(ref r1, l));
                a1 = TLanes.MultiplyAdd(w, ya, a1);
                b1 = TLanes.MultiplyAdd(w, yb, b1);
                c1 = TLanes.MultiplyAdd(w, yc, c1);
                d1 = TLanes.MultiplyAdd(w, yd, d1);
                w = TLanes.All(Unsafe.Add(ref r2, l));
                a2 = TLanes.MultiplyAdd(w, ya, a2);
                b2 = TLanes.MultiplyAdd(w, yb, b2);
                c2 = TLanes.MultiplyAdd(w, yc, c2);
                d2 = TLanes.MultiplyAdd(w, yd, d2);
                w = TLanes.All(Unsafe.Add(ref r3, l));
                a3 = TLanes.MultiplyAdd(w, ya, a3);
                b3 = TLanes.MultiplyAdd(w, yb, b3);
                c3 = TLanes.MultiplyAdd(w, yc, c3);
                d3 = TLanes.MultiplyAdd(w, yd, d3);
            }

            // The three steps below the corner of the diagonal block.
            for (var below = 1; below < 4; below++, l++)
            {
                ya = TLanes.Load(ref y0, l * Panel);
                yb = TLanes.Load(ref y0, (l * Panel) + TLanes.Count);
                yc = TLanes.Load(ref y0, (l * Panel) + (2 * TLanes.Count));
                yd = TLanes.Load(ref y0, (l * Panel) + (3 * TLanes.Count));
                if (below == 1)
                {
                    w = TLanes.All(Unsafe.Add(ref r1, l));
                    a1 = TLanes.MultiplyAdd(w, ya, a1);
                    b1 = TLanes.MultiplyAdd(w, yb, b1);
                    c1 = TLanes.MultiplyAdd(w, yc, c1);
                    d1 = TLanes.MultiplyAdd(w, yd, d1);
                }

                if (below <= 2)
                {
                    w = TLanes.All(Unsafe.Add(ref r2, l));
                    a2 = TLanes.MultiplyAdd(w, ya, a2);
                    b2 = TLanes.MultiplyAdd(w, yb, b2);
                    c2 = TLanes.MultiplyAdd(w, yc, c2);
                    d2 = TLanes.MultiplyAdd(w, yd, d2);
                }

                w = TLanes.All(Unsafe.Add(ref r3, l));
                a3 = TLanes.MultiplyAdd(w, ya, a3);
                b3 = TLanes.MultiplyAdd(w, yb, b3);
                c3 = TLanes.MultiplyAdd(w, yc, c3);
                d3 = TLanes.MultiplyAdd(w, yd, d3);
            }

            qa = AddSquares(a0, a1, a2, a3, qa);
            qb = AddSquares(b0, b1, b2, b3, qb);
            qc = AddSquares(c0, c1, c2, c3, qc);
            qd = AddSquares(d0, d1, d2, d3, qd);
        }

        for (; j < dimension; j++)
        {
            ref var row = ref Unsafe.Add(ref w0, j * (j + 1) / 2);
            var (a, b, c, d) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
            for (nint l = 0; l <= j; l++)
            {
                var w = TLanes.All(Unsafe.Add(ref row, l));
                a = TLanes.MultiplyAdd(w, TLanes.Load(ref y0, l * Panel), a);
                b = TLanes.MultiplyAdd(w, TLanes.Load(ref y0, (l * Panel) + TLanes.Count), b);
                c = TLanes.MultiplyAdd(w, TLanes.Load(ref y0, (l * Panel) + (2 * TLanes.Count)), c);
                d = TLanes.MultiplyAdd(w, TLanes.Load(ref y0, (l * Panel) + (3 * TLanes.Count)), d);
            }

            qa = TLanes.MultiplyAdd(a, a, qa);
            qb = TLanes.MultiplyAdd(b, b, qb);
            qc = TLanes.MultiplyAdd(c, c, qc);
            qd = TLanes.MultiplyAdd(d, d, qd);
        }

        Score(qa, constant).Store(ref scores, 0);
        Score(qb, constant).Store(ref scores, TLanes.Count);
        Score(qc, constant).Store(ref scores, 2 * TLanes.Count);
        Score(qd, constant).Store(ref scores, 3 * TLanes.Count);
    }

    /// <summary>‖W y‖² for one register of samples, four rows of W at a time; each sum in the order of <see cref="SquaredNormsOfPanel"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SquaredNormsOfLanes(ref T w0, ref T y0, nint dimension, double constant, ref T scores)
    {
        var q = TLanes.Zero;
        nint j = 0;
        for (; j + 4 <= dimension; j += 4)
        {
            ref var r0 = ref Unsafe.Add(ref w0, j * (j + 1) / 2);
            ref var r1 = ref Unsafe.Add(ref r0, j + 1);
            ref var r2 = ref Unsafe.Add(ref r1, j + 2);
            ref var r3 = ref Unsafe.Add(ref r2, j + 3);
            var (a0, a1, a2, a3) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
            nint l = 0;
            for (; l <= j; l++)
            {
                var y = TLanes.Load(ref y0, l * TLanes.Count);
                a0 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref r0, l)), y, a0);
                a1 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref r1, l)), y, a1);
                a2 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref r2, l)), y, a2);
                a3 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref r3, l)), y, a3);
            }

            var (y1, y2, y3) = (TLanes.Load(ref y0, l * TLanes.Count), TLanes.Load(ref y0, (l * TLanes.Count) + TLanes.Count), TLanes.Load(ref y0, (l * TLanes.Count) + (2 * TLanes.Count)));
            a1 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref r1, l)), y1, a1);
            a2 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref r2, l)), y1, a2);
            a3 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref r3, l)), y1, a3);
            a2 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref r2, l + 1)), y2, a2);
            a3 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref r3, l + 1)), y2, a3);
            a3 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref r3, l + 2)), y3, a3);
            q = AddSquares(a0, a1, a2, a3, q);
        }

        for (; j < dimension; j++)
        {
            ref var row = ref Unsafe.Add(ref w0, j * (j + 1) / 2);
            var a = TLanes.Zero;
            for (nint l = 0; l <= j; l++)
                a = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref row, l)), TLanes.Load(ref y0, l * TLanes.Count), a);
            q = TLanes.MultiplyAdd(a, a, q);
        }

        Score(q, constant).Store(ref scores, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes AddSquares(TLanes a0, TLanes a1, TLanes a2, TLanes a3, TLanes q)
    {
        q = TLanes.MultiplyAdd(a0, a0, q);
        q = TLanes.MultiplyAdd(a1, a1, q);
        q = TLanes.MultiplyAdd(a2, a2, q);
        return TLanes.MultiplyAdd(a3, a3, q);
    }
}

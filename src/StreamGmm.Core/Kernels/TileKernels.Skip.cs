using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StreamGmm.Kernels;

/// <content>For components that matter to few samples: which they are, and the same sums over those alone.</content>
internal sealed partial class TileKernels<TLanes, T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Nearest(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> discriminants, ReadOnlySpan<T> offsets, Span<T> index)
    {
        nint components = offsets.Length;
        nint dimension = discriminants.Length / offsets.Length;
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var a0 = ref MemoryMarshal.GetReference(discriminants);
        ref var b0 = ref MemoryMarshal.GetReference(offsets);
        ref var i0 = ref MemoryMarshal.GetReference(index);
        for (nint i = 0; i < count; i += 2 * TLanes.Count)
        {
            // The last register of an odd number is done twice.
            ref var xa = ref Unsafe.Add(ref x0, i);
            var next = i + TLanes.Count < count ? TLanes.Count : 0;
            ref var xb = ref Unsafe.Add(ref xa, next);
            var (bestA, bestB) = (TLanes.Constant(double.NegativeInfinity), TLanes.Constant(double.NegativeInfinity));
            var (atA, atB) = (TLanes.Zero, TLanes.Zero);
            nint k = 0;
            for (; k + 4 <= components; k += 4)
            {
                ref var r0 = ref Unsafe.Add(ref a0, k * dimension);
                ref var r1 = ref Unsafe.Add(ref r0, dimension);
                ref var r2 = ref Unsafe.Add(ref r1, dimension);
                ref var r3 = ref Unsafe.Add(ref r2, dimension);
                var (s0, s1) = (TLanes.Zero - TLanes.All(Unsafe.Add(ref b0, k)), TLanes.Zero - TLanes.All(Unsafe.Add(ref b0, k + 1)));
                var (s2, s3) = (TLanes.Zero - TLanes.All(Unsafe.Add(ref b0, k + 2)), TLanes.Zero - TLanes.All(Unsafe.Add(ref b0, k + 3)));
                var (t0, t1, t2, t3) = (s0, s1, s2, s3);
                for (nint j = 0; j < dimension; j++)
                {
                    var (a, b) = (TLanes.Load(ref xa, j * stride), TLanes.Load(ref xb, j * stride));
                    var w = TLanes.All(Unsafe.Add(ref r0, j));
                    s0 = TLanes.MultiplyAdd(w, a, s0);
                    t0 = TLanes.MultiplyAdd(w, b, t0);
                    w = TLanes.All(Unsafe.Add(ref r1, j));
                    s1 = TLanes.MultiplyAdd(w, a, s1);
                    t1 = TLanes.MultiplyAdd(w, b, t1);
                    w = TLanes.All(Unsafe.Add(ref r2, j));
                    s2 = TLanes.MultiplyAdd(w, a, s2);
                    t2 = TLanes.MultiplyAdd(w, b, t2);
                    w = TLanes.All(Unsafe.Add(ref r3, j));
                    s3 = TLanes.MultiplyAdd(w, a, s3);
                    t3 = TLanes.MultiplyAdd(w, b, t3);
                }

                (bestA, atA) = Larger(bestA, atA, s0, k);
                (bestA, atA) = Larger(bestA, atA, s1, k + 1);
                (bestA, atA) = Larger(bestA, atA, s2, k + 2);
                (bestA, atA) = Larger(bestA, atA, s3, k + 3);
                (bestB, atB) = Larger(bestB, atB, t0, k);
                (bestB, atB) = Larger(bestB, atB, t1, k + 1);
                (bestB, atB) = Larger(bestB, atB, t2, k + 2);
                (bestB, atB) = Larger(bestB, atB, t3, k + 3);
            }

            for (; k < components; k++)
            {
                ref var row = ref Unsafe.Add(ref a0, k * dimension);
                var s = TLanes.Zero - TLanes.All(Unsafe.Add(ref b0, k));
                var t = s;
                for (nint j = 0; j < dimension; j++)
                {
                    var w = TLanes.All(Unsafe.Add(ref row, j));
                    s = TLanes.MultiplyAdd(w, TLanes.Load(ref xa, j * stride), s);
                    t = TLanes.MultiplyAdd(w, TLanes.Load(ref xb, j * stride), t);
                }

                (bestA, atA) = Larger(bestA, atA, s, k);
                (bestB, atB) = Larger(bestB, atB, t, k);
            }

            atA.Store(ref i0, i);
            atB.Store(ref i0, i + next);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override (int First, int Second) Candidates(ReadOnlySpan<T> x, ReadOnlySpan<T> mean, ReadOnlySpan<T> directions, ReadOnlySpan<T> distances, ReadOnlySpan<T> constants, ReadOnlySpan<int> some, ReadOnlySpan<T> limits, Span<T> scratch, Span<int> first, Span<int> second)
    {
        nint dimension = mean.Length;
        nint asked = some.Length;
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var m0 = ref MemoryMarshal.GetReference(mean);
        ref var w0 = ref MemoryMarshal.GetReference(directions);
        ref var d0 = ref MemoryMarshal.GetReference(distances);
        ref var c0 = ref MemoryMarshal.GetReference(constants);
        ref var k0 = ref MemoryMarshal.GetReference(some);
        ref var l0 = ref MemoryMarshal.GetReference(limits);
        ref var ya = ref MemoryMarshal.GetReference(scratch);
        ref var yb = ref Unsafe.Add(ref ya, dimension * TLanes.Count);
        ref var f0 = ref MemoryMarshal.GetReference(first);
        ref var g0 = ref MemoryMarshal.GetReference(second);

        // A single register is done twice.
        var next = limits.Length > TLanes.Count ? TLanes.Count : 0;
        for (nint j = 0; j < dimension; j++)
        {
            var m = TLanes.All(Unsafe.Add(ref m0, j));
            (TLanes.Load(ref x0, j * TLanes.Count) - m).Store(ref ya, j * TLanes.Count);
            (TLanes.Load(ref x0, (j + (next > 0 ? dimension : 0)) * TLanes.Count) - m).Store(ref yb, j * TLanes.Count);
        }

        var (limitA, limitB) = (TLanes.Load(ref l0, 0), TLanes.Load(ref l0, next));
        nint n = 0, o = 0, e = 0;
        for (; e + 4 <= asked; e += 4)
        {
            nint ka = Unsafe.Add(ref k0, e), kb = Unsafe.Add(ref k0, e + 1), kc = Unsafe.Add(ref k0, e + 2), kd = Unsafe.Add(ref k0, e + 3);
            ref var ra = ref Unsafe.Add(ref w0, ka * dimension);
            ref var rb = ref Unsafe.Add(ref w0, kb * dimension);
            ref var rc = ref Unsafe.Add(ref w0, kc * dimension);
            ref var rd = ref Unsafe.Add(ref w0, kd * dimension);
            var (sa, sb) = (TLanes.All(Unsafe.Add(ref d0, ka)), TLanes.All(Unsafe.Add(ref d0, kb)));
            var (sc, sd) = (TLanes.All(Unsafe.Add(ref d0, kc)), TLanes.All(Unsafe.Add(ref d0, kd)));
            var (ta, tb, tc, td) = (sa, sb, sc, sd);
            for (nint j = 0; j < dimension; j++)
            {
                var (a, b) = (TLanes.Load(ref ya, j * TLanes.Count), TLanes.Load(ref yb, j * TLanes.Count));
                var w = TLanes.All(Unsafe.Add(ref ra, j));
                sa = TLanes.MultiplyAdd(w, a, sa);
                ta = TLanes.MultiplyAdd(w, b, ta);
                w = TLanes.All(Unsafe.Add(ref rb, j));
                sb = TLanes.MultiplyAdd(w, a, sb);
                tb = TLanes.MultiplyAdd(w, b, tb);
                w = TLanes.All(Unsafe.Add(ref rc, j));
                sc = TLanes.MultiplyAdd(w, a, sc);
                tc = TLanes.MultiplyAdd(w, b, tc);
                w = TLanes.All(Unsafe.Add(ref rd, j));
                sd = TLanes.MultiplyAdd(w, a, sd);
                td = TLanes.MultiplyAdd(w, b, td);
            }

            var c = TLanes.All(Unsafe.Add(ref c0, ka));
            n += Append(ref f0, n, ka, sa, c, limitA);
            o += Append(ref g0, o, ka, ta, c, limitB);
            c = TLanes.All(Unsafe.Add(ref c0, kb));
            n += Append(ref f0, n, kb, sb, c, limitA);
            o += Append(ref g0, o, kb, tb, c, limitB);
            c = TLanes.All(Unsafe.Add(ref c0, kc));
            n += Append(ref f0, n, kc, sc, c, limitA);
            o += Append(ref g0, o, kc, tc, c, limitB);
            c = TLanes.All(Unsafe.Add(ref c0, kd));
            n += Append(ref f0, n, kd, sd, c, limitA);
            o += Append(ref g0, o, kd, td, c, limitB);
        }

        for (; e < asked; e++)
        {
            nint k = Unsafe.Add(ref k0, e);
            ref var row = ref Unsafe.Add(ref w0, k * dimension);
            var s = TLanes.All(Unsafe.Add(ref d0, k));
            var t = s;
            for (nint j = 0; j < dimension; j++)
            {
                var w = TLanes.All(Unsafe.Add(ref row, j));
                s = TLanes.MultiplyAdd(w, TLanes.Load(ref ya, j * TLanes.Count), s);
                t = TLanes.MultiplyAdd(w, TLanes.Load(ref yb, j * TLanes.Count), t);
            }

            var c = TLanes.All(Unsafe.Add(ref c0, k));
            n += Append(ref f0, n, k, s, c, limitA);
            o += Append(ref g0, o, k, t, c, limitB);
        }

        return ((int)n, (int)o);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RegisterScores(ReadOnlySpan<T> x, ReadOnlySpan<int> registers, ReadOnlySpan<T> mean, ReadOnlySpan<T> inverse, double constant, Span<T> scratch, Span<T> scores)
    {
        nint dimension = mean.Length;
        nint length = dimension * TLanes.Count;
        nint count = registers.Length;
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var n0 = ref MemoryMarshal.GetReference(registers);
        ref var m0 = ref MemoryMarshal.GetReference(mean);
        ref var w0 = ref MemoryMarshal.GetReference(inverse);
        ref var y0 = ref MemoryMarshal.GetReference(scratch);
        ref var q0 = ref MemoryMarshal.GetReference(scores);
        nint i = 0;
        if (TLanes.AreOneRegister)
        {
            for (; i + 4 <= count; i += 4)
            {
                ref var xa = ref Unsafe.Add(ref x0, Unsafe.Add(ref n0, i) * length);
                ref var xb = ref Unsafe.Add(ref x0, Unsafe.Add(ref n0, i + 1) * length);
                ref var xc = ref Unsafe.Add(ref x0, Unsafe.Add(ref n0, i + 2) * length);
                ref var xd = ref Unsafe.Add(ref x0, Unsafe.Add(ref n0, i + 3) * length);
                for (nint j = 0; j < dimension; j++)
                {
                    var m = TLanes.All(Unsafe.Add(ref m0, j));
                    var to = j * Panel;
                    (TLanes.Load(ref xa, j * TLanes.Count) - m).Store(ref y0, to);
                    (TLanes.Load(ref xb, j * TLanes.Count) - m).Store(ref y0, to + TLanes.Count);
                    (TLanes.Load(ref xc, j * TLanes.Count) - m).Store(ref y0, to + (2 * TLanes.Count));
                    (TLanes.Load(ref xd, j * TLanes.Count) - m).Store(ref y0, to + (3 * TLanes.Count));
                }

                SquaredNormsOfPanel(ref w0, ref y0, dimension, constant, ref Unsafe.Add(ref q0, i * TLanes.Count));
            }
        }

        for (; i < count; i++)
        {
            ref var xa = ref Unsafe.Add(ref x0, Unsafe.Add(ref n0, i) * length);
            for (nint j = 0; j < dimension; j++)
                (TLanes.Load(ref xa, j * TLanes.Count) - TLanes.All(Unsafe.Add(ref m0, j))).Store(ref y0, j * TLanes.Count);
            SquaredNormsOfLanes(ref w0, ref y0, dimension, constant, ref Unsafe.Add(ref q0, i * TLanes.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Normalize(Span<T> scores, ReadOnlySpan<int> places, double limit, ReadOnlySpan<T> weights, Span<T> logDensity, Span<bool> isGone)
    {
        ref var s0 = ref MemoryMarshal.GetReference(scores);
        ref var p0 = ref MemoryMarshal.GetReference(places);
        ref var g0 = ref MemoryMarshal.GetReference(isGone);
        nint count = places.Length;
        var max = TLanes.Load(ref s0, (nint)p0 * TLanes.Count);
        for (nint e = 1; e < count; e++)
            max = TLanes.Max(max, TLanes.Load(ref s0, (nint)Unsafe.Add(ref p0, e) * TLanes.Count));

        var least = TLanes.Constant(-limit);
        var sum = TLanes.Zero;
        for (nint e = 0; e < count; e++)
        {
            nint place = Unsafe.Add(ref p0, e);
            var below = TLanes.Load(ref s0, place * TLanes.Count) - max;
            var gone = TLanes.AreLess(below, least);
            Unsafe.Add(ref g0, place) = gone;
            var term = gone ? TLanes.Zero : Exp(below);
            term.Store(ref s0, place * TLanes.Count);
            sum += term;
        }

        var share = TLanes.Load(ref MemoryMarshal.GetReference(weights), 0) / sum;
        for (nint e = 0; e < count; e++)
        {
            nint at = (nint)Unsafe.Add(ref p0, e) * TLanes.Count;
            (TLanes.Load(ref s0, at) * share).Store(ref s0, at);
        }

        (max + Log(sum)).Store(ref MemoryMarshal.GetReference(logDensity), 0);
        Span<T> lanes = stackalloc T[TLanes.Count];
        max.Store(ref MemoryMarshal.GetReference(lanes), 0);
        return !lanes.Contains(T.NegativeInfinity);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Gather(ReadOnlySpan<T> x, int dimension, ReadOnlySpan<int> registers, Span<T> columns, int stride)
    {
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var y0 = ref MemoryMarshal.GetReference(columns);
        for (nint i = 0; i < registers.Length; i++)
        {
            ref var from = ref Unsafe.Add(ref x0, (nint)registers[(int)i] * dimension * TLanes.Count);
            ref var to = ref Unsafe.Add(ref y0, i * TLanes.Count);
            for (nint j = 0; j < dimension; j++)
                TLanes.Load(ref from, j * TLanes.Count).Store(ref to, j * stride);
        }
    }

    /// <summary>The larger of two rows of values, and its number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Best, TLanes At) Larger(TLanes best, TLanes at, TLanes value, nint number) =>
        (TLanes.WhereLess(best, value, value, best), TLanes.WhereLess(best, value, TLanes.Constant(number), at));

    /// <summary>Writes k behind the list and gives 1 where c − ½ s² is at or above the limit for some sample, or is no number; gives 0 otherwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Append(ref int list, nint length, nint k, TLanes s, TLanes c, TLanes limit)
    {
        Unsafe.Add(ref list, length) = (int)k;
        return TLanes.AreLess(TLanes.MultiplyAdd(s * TLanes.Constant(-0.5), s, c), limit) ? 0 : 1;
    }
}

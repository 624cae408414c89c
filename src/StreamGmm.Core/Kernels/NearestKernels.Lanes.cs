using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace StreamGmm.Kernels;

/// <inheritdoc cref="NearestKernels"/>
internal sealed class NearestKernels<TLanes> : NearestKernels
    where TLanes : struct, ILanes<TLanes, double>
{
    private const int CacheLine = 64;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Nearest(
        ReadOnlySpan<double> x, int stride, int count, ReadOnlySpan<double> scales, ReadOnlySpan<double> multipliers, ReadOnlySpan<double> constants, double rounding, double farthest,
        Span<double> index, Span<double> scratch, Span<double> gaps, ReadOnlySpan<nint> ahead = default, int lines = 0)
    {
        nint dimension = scales.Length;
        nint components = constants.Length;
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var s0 = ref MemoryMarshal.GetReference(scales);
        ref var w0 = ref MemoryMarshal.GetReference(multipliers);
        ref var c0 = ref MemoryMarshal.GetReference(constants);
        ref var at0 = ref MemoryMarshal.GetReference(index);
        ref var near0 = ref MemoryMarshal.GetReference(scratch);
        ref var next0 = ref MemoryMarshal.GetReference(gaps);
        var margin = TLanes.All(double.PositiveInfinity);
        nint i = 0;
        while (i < count)
        {
            nint width = TLanes.AreOneRegister && i + 32 <= count ? 32 : 8;
            for (nint k = 0; k < components; k += 4)
            {
                ref var w = ref Unsafe.Add(ref w0, k * dimension);
                ref var c = ref Unsafe.Add(ref c0, k);
                // A few rows each time: asking for all of them at once is waiting for them.
                if (i == 0)
                    Ask(ahead, (int)(k * ahead.Length / components), (int)(Math.Min(k + 4, components) * ahead.Length / components), lines);
                if (width == 32)
                    Compare32(ref Unsafe.Add(ref x0, i), stride, dimension, ref w, ref c, k, ref Unsafe.Add(ref at0, i), ref Unsafe.Add(ref near0, i), ref Unsafe.Add(ref next0, i));
                else
                    Compare8(ref Unsafe.Add(ref x0, i), stride, dimension, ref w, ref c, k, ref Unsafe.Add(ref at0, i), ref Unsafe.Add(ref near0, i), ref Unsafe.Add(ref next0, i));
            }

            for (var end = i + width; i < end; i += 8)
            {
                var square = TLanes.Zero;
                for (nint j = 0; j < dimension; j++)
                {
                    var z = TLanes.Load(ref x0, (j * stride) + i) * TLanes.All(Unsafe.Add(ref s0, j));
                    square = TLanes.MultiplyAdd(z, z, square);
                }

                var error = (square + TLanes.All(farthest)) * TLanes.All(rounding);
                var first = TLanes.MultiplyAdd(TLanes.All(2), TLanes.Load(ref near0, i), square);
                var second = TLanes.MultiplyAdd(TLanes.All(2), TLanes.Load(ref next0, i), square);
                margin = TLanes.Min(margin, second - first - error);
                first = TLanes.Sqrt(TLanes.Max(first, TLanes.Zero) + error) * TLanes.All(1 + rounding);
                second = TLanes.Sqrt(TLanes.Max(second - error, TLanes.Zero)) * TLanes.All(1 - rounding);
                (second - first).Store(ref next0, i);
            }
        }

        Span<double> lanes = stackalloc double[8];
        margin.Store(ref MemoryMarshal.GetReference(lanes), 0);
        return !lanes.ContainsAnyInRange(double.NegativeInfinity, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Lower(ReadOnlySpan<double> x, int stride, int count, ReadOnlySpan<double> center, ReadOnlySpan<double> scales, ReadOnlySpan<double> weights, ReadOnlySpan<double> before, Span<double> after)
    {
        nint dimension = center.Length;
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var m0 = ref MemoryMarshal.GetReference(center);
        ref var s0 = ref MemoryMarshal.GetReference(scales);
        ref var v0 = ref MemoryMarshal.GetReference(weights);
        ref var b0 = ref MemoryMarshal.GetReference(before);
        ref var a0 = ref MemoryMarshal.GetReference(after);
        var sum = TLanes.Zero;
        nint i = 0;
        for (; i + 32 <= count; i += 32)
        {
            var (a, b, c, d) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
            for (nint j = 0; j < dimension; j++)
            {
                var m = TLanes.All(Unsafe.Add(ref m0, j));
                var s = TLanes.All(Unsafe.Add(ref s0, j));
                var from = (j * stride) + i;
                var za = (TLanes.Load(ref x0, from) - m) * s;
                var zb = (TLanes.Load(ref x0, from + 8) - m) * s;
                var zc = (TLanes.Load(ref x0, from + 16) - m) * s;
                var zd = (TLanes.Load(ref x0, from + 24) - m) * s;
                a = TLanes.MultiplyAdd(za, za, a);
                b = TLanes.MultiplyAdd(zb, zb, b);
                c = TLanes.MultiplyAdd(zc, zc, c);
                d = TLanes.MultiplyAdd(zd, zd, d);
            }

            sum = Lowered(a, ref v0, ref b0, ref a0, i, sum);
            sum = Lowered(b, ref v0, ref b0, ref a0, i + 8, sum);
            sum = Lowered(c, ref v0, ref b0, ref a0, i + 16, sum);
            sum = Lowered(d, ref v0, ref b0, ref a0, i + 24, sum);
        }

        for (; i < count; i += 8)
        {
            var a = TLanes.Zero;
            for (nint j = 0; j < dimension; j++)
            {
                var z = (TLanes.Load(ref x0, (j * stride) + i) - TLanes.All(Unsafe.Add(ref m0, j))) * TLanes.All(Unsafe.Add(ref s0, j));
                a = TLanes.MultiplyAdd(z, z, a);
            }

            sum = Lowered(a, ref v0, ref b0, ref a0, i, sum);
        }

        return sum.Sum();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double AddRows(
        ReadOnlySpan<double> rows, ReadOnlySpan<int> labels, ReadOnlySpan<double> weights, ReadOnlySpan<double> centers, ReadOnlySpan<double> scales, Span<double> masses, Span<double> shifts)
    {
        nint dimension = scales.Length;
        var whole = dimension & ~7;
        ref var x0 = ref MemoryMarshal.GetReference(rows);
        ref var s0 = ref MemoryMarshal.GetReference(scales);
        ref var c0 = ref MemoryMarshal.GetReference(centers);
        ref var t0 = ref MemoryMarshal.GetReference(shifts);
        var inertia = TLanes.Zero;
        double rest = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var (k, v) = (labels[i], weights[i]);
            if (v == 0)
                continue;
            masses[k] += v;
            ref var x = ref Unsafe.Add(ref x0, i * dimension);
            ref var center = ref Unsafe.Add(ref c0, k * dimension);
            ref var shift = ref Unsafe.Add(ref t0, k * dimension);
            nint j = 0;
            if (whole > 0)
            {
                var weight = TLanes.All(v);
                for (; j < whole; j += 8)
                {
                    var y = TLanes.Load(ref x, j) - TLanes.Load(ref center, j);
                    var z = y * TLanes.Load(ref s0, j);
                    inertia = TLanes.MultiplyAdd(weight * z, z, inertia);
                    TLanes.MultiplyAdd(weight, y, TLanes.Load(ref shift, j)).Store(ref shift, j);
                }
            }

            double square = 0;
            for (; j < dimension; j++)
            {
                var y = Unsafe.Add(ref x, j) - Unsafe.Add(ref center, j);
                var z = y * Unsafe.Add(ref s0, j);
                square += z * z;
                Unsafe.Add(ref shift, j) += v * y;
            }

            rest += v * square;
        }

        return inertia.Sum() + rest;
    }

    private static unsafe void Ask(ReadOnlySpan<nint> ahead, int from, int to, int lines)
    {
        for (var row = from; Sse.IsSupported && row < to; row++)
        {
            for (var line = 0; line < lines; line++)
                Sse.Prefetch1((byte*)ahead[row] + (line * CacheLine));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Lowered(TLanes distance, ref double v0, ref double before, ref double after, nint i, TLanes sum)
    {
        var lower = TLanes.Min(TLanes.Load(ref before, i), distance);
        lower.Store(ref after, i);
        return TLanes.MultiplyAdd(TLanes.Load(ref v0, i), lower, sum);
    }

    /// <summary>Four centres against 32 samples: sixteen sums at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compare32(ref double x0, nint stride, nint dimension, ref double w0, ref double c0, nint k, ref double at0, ref double near0, ref double next0)
    {
        var (a0, a1, a2, a3) = (TLanes.All(c0), TLanes.All(Unsafe.Add(ref c0, 1)), TLanes.All(Unsafe.Add(ref c0, 2)), TLanes.All(Unsafe.Add(ref c0, 3)));
        var (b0, b1, b2, b3) = (a0, a1, a2, a3);
        var (e0, e1, e2, e3) = (a0, a1, a2, a3);
        var (d0, d1, d2, d3) = (a0, a1, a2, a3);
        ref var x = ref x0;
        ref var from = ref w0;
        for (nint j = 0; j < dimension; j++)
        {
            var xa = TLanes.Load(ref x, 0);
            var xb = TLanes.Load(ref x, 8);
            var xc = TLanes.Load(ref x, 16);
            var xd = TLanes.Load(ref x, 24);
            var w = TLanes.All(from);
            a0 = TLanes.MultiplyAdd(w, xa, a0);
            b0 = TLanes.MultiplyAdd(w, xb, b0);
            e0 = TLanes.MultiplyAdd(w, xc, e0);
            d0 = TLanes.MultiplyAdd(w, xd, d0);
            w = TLanes.All(Unsafe.Add(ref from, 1));
            a1 = TLanes.MultiplyAdd(w, xa, a1);
            b1 = TLanes.MultiplyAdd(w, xb, b1);
            e1 = TLanes.MultiplyAdd(w, xc, e1);
            d1 = TLanes.MultiplyAdd(w, xd, d1);
            w = TLanes.All(Unsafe.Add(ref from, 2));
            a2 = TLanes.MultiplyAdd(w, xa, a2);
            b2 = TLanes.MultiplyAdd(w, xb, b2);
            e2 = TLanes.MultiplyAdd(w, xc, e2);
            d2 = TLanes.MultiplyAdd(w, xd, d2);
            w = TLanes.All(Unsafe.Add(ref from, 3));
            a3 = TLanes.MultiplyAdd(w, xa, a3);
            b3 = TLanes.MultiplyAdd(w, xb, b3);
            e3 = TLanes.MultiplyAdd(w, xc, e3);
            d3 = TLanes.MultiplyAdd(w, xd, d3);
            x = ref Unsafe.Add(ref x, stride);
            from = ref Unsafe.Add(ref from, 4);
        }

        Note(a0, a1, a2, a3, k, ref at0, ref near0, ref next0, 0);
        Note(b0, b1, b2, b3, k, ref at0, ref near0, ref next0, 8);
        Note(e0, e1, e2, e3, k, ref at0, ref near0, ref next0, 16);
        Note(d0, d1, d2, d3, k, ref at0, ref near0, ref next0, 24);
    }

    /// <summary>Four centres against 8 samples, each sum in the order of <see cref="Compare32"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compare8(ref double x0, nint stride, nint dimension, ref double w0, ref double c0, nint k, ref double at0, ref double near0, ref double next0)
    {
        var (a0, a1, a2, a3) = (TLanes.All(c0), TLanes.All(Unsafe.Add(ref c0, 1)), TLanes.All(Unsafe.Add(ref c0, 2)), TLanes.All(Unsafe.Add(ref c0, 3)));
        ref var from = ref w0;
        for (nint j = 0; j < dimension; j++)
        {
            var x = TLanes.Load(ref x0, j * stride);
            a0 = TLanes.MultiplyAdd(TLanes.All(from), x, a0);
            a1 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref from, 1)), x, a1);
            a2 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref from, 2)), x, a2);
            a3 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref from, 3)), x, a3);
            from = ref Unsafe.Add(ref from, 4);
        }

        Note(a0, a1, a2, a3, k, ref at0, ref near0, ref next0, 0);
    }

    /// <summary>Keeps the least of what was seen so far and four more, its number, and the second least.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Note(TLanes a0, TLanes a1, TLanes a2, TLanes a3, nint k, ref double at0, ref double near0, ref double next0, nint i)
    {
        var infinite = TLanes.All(double.PositiveInfinity);
        var (least, second, at) = k == 0 ? (a0, infinite, TLanes.Zero) : (TLanes.Load(ref near0, i), TLanes.Load(ref next0, i), TLanes.Load(ref at0, i));
        if (k > 0)
            Note(a0, k, ref least, ref second, ref at);
        Note(a1, k + 1, ref least, ref second, ref at);
        Note(a2, k + 2, ref least, ref second, ref at);
        Note(a3, k + 3, ref least, ref second, ref at);
        least.Store(ref near0, i);
        second.Store(ref next0, i);
        at.Store(ref at0, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Note(TLanes candidate, nint k, ref TLanes least, ref TLanes second, ref TLanes at)
    {
        at = TLanes.WhereLess(candidate, least, TLanes.All(k), at);
        second = TLanes.Min(second, TLanes.Max(least, candidate));
        least = TLanes.Min(least, candidate);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StreamGmm.Kernels;

/// <inheritdoc/>
internal sealed class SkipKernels<TLanes> : SkipKernels
    where TLanes : struct, ILanes<TLanes, double>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void CopyRows(ReadOnlySpan<double> source, ReadOnlySpan<double> origin, Span<double> rows, int length)
    {
        nint dimension = origin.Length;
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(rows);
        ref var o0 = ref MemoryMarshal.GetReference(origin);
        for (nint i = 0; i < source.Length; i += dimension)
        {
            nint j = 0;
            for (; j + Register <= dimension; j += Register)
                (TLanes.Load(ref from, i + j) - TLanes.Load(ref o0, j)).Store(ref to, j);
            for (; j < dimension; j++)
                Unsafe.Add(ref to, j) = Unsafe.Add(ref from, i + j) - Unsafe.Add(ref o0, j);
            to = ref Unsafe.Add(ref to, length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void List(ReadOnlySpan<double> rows, ReadOnlySpan<ushort> own, ReadOnlySpan<double> scores, ReadOnlySpan<double> mean, in ScoreBounds bounds, ListedRows listed, Span<ushort> near, Span<double> scratch)
    {
        nint length = mean.Length;
        nint dimension = bounds.Directions.Length / bounds.Distances.Length;
        nint room = listed.Room;
        ref var x0 = ref MemoryMarshal.GetReference(rows);
        ref var i0 = ref MemoryMarshal.GetReference(own);
        ref var m0 = ref MemoryMarshal.GetReference(mean);
        ref var q0 = ref MemoryMarshal.GetReference(scores);
        ref var w0 = ref MemoryMarshal.GetReference(bounds.Directions);
        ref var d0 = ref MemoryMarshal.GetReference(bounds.Distances);
        ref var c0 = ref MemoryMarshal.GetReference(bounds.Constants);
        ref var k0 = ref MemoryMarshal.GetReference(near);
        ref var ya = ref MemoryMarshal.GetReference(scratch);
        ref var yb = ref Unsafe.Add(ref ya, length * Register);
        ref var places = ref MemoryMarshal.GetArrayDataReference(PlacesOf);
        ref var list0 = ref MemoryMarshal.GetReference(listed.All);
        ref var n0 = ref MemoryMarshal.GetReference(listed.Lengths);
        var limit = TLanes.Constant(bounds.Limit);
        var infinity = TLanes.Constant(double.PositiveInfinity);
        for (nint i = 0; i < own.Length; i += 2 * Register)
        {
            // The last register of an odd number is done twice, and listed once.
            nint next = i + Register < own.Length ? Register : 0;
            var (scoreA, scoreB) = (TLanes.Load(ref q0, i), TLanes.Load(ref q0, i + next));
            var (listableA, listableB) = (TLanes.Less(scoreA, infinity), next > 0 ? TLanes.Less(scoreB, infinity) : 0);
            if ((listableA | listableB) == 0)
                continue;
            nint asked = Near(TLanes.Min(scoreA, scoreB), bounds, ref k0, ref places);
            TurnEight(ref x0, ref Unsafe.Add(ref i0, i), length, ref m0, ref ya, Register);
            TurnEight(ref x0, ref Unsafe.Add(ref i0, i + next), length, ref m0, ref yb, Register);
            var (limitA, limitB) = (scoreA - limit, scoreB - limit);
            var (rowsA, rowsB) = (Vector128.LoadUnsafe(ref i0, (nuint)i), Vector128.LoadUnsafe(ref i0, (nuint)(i + next)));
            nint e = 0;
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
                    var (a, b) = (TLanes.Load(ref ya, j * Register), TLanes.Load(ref yb, j * Register));
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
                Append(ref Unsafe.Add(ref list0, ka * room), ref Unsafe.Add(ref n0, ka), ref places, Matters(sa, c, limitA) & listableA, rowsA, Matters(ta, c, limitB) & listableB, rowsB);
                c = TLanes.All(Unsafe.Add(ref c0, kb));
                Append(ref Unsafe.Add(ref list0, kb * room), ref Unsafe.Add(ref n0, kb), ref places, Matters(sb, c, limitA) & listableA, rowsA, Matters(tb, c, limitB) & listableB, rowsB);
                c = TLanes.All(Unsafe.Add(ref c0, kc));
                Append(ref Unsafe.Add(ref list0, kc * room), ref Unsafe.Add(ref n0, kc), ref places, Matters(sc, c, limitA) & listableA, rowsA, Matters(tc, c, limitB) & listableB, rowsB);
                c = TLanes.All(Unsafe.Add(ref c0, kd));
                Append(ref Unsafe.Add(ref list0, kd * room), ref Unsafe.Add(ref n0, kd), ref places, Matters(sd, c, limitA) & listableA, rowsA, Matters(td, c, limitB) & listableB, rowsB);
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
                    s = TLanes.MultiplyAdd(w, TLanes.Load(ref ya, j * Register), s);
                    t = TLanes.MultiplyAdd(w, TLanes.Load(ref yb, j * Register), t);
                }

                var c = TLanes.All(Unsafe.Add(ref c0, k));
                Append(ref Unsafe.Add(ref list0, k * room), ref Unsafe.Add(ref n0, k), ref places, Matters(s, c, limitA) & listableA, rowsA, Matters(t, c, limitB) & listableB, rowsB);
            }
        }
    }

    /// <summary>Writes the components other than their own that may matter to samples of these scores, and gives their number.</summary>
    private static int Near(TLanes scores, in ScoreBounds bounds, ref ushort near, ref Vector128<byte> places)
    {
        Span<double> each = stackalloc double[Register];
        scores.Store(ref MemoryMarshal.GetReference(each), 0);
        var lowest = each[0];
        for (var i = 1; i < each.Length; i++)
            lowest = Math.Min(lowest, each[i]);

        var radius = TLanes.Constant(Math.Sqrt(2 * Math.Max(bounds.Constants[bounds.Component] - lowest, 0)));
        var least = TLanes.Constant(lowest - bounds.Limit);
        ref var d0 = ref MemoryMarshal.GetReference(bounds.Distances);
        ref var s0 = ref MemoryMarshal.GetReference(bounds.Spreads);
        ref var c0 = ref MemoryMarshal.GetReference(bounds.Constants);
        var numbers = Vector128.Create(0, 1, 2, 3, 4, 5, 6, (ushort)7);
        var count = 0;
        for (nint k = 0; k < bounds.Distances.Length; k += Register)
        {
            var (d, s, c) = (TLanes.Load(ref d0, k), TLanes.Load(ref s0, k), TLanes.Load(ref c0, k));
            var t = TLanes.Max(TLanes.MultiplyAdd(TLanes.Zero - s, radius, d), TLanes.Zero);
            var matters = Matters(t, c, least);
            if (bounds.Distances.Length - k < Register)
                matters &= (1u << (int)(bounds.Distances.Length - k)) - 1;
            if ((nuint)(bounds.Component - k) < Register)
                matters &= ~(1u << (int)(bounds.Component - k));
            Pick(matters, numbers, ref places).StoreUnsafe(ref near, (nuint)count);
            count += BitOperations.PopCount(matters);
            numbers += Vector128.Create((ushort)Register);
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Scores(ReadOnlySpan<double> rows, ReadOnlySpan<ushort> listed, ReadOnlySpan<double> mean, int dimension, ReadOnlySpan<double> inverse, double constant, Span<double> scratch, Span<double> scores)
    {
        nint length = mean.Length;
        nint count = listed.Length;
        ref var x0 = ref MemoryMarshal.GetReference(rows);
        ref var n0 = ref MemoryMarshal.GetReference(listed);
        ref var m0 = ref MemoryMarshal.GetReference(mean);
        ref var w0 = ref MemoryMarshal.GetReference(inverse);
        ref var y0 = ref MemoryMarshal.GetReference(scratch);
        ref var q0 = ref MemoryMarshal.GetReference(scores);
        nint i = 0;
        if (TLanes.AreOneRegister)
        {
            for (; i + TileKernels<double>.Panel <= count; i += TileKernels<double>.Panel)
            {
                for (nint l = 0; l < TileKernels<double>.Panel; l += Register)
                    TurnEight(ref x0, ref Unsafe.Add(ref n0, i + l), length, ref m0, ref Unsafe.Add(ref y0, l), TileKernels<double>.Panel);
                TileKernels<TLanes, double>.SquaredNormsOfPanel(ref w0, ref y0, dimension, constant, ref Unsafe.Add(ref q0, i));
            }
        }

        for (; i < count; i += Register)
        {
            TurnEight(ref x0, ref Unsafe.Add(ref n0, i), length, ref m0, ref y0, Register);
            TileKernels<TLanes, double>.SquaredNormsOfLanes(ref w0, ref y0, dimension, constant, ref Unsafe.Add(ref q0, i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Turn(ReadOnlySpan<double> rows, int length, ReadOnlySpan<ushort> listed, Span<double> columns, int stride)
    {
        Span<double> zeros = stackalloc double[length];
        zeros.Clear();
        for (nint i = 0; i < listed.Length; i += Register)
            TurnEight(ref MemoryMarshal.GetReference(rows), ref Unsafe.Add(ref MemoryMarshal.GetReference(listed), i), length, ref MemoryMarshal.GetReference(zeros), ref Unsafe.Add(ref MemoryMarshal.GetReference(columns), i), stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Exp(Span<double> x, double limit)
    {
        ref var x0 = ref MemoryMarshal.GetReference(x);
        var least = TLanes.Constant(limit);
        for (nint i = 0; i < x.Length; i += Register)
        {
            var value = TLanes.Load(ref x0, i);
            TLanes.WhereAtLeast(TileKernels<TLanes, double>.Exp(value), value, least).Store(ref x0, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void EndNormalizing(Span<double> max, Span<double> sum, ReadOnlySpan<double> weights)
    {
        ref var m0 = ref MemoryMarshal.GetReference(max);
        ref var s0 = ref MemoryMarshal.GetReference(sum);
        ref var v0 = ref MemoryMarshal.GetReference(weights);
        for (nint i = 0; i < max.Length; i += Register)
        {
            var s = TLanes.Load(ref s0, i);
            (TLanes.Load(ref m0, i) + TileKernels<TLanes, double>.Log(s)).Store(ref m0, i);
            (TLanes.Load(ref v0, i) / s).Store(ref s0, i);
        }
    }

    /// <summary>A bit for each sample: 0 where c − ½ t² is below the limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Matters(TLanes t, TLanes c, TLanes limit) => ~TLanes.Less(TLanes.MultiplyAdd(t * TLanes.Constant(-0.5), t, c), limit) & 0xFF;

    /// <summary>Writes the rows of two registers whose bits are set behind a list.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Append(ref ushort list, ref int length, ref Vector128<byte> places, uint someA, Vector128<ushort> rowsA, uint someB, Vector128<ushort> rowsB)
    {
        var n = length;
        Pick(someA, rowsA, ref places).StoreUnsafe(ref list, (nuint)n);
        n += BitOperations.PopCount(someA);
        Pick(someB, rowsB, ref places).StoreUnsafe(ref list, (nuint)n);
        length = n + BitOperations.PopCount(someB);
    }

    /// <summary>The numbers whose bits are set, side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Pick(uint some, Vector128<ushort> numbers, ref Vector128<byte> places) =>
        Vector128.Shuffle(numbers.AsByte(), Unsafe.Add(ref places, (nint)some)).AsUInt16();

    /// <summary>Eight rows listed, less the mean, as columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnEight(ref double x, ref ushort listed, nint length, ref double mean, ref double y, nint stride)
    {
        ref var r0 = ref Unsafe.Add(ref x, listed * length);
        ref var r1 = ref Unsafe.Add(ref x, Unsafe.Add(ref listed, 1) * length);
        ref var r2 = ref Unsafe.Add(ref x, Unsafe.Add(ref listed, 2) * length);
        ref var r3 = ref Unsafe.Add(ref x, Unsafe.Add(ref listed, 3) * length);
        ref var r4 = ref Unsafe.Add(ref x, Unsafe.Add(ref listed, 4) * length);
        ref var r5 = ref Unsafe.Add(ref x, Unsafe.Add(ref listed, 5) * length);
        ref var r6 = ref Unsafe.Add(ref x, Unsafe.Add(ref listed, 6) * length);
        ref var r7 = ref Unsafe.Add(ref x, Unsafe.Add(ref listed, 7) * length);
        if (!TLanes.AreOneRegister || !Transposition.Supports<double>())
        {
            for (nint j = 0; j < length; j++)
            {
                ref var to = ref Unsafe.Add(ref y, j * stride);
                var m = Unsafe.Add(ref mean, j);
                to = Unsafe.Add(ref r0, j) - m;
                Unsafe.Add(ref to, 1) = Unsafe.Add(ref r1, j) - m;
                Unsafe.Add(ref to, 2) = Unsafe.Add(ref r2, j) - m;
                Unsafe.Add(ref to, 3) = Unsafe.Add(ref r3, j) - m;
                Unsafe.Add(ref to, 4) = Unsafe.Add(ref r4, j) - m;
                Unsafe.Add(ref to, 5) = Unsafe.Add(ref r5, j) - m;
                Unsafe.Add(ref to, 6) = Unsafe.Add(ref r6, j) - m;
                Unsafe.Add(ref to, 7) = Unsafe.Add(ref r7, j) - m;
            }

            return;
        }

        for (nint j = 0; j < length; j += Transposition.Size)
        {
            var m = Vector512.LoadUnsafe(ref mean, (nuint)j);
            Transposition.Turn(
                Vector512.LoadUnsafe(ref r0, (nuint)j) - m,
                Vector512.LoadUnsafe(ref r1, (nuint)j) - m,
                Vector512.LoadUnsafe(ref r2, (nuint)j) - m,
                Vector512.LoadUnsafe(ref r3, (nuint)j) - m,
                Vector512.LoadUnsafe(ref r4, (nuint)j) - m,
                Vector512.LoadUnsafe(ref r5, (nuint)j) - m,
                Vector512.LoadUnsafe(ref r6, (nuint)j) - m,
                Vector512.LoadUnsafe(ref r7, (nuint)j) - m,
                ref Unsafe.Add(ref y, j * stride),
                stride,
                Transposition.Size);
        }
    }
}

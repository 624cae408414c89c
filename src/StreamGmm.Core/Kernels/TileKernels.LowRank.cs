using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StreamGmm.Kernels;

/// <content>Scores of low-rank components: what lies along a few directions is taken out, and the rest squared.</content>
internal sealed partial class TileKernels<TLanes, T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void LowRankScores(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> mean, ReadOnlySpan<T> factor, int rank, double constant, Span<T> scratch, Span<T> scores)
    {
        nint dimension = mean.Length;
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var m0 = ref MemoryMarshal.GetReference(mean);
        ref var u0 = ref MemoryMarshal.GetReference(factor);
        ref var y0 = ref MemoryMarshal.GetReference(scratch);
        ref var q0 = ref MemoryMarshal.GetReference(scores);
        ref var s0 = ref Unsafe.Add(ref u0, rank * dimension);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            for (nint j = 0; j < dimension; j++)
                (TLanes.Load(ref x0, (j * stride) + i) - TLanes.All(Unsafe.Add(ref m0, j))).Store(ref y0, j * TLanes.Count);
            var q = TLanes.Zero;
            nint a = 0;
            for (; a + 4 <= rank; a += 4)
                q = TakeFour(ref Unsafe.Add(ref u0, a * dimension), ref Unsafe.Add(ref s0, a), ref y0, dimension, q);
            for (; a < rank; a++)
                q = TakeOne(ref Unsafe.Add(ref u0, a * dimension), Unsafe.Add(ref s0, a), ref y0, dimension, q);
            var across = TLanes.All(Unsafe.Add(ref s0, rank));
            for (nint j = 0; j < dimension; j++)
            {
                var z = TLanes.Load(ref y0, j * TLanes.Count) * across;
                q = TLanes.MultiplyAdd(z, z, q);
            }

            Score(q, constant).Store(ref q0, i);
        }
    }

    /// <summary>y ← y − Σ (u · y) u for four directions, one after another in memory; their ((u · y) s)² are added to q.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TLanes TakeFour(ref T u0, ref T s0, ref T y0, nint dimension, TLanes q)
    {
        ref var u1 = ref Unsafe.Add(ref u0, dimension);
        ref var u2 = ref Unsafe.Add(ref u1, dimension);
        ref var u3 = ref Unsafe.Add(ref u2, dimension);
        var (p0, p1, p2, p3) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
        for (nint j = 0; j < dimension; j++)
        {
            var y = TLanes.Load(ref y0, j * TLanes.Count);
            p0 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref u0, j)), y, p0);
            p1 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref u1, j)), y, p1);
            p2 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref u2, j)), y, p2);
            p3 = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref u3, j)), y, p3);
        }

        var (n0, n1, n2, n3) = (TLanes.Zero - p0, TLanes.Zero - p1, TLanes.Zero - p2, TLanes.Zero - p3);
        for (nint j = 0; j < dimension; j++)
        {
            var y = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref u0, j)), n0, TLanes.Load(ref y0, j * TLanes.Count));
            y = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref u1, j)), n1, y);
            y = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref u2, j)), n2, y);
            TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref u3, j)), n3, y).Store(ref y0, j * TLanes.Count);
        }

        var (z0, z1) = (p0 * TLanes.All(s0), p1 * TLanes.All(Unsafe.Add(ref s0, 1)));
        var (z2, z3) = (p2 * TLanes.All(Unsafe.Add(ref s0, 2)), p3 * TLanes.All(Unsafe.Add(ref s0, 3)));
        return AddSquares(z0, z1, z2, z3, q);
    }

    /// <inheritdoc cref="TakeFour"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TLanes TakeOne(ref T u0, T s, ref T y0, nint dimension, TLanes q)
    {
        var p = TLanes.Zero;
        for (nint j = 0; j < dimension; j++)
            p = TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref u0, j)), TLanes.Load(ref y0, j * TLanes.Count), p);
        var n = TLanes.Zero - p;
        for (nint j = 0; j < dimension; j++)
            TLanes.MultiplyAdd(TLanes.All(Unsafe.Add(ref u0, j)), n, TLanes.Load(ref y0, j * TLanes.Count)).Store(ref y0, j * TLanes.Count);
        var z = p * TLanes.All(s);
        return TLanes.MultiplyAdd(z, z, q);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StreamGmm.Kernels;

/// <content>The component that a sample seems to belong to.</content>
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

    /// <summary>The larger of two rows of values, and its number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Best, TLanes At) Larger(TLanes best, TLanes at, TLanes value, nint number) =>
        (TLanes.WhereLess(best, value, value, best), TLanes.WhereLess(best, value, TLanes.Constant(number), at));
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StreamGmm.Kernels;

/// <content>For components that share a covariance: samples turned once, and sums about one pivot.</content>
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
    public override void AddShifts(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> pivot, ReadOnlySpan<T> r, int components, Span<double> shifts)
    {
        var dimension = pivot.Length;
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var r0 = ref MemoryMarshal.GetReference(r);
        var j = 0;
        for (; TLanes.AreOneRegister && j + 4 <= dimension; j += 4)
        {
            ref var rows = ref Unsafe.Add(ref x0, (nint)j * stride);
            var k = 0;
            for (; k + 4 <= components; k += 4)
                AddBlock4(ref Unsafe.Add(ref r0, (nint)k * stride), ref rows, stride, ref MemoryMarshal.GetReference(pivot[j..]), count, ref shifts[(k * dimension) + j], dimension, 0);
            for (; k < components; k++)
            {
                var (pa, pb, pc, pd) = (TLanes.All(pivot[j]), TLanes.All(pivot[j + 1]), TLanes.All(pivot[j + 2]), TLanes.All(pivot[j + 3]));
                var (a, b, c, d) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
                for (nint i = 0; i < count; i += TLanes.Count)
                {
                    var weight = TLanes.Load(ref r0, ((nint)k * stride) + i);
                    a = TLanes.MultiplyAdd(weight, TLanes.Load(ref rows, i) - pa, a);
                    b = TLanes.MultiplyAdd(weight, TLanes.Load(ref rows, stride + i) - pb, b);
                    c = TLanes.MultiplyAdd(weight, TLanes.Load(ref rows, (2 * stride) + i) - pc, c);
                    d = TLanes.MultiplyAdd(weight, TLanes.Load(ref rows, (3 * stride) + i) - pd, d);
                }

                TLanes.AddSums(a, b, c, d, ref shifts[(k * dimension) + j]);
            }
        }

        for (; j < dimension; j++)
        {
            ref var row = ref Unsafe.Add(ref x0, (nint)j * stride);
            var p = TLanes.All(pivot[j]);
            for (var k = 0; k < components; k++)
            {
                ref var weights = ref Unsafe.Add(ref r0, (nint)k * stride);
                var sum = TLanes.Zero;
                for (nint i = 0; i < count; i += TLanes.Count)
                    sum = TLanes.MultiplyAdd(TLanes.Load(ref weights, i), TLanes.Load(ref row, i) - p, sum);
                shifts[(k * dimension) + j] += sum.Sum();
            }
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

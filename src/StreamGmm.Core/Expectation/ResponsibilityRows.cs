using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StreamGmm;

/// <summary>Turns responsibilities back from the columns of a tile to rows, n × K.</summary>
internal static class ResponsibilityRows
{
    /// <summary>Eight rows at a time: a line of each column, and rows that stay in the first-level cache until they are full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(ReadOnlySpan<double> columns, int stride, int rows, Span<double> destination)
    {
        nint width = destination.Length / rows;
        ref var from = ref MemoryMarshal.GetReference(columns);
        ref var to = ref MemoryMarshal.GetReference(destination);
        nint i = 0;
        for (; i + 8 <= rows; i += 8)
        {
            ref var x = ref Unsafe.Add(ref from, i);
            ref var y = ref Unsafe.Add(ref to, i * width);
            for (nint k = 0; k < width; k++)
            {
                y = x;
                Unsafe.Add(ref y, width) = Unsafe.Add(ref x, 1);
                Unsafe.Add(ref y, 2 * width) = Unsafe.Add(ref x, 2);
                Unsafe.Add(ref y, 3 * width) = Unsafe.Add(ref x, 3);
                Unsafe.Add(ref y, 4 * width) = Unsafe.Add(ref x, 4);
                Unsafe.Add(ref y, 5 * width) = Unsafe.Add(ref x, 5);
                Unsafe.Add(ref y, 6 * width) = Unsafe.Add(ref x, 6);
                Unsafe.Add(ref y, 7 * width) = Unsafe.Add(ref x, 7);
                x = ref Unsafe.Add(ref x, stride);
                y = ref Unsafe.Add(ref y, 1);
            }
        }

        for (; i < rows; i++)
        {
            for (nint k = 0; k < width; k++)
                Unsafe.Add(ref to, (i * width) + k) = Unsafe.Add(ref from, (k * stride) + i);
        }
    }
}

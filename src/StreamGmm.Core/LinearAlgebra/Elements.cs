using System.Runtime.InteropServices;

namespace StreamGmm;

/// <summary>Numbers for kernels of either element.</summary>
internal static class Elements
{
    /// <summary>The numbers themselves where T is double, the nearest floats otherwise: those are made once and kept in <paramref name="rounded"/>.</summary>
    public static ReadOnlySpan<T> Of<T>(double[] numbers, ref float[]? rounded)
        where T : unmanaged =>
        typeof(T) == typeof(double) ? MemoryMarshal.Cast<double, T>(numbers) : MemoryMarshal.Cast<float, T>(rounded ??= Array.ConvertAll(numbers, x => (float)x));
}

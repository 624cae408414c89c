using System.Numerics;

namespace StreamGmm.Core.Tests.Kernels;

/// <summary>The sizes that a kernel is held to a plain loop at. Rows need not fill a register: the rest of a tile is padding of weight 0.</summary>
internal sealed record KernelCase(int Dimension, int Rows, int Components, double ZeroShare, int Seed)
{
    /// <summary>Every dimension to 40 with every number of rows modulo 32, so that each block and each rest of a kernel is met.</summary>
    public static IEnumerable<KernelCase> EverySize =>
        from dimension in Enumerable.Range(1, 40)
        from tail in Enumerable.Range(0, 32)
        let panels = (dimension + tail) % 3
        select new KernelCase(dimension, tail + (32 * (tail == 0 ? 1 + panels : panels)), 1 + ((dimension + tail) % 6), 0.25 * (tail % 4), (100 * dimension) + tail);

    /// <summary>The numbers, in the element of the kernels.</summary>
    public KernelData<T> Data<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(this);
}

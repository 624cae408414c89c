using System.Numerics;
using StreamGmm.Kernels;

namespace StreamGmm.Core.Tests.Kernels;

/// <summary>The kernels of an element at 512, 256, 128 bits and without vectors; those that the machine lacks run in software.</summary>
internal static class EveryWidth<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly (string Name, TileKernels<T> Kernels, T Fusion)[] All = [Width<Lanes512<T>>(), Width<Lanes256<T>>(), Width<Lanes128<T>>(), Width<LanesScalar<T>>()];

    /// <summary>Every width gives the expected numbers within their margins, and the same bits as the others that round a b + c as it does.</summary>
    public static void Gives(Plain expected, Func<TileKernels<T>, double[]> run)
    {
        var results = All.Select(width => (width.Name, width.Fusion, Numbers: run(width.Kernels))).ToArray();
        foreach (var (name, fusion, numbers) in results)
        {
            Close.Elementwise(i => expected.Margins[i], expected.Values, numbers, $"{name}, element");
            Assert.Equal(results.First(other => other.Fusion == fusion).Numbers, numbers);
        }
    }

    /// <summary>The name of the lanes, their kernels, and what is left of (1 + ε)(1 − ε) − 1: nothing unless it is rounded once.</summary>
    private static (string Name, TileKernels<T> Kernels, T Fusion) Width<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        var epsilon = T.BitIncrement(T.One) - T.One;
        var lanes = new T[TLanes.Count];
        TLanes.MultiplyAdd(TLanes.All(T.One + epsilon), TLanes.All(T.One - epsilon), TLanes.All(-T.One)).Store(ref lanes[0], 0);
        return (typeof(TLanes).Name, new TileKernels<TLanes, T>(), lanes[0]);
    }
}

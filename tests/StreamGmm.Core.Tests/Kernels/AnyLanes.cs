using StreamGmm.Kernels;

namespace StreamGmm.Core.Tests.Kernels;

/// <summary>The kernels for every width of vectors, by name; those the machine lacks run in software.</summary>
internal static class AnyLanes
{
    private static readonly Dictionary<string, TileKernels> ByName = new()
    {
        [nameof(Lanes512)] = new TileKernels<Lanes512>(),
        [nameof(Lanes256)] = new TileKernels<Lanes256>(),
        [nameof(Lanes128)] = new TileKernels<Lanes128>(),
        [nameof(LanesScalar)] = new TileKernels<LanesScalar>(),
    };

    public static TheoryData<string> Names => [.. ByName.Keys];

    public static TileKernels Kernels(string lanes) => ByName[lanes];
}

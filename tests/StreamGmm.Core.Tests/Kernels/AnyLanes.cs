using StreamGmm.Kernels;

namespace StreamGmm.Core.Tests.Kernels;

/// <summary>The kernels for every width of vectors, by name; those the machine lacks run in software.</summary>
internal static class AnyLanes
{
    private static readonly Dictionary<string, TileKernels<double>> ByName = new()
    {
        [nameof(Lanes512<double>)] = new TileKernels<Lanes512<double>, double>(),
        [nameof(Lanes256<double>)] = new TileKernels<Lanes256<double>, double>(),
        [nameof(Lanes128<double>)] = new TileKernels<Lanes128<double>, double>(),
        [nameof(LanesScalar<double>)] = new TileKernels<LanesScalar<double>, double>(),
    };

    public static TheoryData<string> Names => [.. ByName.Keys];

    public static TileKernels<double> Kernels(string lanes) => ByName[lanes];
}

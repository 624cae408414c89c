using System.Runtime.Intrinsics.X86;
using StreamGmm.Kernels;

namespace StreamGmm.Core.Tests.Kernels;

/// <summary>Machines with AVX-512 and machines with AVX2 give the same bits, where both fuse a multiplication and an addition.</summary>
[Trait("Category", "Kernels")]
public class KernelBitsTests
{
    private static readonly TileKernels<double> Wide = AnyLanes.Kernels(nameof(Lanes512<double>));
    private static readonly TileKernels<double> Narrow = AnyLanes.Kernels(nameof(Lanes256<double>));

    [SkippableFact]
    public void Wide_and_narrow_vectors_score_to_the_same_bits()
    {
        Skip.IfNot(Fma.IsSupported, "Without fused multiply-add the two may differ.");
        foreach (var tile in RandomTile.All)
        {
            Assert.Equal(ScoreKernelTests.Triangular(Wide, tile), ScoreKernelTests.Triangular(Narrow, tile));
            Assert.Equal(ScoreKernelTests.Diagonal(Wide, tile, tile.Scales), ScoreKernelTests.Diagonal(Narrow, tile, tile.Scales));
            var rank = Math.Min(tile.Dimension, 1 + (tile.Count % 7));
            Assert.Equal(ScoreKernelTests.LowRank(Wide, tile, rank), ScoreKernelTests.LowRank(Narrow, tile, rank));
        }
    }

    [SkippableFact]
    public void Wide_and_narrow_vectors_add_up_to_the_same_bits()
    {
        Skip.IfNot(Fma.IsSupported, "Without fused multiply-add the two may differ.");
        foreach (var tile in RandomTile.All)
        {
            AssertSame(ScatterKernelTests.Symmetric(Wide, tile), ScatterKernelTests.Symmetric(Narrow, tile));
            AssertSame(ScatterKernelTests.Diagonal(Wide, tile), ScatterKernelTests.Diagonal(Narrow, tile));
            Assert.Equal(Wide.Sum(tile.X, tile.Count), Narrow.Sum(tile.X, tile.Count));
            Assert.Equal(Wide.WeightedSum(tile.X, tile.Weights, tile.Count), Narrow.WeightedSum(tile.X, tile.Weights, tile.Count));
        }
    }

    [SkippableFact]
    public void Wide_and_narrow_vectors_serve_a_shared_covariance_to_the_same_bits()
    {
        Skip.IfNot(Fma.IsSupported, "Without fused multiply-add the two may differ.");
        foreach (var tile in RandomTile.All)
        {
            Assert.Equal(TiedKernelTests.Whitened(Wide, tile), TiedKernelTests.Whitened(Narrow, tile));
            var components = 1 + (tile.Dimension % 9);
            Assert.Equal(TiedKernelTests.Shifts(Wide, tile, components), TiedKernelTests.Shifts(Narrow, tile, components));
        }
    }

    [SkippableFact]
    public void Wide_and_narrow_vectors_normalize_to_the_same_bits()
    {
        Skip.IfNot(Fma.IsSupported, "Without fused multiply-add the two may differ.");
        foreach (var components in Enumerable.Range(1, 20))
        {
            var tile = new RandomTile(components, 72);
            var scores = tile.Columns(components, () => tile.Normal(components % 2 == 0 ? 10 : 1000));
            var (wide, narrow) = (NormalizeKernelTests.Normalize(Wide, tile, [.. scores], components), NormalizeKernelTests.Normalize(Narrow, tile, [.. scores], components));
            Assert.Equal(wide.Scores, narrow.Scores);
            Assert.Equal(wide.LogDensity, narrow.LogDensity);
        }
    }

    [SkippableFact]
    public void Wide_and_narrow_vectors_find_the_same_components()
    {
        Skip.IfNot(Fma.IsSupported, "Without fused multiply-add the two may differ.");
        foreach (var tile in RandomTile.All)
            Assert.Equal(SkipKernelTests.Nearest(Wide, tile, 9), SkipKernelTests.Nearest(Narrow, tile, 9));
    }

    private static void AssertSame((double[] Shift, double[] Scatter) expected, (double[] Shift, double[] Scatter) actual)
    {
        Assert.Equal(expected.Shift, actual.Shift);
        Assert.Equal(expected.Scatter, actual.Scatter);
    }
}

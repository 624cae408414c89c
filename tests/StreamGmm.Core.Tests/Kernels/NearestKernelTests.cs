using System.Runtime.Intrinsics.X86;
using StreamGmm.Kernels;

namespace StreamGmm.Core.Tests.Kernels;

[Trait("Category", "Kernels")]
public class NearestKernelTests
{
    private static readonly NearestKernels[] All =
    [
        new NearestKernels<Lanes512<double>>(), new NearestKernels<Lanes256<double>>(), new NearestKernels<Lanes128<double>>(), new NearestKernels<LanesScalar<double>>(),
    ];

    [Fact]
    public void The_nearest_is_found_and_is_nearer_by_its_gap_with_lanes_of_every_width()
    {
        foreach (var tile in RandomTile.All)
        {
            var components = 1 + (tile.Dimension % 9);
            var centers = Centers(tile, components);
            foreach (var kernels in All)
            {
                var (isCertain, index, gaps) = Nearest(kernels, tile, centers);
                Assert.True(isCertain);
                for (var i = 0; i < tile.Count; i++)
                {
                    var distances = Enumerable.Range(0, components).Select(k => Math.Sqrt(SquaredDistance(tile, i, centers.Row(k)))).ToArray();
                    var sorted = distances.Order().ToArray();
                    Assert.Equal(Array.IndexOf(distances, sorted[0]), index[i]);
                    if (components == 1)
                        Assert.Equal(double.PositiveInfinity, gaps[i]);
                    else
                        Assert.InRange(gaps[i], sorted[1] - sorted[0] - 1e-6, sorted[1] - sorted[0]);
                }
            }
        }
    }

    [Fact]
    public void Where_rounding_could_tell_the_nearest_otherwise_that_is_said()
    {
        var tile = new RandomTile(5, 72);
        var centers = Centers(tile, 3);
        // The second centre again, moved by less than products can tell.
        RealMatrix twins = [.. centers, RealVector.Create(centers[1].Select(m => m * (1 + 1e-16)))];
        foreach (var kernels in All)
        {
            Assert.True(Nearest(kernels, tile, centers).IsCertain);
            var (isCertain, index, gaps) = Nearest(kernels, tile, twins);
            Assert.False(isCertain);
            Assert.All(Enumerable.Range(0, tile.Count).Where(i => index[i] is 1 or 3), i => Assert.True(gaps[i] <= 0));
        }
    }

    [Fact]
    public void Distances_are_lowered_and_added_up_with_lanes_of_every_width()
    {
        foreach (var tile in RandomTile.All)
        {
            var before = tile.Columns(1, () => Math.Abs(tile.Normal(10)));
            var expected = Enumerable.Range(0, tile.Count).Select(i => Math.Min(before[i], SquaredDistance(tile, i, tile.Mean))).ToArray();
            foreach (var kernels in All)
            {
                var after = new Guarded(tile.Count);
                var sum = kernels.Lower(tile.X, tile.Stride, tile.Count, tile.Mean, tile.Scales, tile.Weights, before, after.Span);
                Close.Relatively(1e-13, expected, after.Span, "distance");
                Close.Relatively(1e-13, expected.Select((d, i) => d * tile.Weights[i]).Sum(), sum);
                after.AssertWallsStand();
            }
        }
    }

    [Fact]
    public void Rows_are_added_to_their_centres_with_lanes_of_every_width()
    {
        foreach (var tile in RandomTile.All)
        {
            const int Components = 3;
            var (n, d) = (tile.Count, tile.Dimension);
            var (labels, centers) = (Enumerable.Range(0, n).Select(i => i * 7 % Components).ToArray(), Centers(tile, Components));
            var rows = Enumerable.Range(0, n).SelectMany(i => Enumerable.Range(0, d).Select(j => tile.Weights[i] == 0 ? 1e140 : tile.At(j, i))).ToArray();
            double Sum(int k, Func<int, double> of) => Enumerable.Range(0, n).Where(i => labels[i] == k && tile.Weights[i] > 0).Sum(of);
            foreach (var kernels in All)
            {
                var (masses, shifts) = (new Guarded(Components), new Guarded(Components * d));
                var inertia = kernels.AddRows(rows, labels, tile.Weights.AsSpan(0, n), centers.AsSpan(), tile.Scales, masses.Span, shifts.Span);
                for (var k = 0; k < Components; k++)
                {
                    Close.Relatively(1e-13, Sum(k, i => tile.Weights[i]), masses.Span[k]);
                    for (var j = 0; j < d; j++)
                        Assert.Equal(Sum(k, i => tile.Weights[i] * (tile.At(j, i) - centers[k, j])), shifts.Span[(k * d) + j], 1e-11);
                }

                Close.Relatively(1e-13, Enumerable.Range(0, Components).Sum(k => Sum(k, i => tile.Weights[i] * SquaredDistance(tile, i, centers.Row(k)))), inertia);
                masses.AssertWallsStand();
                shifts.AssertWallsStand();
            }
        }
    }

    [SkippableFact]
    public void Wide_and_narrow_vectors_give_the_same_bits()
    {
        Skip.IfNot(Fma.IsSupported, "Without fused multiply-add the two may differ.");
        foreach (var tile in RandomTile.All)
        {
            var centers = Centers(tile, 7);
            var (wide, narrow) = (Nearest(All[0], tile, centers), Nearest(All[1], tile, centers));
            Assert.Equal(wide.Index, narrow.Index);
            Assert.Equal(wide.Gaps, narrow.Gaps);
            var sums = All[..2].Select(kernels => kernels.Lower(tile.X, tile.Stride, tile.Count, tile.Mean, tile.Scales, tile.Weights, new double[tile.Count], new double[tile.Count])).ToArray();
            Assert.Equal(sums[0], sums[1]);
            var rows = Enumerable.Range(0, tile.Count * tile.Dimension).Select(i => tile.At(i % tile.Dimension, i / tile.Dimension)).ToArray();
            var inertias = All[..2].Select(kernels => kernels.AddRows(rows, new int[tile.Count], tile.Weights.AsSpan(0, tile.Count), centers.AsSpan(), tile.Scales, new double[1], new double[tile.Dimension])).ToArray();
            Assert.Equal(inertias[0], inertias[1]);
        }
    }

    private static (bool IsCertain, double[] Index, double[] Gaps) Nearest(NearestKernels kernels, RandomTile tile, RealMatrix centers)
    {
        var (index, scratch, gaps) = (new Guarded(tile.Count), new Guarded(tile.Count), new Guarded(tile.Count));
        var scaled = new ScaledCenters(centers, RealVector.Create(tile.Dimension, _ => { }), tile.Scales);
        var isCertain = kernels.Nearest(
            tile.X, tile.Stride, tile.Count, tile.Scales, scaled.Multipliers, scaled.Constants, (tile.Dimension + 4) * 1e-15, scaled.Farthest, index.Span, scratch.Span, gaps.Span);
        index.AssertWallsStand();
        scratch.AssertWallsStand();
        gaps.AssertWallsStand();
        return (isCertain, index.Span.ToArray(), gaps.Span.ToArray());
    }

    private static RealMatrix Centers(RandomTile tile, int components) => RealMatrix.Create(components, tile.Dimension, values =>
    {
        foreach (ref var value in values)
            value = tile.Normal(2);
    });

    private static double SquaredDistance(RandomTile tile, int sample, ReadOnlySpan<double> center)
    {
        double square = 0;
        for (var j = 0; j < center.Length; j++)
            square += Math.Pow((tile.At(j, sample) - center[j]) * tile.Scales[j], 2);
        return square;
    }
}

using StreamGmm.Kernels;

namespace StreamGmm.Core.Tests.Kernels;

[Trait("Category", "Kernels")]
public class ScatterKernelTests
{
    private const double Before = 0.5;

    public static TheoryData<string> Lanes => AnyLanes.Names;

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Symmetric_sums_are_those_of_a_plain_loop(string lanes)
    {
        foreach (var tile in RandomTile.All)
        {
            var (shift, scatter) = Symmetric(AnyLanes.Kernels(lanes), tile);
            AssertShift(tile, shift);
            for (var j = 0; j < tile.Dimension; j++)
            {
                for (var l = 0; l <= j; l++)
                    AssertSum(tile, i => Y(tile, j, i) * Y(tile, l, i), scatter[PackedTriangle.Row(j) + l], $"scatter ({j}, {l})");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Diagonal_sums_are_those_of_a_plain_loop(string lanes)
    {
        foreach (var tile in RandomTile.All)
        {
            var (shift, scatter) = Diagonal(AnyLanes.Kernels(lanes), tile);
            AssertShift(tile, shift);
            for (var j = 0; j < tile.Dimension; j++)
                AssertSum(tile, i => Y(tile, j, i) * Y(tile, j, i), scatter[j], $"scatter {j}");
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Components_added_up_together_are_those_added_up_alone(string lanes)
    {
        const int components = 5;
        var kernels = AnyLanes.Kernels(lanes);
        foreach (var tile in new[] { new RandomTile(1, 40), new RandomTile(3, 72), new RandomTile(8, 64), new RandomTile(17, 40) })
        {
            var d = tile.Dimension;
            double[] r = tile.Columns(components, () => Math.Abs(tile.Normal(1))), pivots = [.. Enumerable.Range(0, components * d).Select(_ => tile.Normal(2))];
            var (shifts, scatters) = (new double[components * d], new double[components * d]);
            kernels.AddDiagonal(tile.X, tile.Stride, tile.Count, pivots, r, components, shifts, scatters);
            for (var k = 0; k < components; k++)
            {
                var (shift, scatter) = (new double[d], new double[d]);
                kernels.AddDiagonal(tile.X, tile.Stride, tile.Count, pivots.AsSpan(k * d, d), r.AsSpan(k * tile.Stride, tile.Count), 1, shift, scatter);
                Assert.Equal(shift, shifts[(k * d)..((k + 1) * d)]);
                Assert.Equal(scatter, scatters[(k * d)..((k + 1) * d)]);
            }
        }
    }

    internal static (double[] Shift, double[] Scatter) Symmetric(TileKernels<double> kernels, RandomTile tile)
    {
        var (shift, scatter) = (new Guarded(tile.Dimension, Before), new Guarded(PackedTriangle.Length(tile.Dimension), Before));
        var scratch = new Guarded(4 * tile.Stride, double.NaN);
        kernels.AddSymmetric(tile.X, tile.Stride, tile.Count, tile.Mean, tile.Weights, scratch.Span, shift.Span, scatter.Span);
        Assert.All([shift, scatter, scratch], memory => memory.AssertWallsStand());
        return (shift.Span.ToArray(), scatter.Span.ToArray());
    }

    internal static (double[] Shift, double[] Scatter) Diagonal(TileKernels<double> kernels, RandomTile tile)
    {
        var (shift, scatter) = (new Guarded(tile.Dimension, Before), new Guarded(tile.Dimension, Before));
        kernels.AddDiagonal(tile.X, tile.Stride, tile.Count, tile.Mean, tile.Weights, 1, shift.Span, scatter.Span);
        Assert.All([shift, scatter], memory => memory.AssertWallsStand());
        return (shift.Span.ToArray(), scatter.Span.ToArray());
    }

    private static double Y(RandomTile tile, int axis, int sample) => tile.At(axis, sample) - tile.Mean[axis];

    private static void AssertShift(RandomTile tile, double[] shift)
    {
        for (var j = 0; j < tile.Dimension; j++)
            AssertSum(tile, i => Y(tile, j, i), shift[j], $"shift {j}");
    }

    private static void AssertSum(RandomTile tile, Func<int, double> term, double actual, string what)
    {
        double sum = Before, magnitude = Before;
        for (var i = 0; i < tile.Count; i++)
        {
            sum += tile.Weights[i] * term(i);
            magnitude += Math.Abs(tile.Weights[i] * term(i));
        }

        Close.Absolutely(1e-13 * magnitude, sum, actual, $"D = {tile.Dimension}, n = {tile.Count}, {what}");
    }
}

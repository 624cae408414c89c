using StreamGmm.Kernels;

namespace StreamGmm.Core.Tests.Kernels;

[Trait("Category", "Kernels")]
public class TiedKernelTests
{
    public static TheoryData<string> Lanes => AnyLanes.Names;

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Whitened_samples_are_those_of_a_plain_loop(string lanes)
    {
        foreach (var tile in RandomTile.All)
        {
            var whitened = Whitened(AnyLanes.Kernels(lanes), tile);
            for (var j = 0; j < tile.Dimension; j++)
            {
                for (var i = 0; i < tile.Count; i++)
                {
                    double sum = 0, magnitude = 0;
                    for (var l = 0; l <= j; l++)
                    {
                        var term = tile.Inverse[PackedTriangle.Row(j) + l] * (tile.At(l, i) - tile.Mean[l]);
                        (sum, magnitude) = (sum + term, magnitude + Math.Abs(term));
                    }

                    Close.Absolutely(1e-13 * magnitude, sum, whitened[(j * tile.Stride) + i], $"D = {tile.Dimension}, axis {j}, sample {i}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Shifts_from_one_pivot_are_those_of_a_plain_loop(string lanes)
    {
        foreach (var components in Enumerable.Range(1, 9))
        {
            foreach (var tile in new[] { new RandomTile(1, 8), new RandomTile(5, 40), new RandomTile(17, 72) })
            {
                var r = Responsibilities(tile, components);
                var shifts = Shifts(AnyLanes.Kernels(lanes), tile, components);
                for (var j = 0; j < tile.Dimension; j++)
                {
                    double Term(int k, int i) => r[(k * tile.Stride) + i] * (tile.At(j, i) - tile.Mean[j]);
                    for (var k = 0; k < components; k++)
                        Close.Absolutely(1e-11, 0.5 + Enumerable.Range(0, tile.Count).Sum(i => Term(k, i)), shifts[(k * tile.Dimension) + j], $"shift of component {k}, axis {j}");
                }
            }
        }
    }

    internal static double[] Whitened(TileKernels<double> kernels, RandomTile tile)
    {
        var (scratch, whitened) = (new Guarded(tile.Dimension * TileKernels<double>.Panel, double.NaN), new Guarded(tile.Dimension * tile.Stride, double.NaN));
        kernels.Whiten(tile.X, tile.Stride, tile.Count, tile.Mean, tile.Inverse, scratch.Span, whitened.Span);
        Assert.All([scratch, whitened], memory => memory.AssertWallsStand());
        return whitened.Span.ToArray();
    }

    internal static double[] Shifts(TileKernels<double> kernels, RandomTile tile, int components)
    {
        var shifts = new Guarded(components * tile.Dimension, 0.5);
        kernels.AddShifts(tile.X, tile.Stride, tile.Count, tile.Mean, Responsibilities(tile, components), components, shifts.Span);
        shifts.AssertWallsStand();
        return shifts.Span.ToArray();
    }

    private static double[] Responsibilities(RandomTile tile, int components)
    {
        var draw = new Draw(components);
        return tile.Columns(components, () => draw.Uniform(0, 1));
    }
}

using StreamGmm.Kernels;

namespace StreamGmm.Core.Tests.Kernels;

[Trait("Category", "Kernels")]
public class NormalizeKernelTests
{
    public static TheoryData<string> Lanes => AnyLanes.Names;

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Raised_numbers_are_those_of_a_plain_loop(string lanes)
    {
        foreach (var count in new[] { 8, 24, 40 })
        {
            var values = new Guarded(count, 0);
            for (var i = 0; i < count; i++)
                values.Span[i] = i / 3.0;
            AnyLanes.Kernels(lanes).Raise(values.Span, count, -0.7);
            values.AssertWallsStand();
            Assert.Equal(Enumerable.Range(0, count).Select(i => (i / 3.0) + -0.7), values.Span.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Responsibilities_and_log_densities_are_those_of_a_plain_loop(string lanes)
    {
        foreach (var (components, spread) in new[] { (1, 1.0), (2, 10.0), (3, 1e3), (7, 300.0), (20, 30.0) })
        {
            var tile = new RandomTile(components, 72);
            var scores = tile.Columns(components, () => tile.Normal(spread) - (3 * spread));
            AssertNormalized(AnyLanes.Kernels(lanes), tile, scores, components);
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Scores_of_minus_infinity_or_far_below_get_nothing(string lanes)
    {
        var tile = new RandomTile(3, 24);
        var scores = tile.Columns(3, () => tile.Normal(1));
        for (var i = 0; i < tile.Count; i++)
            scores[((i % 3) * tile.Stride) + i] = i % 2 == 0 ? double.NegativeInfinity : -1e300;
        for (var k = 0; k < 3; k++)
            scores[(k * tile.Stride) + 7] = -1e300 * (k + 1);
        AssertNormalized(AnyLanes.Kernels(lanes), tile, scores, 3);
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void A_sample_without_any_finite_score_is_told_and_no_harm_to_its_neighbours(string lanes)
    {
        foreach (var lost in new[] { 0, 13, 23 })
        {
            var tile = new RandomTile(2, 24);
            var scores = tile.Columns(2, () => tile.Normal(1));
            var alone = Normalize(AnyLanes.Kernels(lanes), tile, [.. scores], 2);
            scores[lost] = scores[tile.Stride + lost] = double.NegativeInfinity;
            var together = Normalize(AnyLanes.Kernels(lanes), tile, scores, 2);
            Assert.True(alone.IsWhole);
            Assert.False(together.IsWhole);
            for (var i = 0; i < tile.Count; i++)
            {
                if (i != lost)
                    Assert.Equal((alone.Scores[i], alone.Scores[tile.Stride + i], alone.LogDensity[i]), (together.Scores[i], together.Scores[tile.Stride + i], together.LogDensity[i]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Sums_are_those_of_a_plain_loop(string lanes)
    {
        for (var count = 8; count <= 136; count += 8)
        {
            var tile = new RandomTile(1, count);
            var (x, v) = (tile.X.AsMemory(0, count), tile.Weights.AsMemory(0, count));
            var terms = Enumerable.Range(0, count).Select(i => x.Span[i] * v.Span[i]).ToArray();
            Close.Absolutely(1e-13 * x.ToArray().Sum(Math.Abs), x.ToArray().Sum(), AnyLanes.Kernels(lanes).Sum(tile.X, count));
            Close.Absolutely(1e-13 * terms.Sum(Math.Abs), terms.Sum(), AnyLanes.Kernels(lanes).WeightedSum(tile.X, tile.Weights, count));
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Samples_of_weight_0_are_left_out_of_weighted_sums_even_where_they_are_infinite_or_no_number(string lanes)
    {
        double[] x = [1, double.NegativeInfinity, 3, double.NaN, 5, 6, 7, 8];
        double[] v = [1, 0, 1, 0, 1, 1, 1, 0.5];
        Assert.Equal(1 + 3 + 5 + 6 + 7 + 4, AnyLanes.Kernels(lanes).WeightedSum(x, v, 8));
        v[1] = 1;
        Assert.Equal(double.NegativeInfinity, AnyLanes.Kernels(lanes).WeightedSum(x, v, 8));
    }

    internal static (bool IsWhole, double[] Scores, double[] LogDensity) Normalize(TileKernels<double> kernels, RandomTile tile, double[] scores, int components)
    {
        var logDensity = new Guarded(tile.Count, double.NaN);
        var isWhole = kernels.Normalize(scores, tile.Stride, tile.Count, components, tile.Weights, logDensity.Span);
        logDensity.AssertWallsStand();
        for (var k = 0; k < components; k++)
            Assert.All(scores[((k * tile.Stride) + tile.Count)..((k + 1) * tile.Stride)], gap => Assert.Equal(double.NaN, gap));
        return (isWhole, scores, logDensity.Span.ToArray());
    }

    private static void AssertNormalized(TileKernels<double> kernels, RandomTile tile, double[] scores, int components)
    {
        var (isWhole, r, logDensity) = Normalize(kernels, tile, [.. scores], components);
        Assert.True(isWhole);
        for (var i = 0; i < tile.Count; i++)
        {
            var row = Enumerable.Range(0, components).Select(k => scores[(k * tile.Stride) + i]).ToArray();
            var sum = row.Sum(s => Math.Exp(s - row.Max()));
            Close.Relatively(1e-13, row.Max() + Math.Log(sum), logDensity[i], $"log density of sample {i}");
            for (var k = 0; k < components; k++)
            {
                var expected = tile.Weights[i] * Math.Exp(row[k] - row.Max()) / sum;
                Close.Absolutely((1e-13 * expected) + 1e-300, expected, r[(k * tile.Stride) + i], $"responsibility of component {k} for sample {i}");
            }
        }
    }
}

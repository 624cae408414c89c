using StreamGmm.Kernels;

namespace StreamGmm.Core.Tests.Kernels;

[Trait("Category", "Kernels")]
public class SkipKernelTests
{
    private const int Register = 8;

    public static TheoryData<string> Lanes => AnyLanes.Names;

    [Theory]
    [MemberData(nameof(Lanes))]
    public void The_nearest_is_that_of_a_plain_loop(string lanes)
    {
        foreach (var tile in RandomTile.All.Where(tile => tile.Dimension <= 20))
        {
            var components = 1 + (tile.Dimension % 10);
            var (directions, offsets) = (new Draw(1).Normals(components * tile.Dimension), new Draw(2).Normals(components));
            var index = Nearest(AnyLanes.Kernels(lanes), tile, components);
            for (var i = 0; i < tile.Count; i++)
            {
                double Value(int k) => Enumerable.Range(0, tile.Dimension).Sum(j => directions[(k * tile.Dimension) + j] * tile.At(j, i)) - offsets[k];
                Assert.Equal(Enumerable.Range(0, components).MaxBy(Value), index[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Candidates_are_those_of_a_plain_loop(string lanes)
    {
        var found = 0;
        foreach (var tile in RandomTile.All.Where(tile => tile.Dimension <= 20))
        {
            var c = new Case(tile);
            foreach (var registers in new[] { 1, 2 })
            {
                var lists = c.Candidates(AnyLanes.Kernels(lanes), registers);
                for (var g = 0; g < registers; g++)
                {
                    bool Matters(int k) => Enumerable.Range(g * Register, Register).Any(i => c.Bound(k, i) >= c.Limits[i]);
                    Assert.Equal(c.Some.Where(Matters), lists[g]);
                    found += lists[g].Length;
                }
            }
        }

        Assert.True(found > 100);
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Scores_of_registers_have_the_bits_of_scores_of_columns(string lanes)
    {
        foreach (var tile in RandomTile.All)
        {
            var columns = ScoreKernelTests.Triangular(AnyLanes.Kernels(lanes), tile);
            var registers = Order(tile);
            var (scratch, scores) = (new Guarded(tile.Dimension * TileKernels<double>.Panel, double.NaN), new Guarded(tile.Count, double.NaN));
            AnyLanes.Kernels(lanes).RegisterScores(Registers(tile), registers, tile.Mean, tile.Inverse, ScoreKernelTests.Constant, scratch.Span, scores.Span);
            Assert.All([scratch, scores], memory => memory.AssertWallsStand());
            for (var i = 0; i < tile.Count; i++)
                Assert.Equal(columns[(registers[i / Register] * Register) + (i % Register)], scores.Span[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Gathered_registers_are_columns_again(string lanes)
    {
        foreach (var tile in RandomTile.All)
        {
            var (order, columns) = (Order(tile), new Guarded(tile.Dimension * tile.Stride, double.NaN));
            AnyLanes.Kernels(lanes).Gather(Registers(tile), tile.Dimension, order, columns.Span, tile.Stride);
            columns.AssertWallsStand();
            for (var i = 0; i < tile.Count; i++)
            {
                for (var j = 0; j < tile.Dimension; j++)
                    Assert.Equal(tile.At(j, (order[i / Register] * Register) + (i % Register)), columns.Span[(j * tile.Stride) + i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Registers_normalize_as_columns_do_and_tell_which_components_are_gone(string lanes)
    {
        foreach (var components in Enumerable.Range(1, 20))
        {
            var tile = new RandomTile(components, Register);
            var columns = tile.Columns(components, () => tile.Normal(30));
            var (places, registers) = (new Draw(components).Permutation(components), new double[components * Register]);
            for (var k = 0; k < components; k++)
                columns.AsSpan(k * tile.Stride, Register).CopyTo(registers.AsSpan(places[k] * Register));
            var best = Enumerable.Range(0, Register).Select(i => Enumerable.Range(0, components).Max(k => columns[(k * tile.Stride) + i])).ToArray();
            bool[] gone = [.. Enumerable.Range(0, components).Select(k => best.Select((max, i) => columns[(k * tile.Stride) + i] - max).All(below => below < -40))];
            var expected = NormalizeKernelTests.Normalize(AnyLanes.Kernels(lanes), tile, columns, components);
            var (logDensity, isGone) = (new double[Register], new bool[components]);
            Assert.True(AnyLanes.Kernels(lanes).Normalize(registers, places, 40, tile.Weights.AsSpan(0, Register), logDensity, isGone));
            Close.Relatively(1e-15, expected.LogDensity, logDensity);
            for (var k = 0; k < components; k++)
            {
                var column = expected.Scores.AsSpan(k * tile.Stride, Register);
                var register = registers.AsSpan(places[k] * Register, Register);
                Close.Absolutely(1e-15, column, register);
                Assert.Equal(gone[k], isGone[places[k]]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void A_register_without_any_score_is_told(string lanes)
    {
        var scores = Enumerable.Repeat(double.NegativeInfinity, Register).ToArray();
        Assert.False(AnyLanes.Kernels(lanes).Normalize(scores, [0], 40, new double[Register], new double[Register], new bool[1]));
    }

    internal static double[] Nearest(TileKernels<double> kernels, RandomTile tile, int components)
    {
        var index = new Guarded(tile.Count, double.NaN);
        kernels.Nearest(tile.X, tile.Stride, tile.Count, new Draw(1).Normals(components * tile.Dimension), new Draw(2).Normals(components), index.Span);
        index.AssertWallsStand();
        return index.Span.ToArray();
    }

    private static int[] Order(RandomTile tile) => new Draw(tile.Count).Permutation(tile.Count / Register);

    /// <summary>Eight samples after eight samples.</summary>
    private static double[] Registers(RandomTile tile) =>
        [.. Enumerable.Range(0, tile.Count * tile.Dimension).Select(e => tile.At(e / Register % tile.Dimension, (e / Register / tile.Dimension * Register) + (e % Register)))];

    /// <summary>Numbers for as many components as a tile has axes, and seven more.</summary>
    internal sealed class Case
    {
        private readonly RandomTile tile;
        private readonly double[] directions;
        private readonly double[] distances;
        private readonly double[] constants;

        public Case(RandomTile tile)
        {
            this.tile = tile;
            var (components, draw) = (tile.Dimension + 7, new Draw(tile.Dimension));
            directions = draw.Normals(components * tile.Dimension);
            (distances, constants) = (draw.Normals(components, 5), draw.Normals(components));
            Limits = [.. draw.Normals(2 * Register).Select(x => x - 2)];
            Some = [.. Enumerable.Range(0, components).Where(_ => draw.Chance(0.7))];
        }

        public double[] Limits { get; }

        public int[] Some { get; }

        public double Bound(int k, int sample)
        {
            var i = sample % tile.Count;
            var t = distances[k] + Enumerable.Range(0, tile.Dimension).Sum(j => directions[(k * tile.Dimension) + j] * (tile.At(j, i) - tile.Mean[j]));
            return constants[k] - (0.5 * t * t);
        }

        public int[][] Candidates(TileKernels<double> kernels, int registers)
        {
            // The second register is the first again where the tile has only one.
            var x = Registers(tile);
            double[] two = [.. x[..(Register * tile.Dimension)], .. (tile.Count > Register ? x[(Register * tile.Dimension)..] : x)[..(Register * tile.Dimension)]];
            var (scratch, first, second) = (new Guarded(2 * Register * tile.Dimension, double.NaN), new int[Some.Length + 1], new int[Some.Length + 1]);
            var (n, o) = kernels.Candidates(two.AsSpan(0, registers * Register * tile.Dimension), tile.Mean, directions, distances, constants, Some, Limits.AsSpan(0, registers * Register), scratch.Span, first, second);
            scratch.AssertWallsStand();
            return registers == 1 ? [first[..n]] : [first[..n], second[..o]];
        }
    }
}

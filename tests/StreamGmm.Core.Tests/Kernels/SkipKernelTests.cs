using StreamGmm.Kernels;

namespace StreamGmm.Core.Tests.Kernels;

[Trait("Category", "Kernels")]
public class SkipKernelTests
{
    private const int Register = SkipKernels.Register;

    private static readonly Dictionary<string, SkipKernels> ByName = new()
    {
        [nameof(Lanes512<double>)] = new SkipKernels<Lanes512<double>>(),
        [nameof(Lanes256<double>)] = new SkipKernels<Lanes256<double>>(),
        [nameof(Lanes128<double>)] = new SkipKernels<Lanes128<double>>(),
        [nameof(LanesScalar<double>)] = new SkipKernels<LanesScalar<double>>(),
    };

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
    public void Rows_are_copied_less_an_origin_and_filled_up(string lanes)
    {
        foreach (var tile in RandomTile.All)
        {
            double[] source = [.. Enumerable.Range(0, tile.Count * tile.Dimension).Select(e => tile.At(e % tile.Dimension, e / tile.Dimension) + tile.Mean[e % tile.Dimension])];
            var rows = new Guarded(tile.Count * SkipKernels.RoundUp(tile.Dimension), 7);
            ByName[lanes].CopyRows(source, tile.Mean, rows.Span, SkipKernels.RoundUp(tile.Dimension));
            rows.AssertWallsStand();
            for (var e = 0; e < source.Length; e++)
                Assert.Equal(source[e] - tile.Mean[e % tile.Dimension], rows.Span[(e / tile.Dimension * SkipKernels.RoundUp(tile.Dimension)) + (e % tile.Dimension)]);
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void The_rows_listed_are_those_that_the_bounds_of_a_plain_loop_tell(string lanes)
    {
        var (found, left) = (0, 0);
        foreach (var tile in RandomTile.All.Where(tile => tile.Dimension <= 20))
        {
            var c = new Case(tile);
            var lists = c.List(ByName[lanes]);
            for (var k = 0; k < c.Components; k++)
            {
                // Where the bound of the spreads leaves a component out, the closer one does so too.
                bool Matters(int row) => k != c.Home && !double.IsPositiveInfinity(c.Scores[row]) && c.Bound(k, row) >= c.Scores[row] - Case.Limit;
                Assert.Equal(c.Own.Where(row => Matters(row)), lists[k].Select(row => (int)row));
                found += lists[k].Length;
                left += tile.Count - lists[k].Length;
            }
        }

        Assert.True(found > 1000 && left > 1000, $"{found} listed, {left} left out");
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Scores_of_rows_have_the_bits_of_scores_of_columns(string lanes)
    {
        foreach (var tile in RandomTile.All)
        {
            var columns = ScoreKernelTests.Triangular(AnyLanes.Kernels(lanes), tile);
            var (listed, length) = (Order(tile), SkipKernels.RoundUp(tile.Dimension));
            var (scratch, scores) = (new Guarded(length * TileKernels<double>.Panel, double.NaN), new Guarded(tile.Count, double.NaN));
            ByName[lanes].Scores(Rows(tile), listed, Filled(tile.Mean), tile.Dimension, tile.Inverse, ScoreKernelTests.Constant, scratch.Span, scores.Span);
            Assert.All([scratch, scores], memory => memory.AssertWallsStand());
            for (var i = 0; i < tile.Count; i++)
                Assert.Equal(columns[listed[i]], scores.Span[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Rows_listed_are_turned_to_columns(string lanes)
    {
        foreach (var tile in RandomTile.All)
        {
            var (listed, length) = (Order(tile), SkipKernels.RoundUp(tile.Dimension));
            var columns = new Guarded(length * tile.Stride, double.NaN);
            ByName[lanes].Turn(Rows(tile), length, listed, columns.Span, tile.Stride);
            columns.AssertWallsStand();
            for (var i = 0; i < tile.Count; i++)
            {
                for (var j = 0; j < length; j++)
                    Assert.Equal(j < tile.Dimension ? tile.At(j, listed[i]) : 0, columns.Span[(j * tile.Stride) + i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Exponentials_end_at_the_limit(string lanes)
    {
        var x = new Guarded(800);
        for (var i = 0; i < 800; i++)
            x.Span[i] = -0.1 * i;
        ByName[lanes].Exp(x.Span, -40);
        x.AssertWallsStand();
        for (var i = 0; i < 800; i++)
            Assert.Equal(-0.1 * i >= -40 ? Math.Exp(-0.1 * i) : 0, x.Span[i], 1e-15);
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Normalizing_ends_with_the_logarithm_of_the_sum_and_the_share_of_one(string lanes)
    {
        double[] max = [-3, 0, 5, 1e5, -700, 0.5, 2, 8], sum = [1, 2, 3, 4, 5, 6, 1.5, 100], weights = [1, 0, 2, 3, 0.5, 1, 1, 1];
        double[] expected = [.. max.Zip(sum, (m, s) => m + Math.Log(s))], shares = [.. weights.Zip(sum, (v, s) => v / s)];
        ByName[lanes].EndNormalizing(max, sum, weights);
        Close.Relatively(1e-15, expected, max);
        Assert.Equal(shares, sum);
    }

    [Fact]
    public void Every_width_lists_the_same_rows()
    {
        foreach (var tile in RandomTile.All)
        {
            var c = new Case(tile);
            var expected = c.List(ByName[nameof(Lanes512<double>)]);
            Assert.All([nameof(Lanes256<double>), nameof(Lanes128<double>)], lanes => Assert.Equal(expected, c.List(ByName[lanes])));
        }
    }

    internal static double[] Nearest(TileKernels<double> kernels, RandomTile tile, int components)
    {
        var index = new Guarded(tile.Count, double.NaN);
        kernels.Nearest(tile.X, tile.Stride, tile.Count, new Draw(1).Normals(components * tile.Dimension), new Draw(2).Normals(components), index.Span);
        index.AssertWallsStand();
        return index.Span.ToArray();
    }

    private static ushort[] Order(RandomTile tile) => [.. new Draw(tile.Count).Permutation(tile.Count).Select(row => (ushort)row)];

    private static double[] Rows(RandomTile tile) =>
        [.. Enumerable.Range(0, tile.Count).SelectMany(i => Filled([.. Enumerable.Range(0, tile.Dimension).Select(j => tile.At(j, i))]))];

    private static double[] Filled(double[] row) => [.. row, .. new double[SkipKernels.RoundUp(row.Length) - row.Length]];

    /// <summary>Rows of a component seen from which there are bounds, for as many components as a tile has axes, and seven more.</summary>
    private sealed class Case
    {
        public const double Limit = 20;

        private readonly RandomTile tile;
        private readonly double[] directions;
        private readonly double[] distances;
        private readonly double[] spreads;
        private readonly double[] constants;

        public Case(RandomTile tile)
        {
            this.tile = tile;
            var draw = new Draw(tile.Dimension);
            Components = tile.Dimension + 7;
            Home = draw.Integer(Components);
            directions = draw.Normals(Components * tile.Dimension, 1 / Math.Sqrt(tile.Dimension));
            (distances, constants) = ([.. draw.Normals(Components + Register, 10).Select(Math.Abs)], draw.Normals(Components + Register));
            constants[Home] = 2;
            Own = [.. Order(tile).Select(row => (int)row)];
            Scores = [.. Enumerable.Range(0, tile.Count).Select(row => draw.Chance(0.1) ? double.PositiveInfinity : -0.5 * Square(row))];

            // The most that a direction is along any row, for a sample as far out as that row is.
            spreads = [.. Enumerable.Range(0, Components + Register).Select(k => k >= Components ? 0 : Enumerable.Range(0, tile.Count).Max(row => Math.Abs(Along(k, row)) / Math.Sqrt(Square(row))))];
        }

        public int Components { get; }

        public int Home { get; }

        public int[] Own { get; }

        public double[] Scores { get; }

        public double Bound(int k, int row)
        {
            var t = distances[k] + Along(k, row);
            return constants[k] - (0.5 * t * t);
        }

        public ushort[][] List(SkipKernels kernels)
        {
            var listed = new ListedRows(Components, tile.Count);
            var (near, scratch) = (new ushort[Components + (2 * Register)], new Guarded(2 * Register * SkipKernels.RoundUp(tile.Dimension), double.NaN));
            var bounds = new ScoreBounds
            {
                Component = Home,
                Constants = constants.AsSpan(0, Components),
                Distances = distances.AsSpan(0, Components),
                Spreads = spreads.AsSpan(0, Components),
                Directions = directions,
                Limit = Limit,
            };
            kernels.List(Rows(tile), Array.ConvertAll(Own, row => (ushort)row), Own.Select(row => Scores[row]).ToArray(), Filled(tile.Mean), bounds, listed, near, scratch.Span);
            scratch.AssertWallsStand();
            return [.. Enumerable.Range(0, Components).Select(k => listed.Of(k).ToArray())];
        }

        private double Along(int k, int row) => Enumerable.Range(0, tile.Dimension).Sum(j => directions[(k * tile.Dimension) + j] * (tile.At(j, row) - tile.Mean[j]));

        private double Square(int row) => Enumerable.Range(0, tile.Dimension).Sum(j => Math.Pow(tile.At(j, row) - tile.Mean[j], 2));
    }
}

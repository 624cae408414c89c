using StreamGmm.Kernels;

namespace StreamGmm.Core.Tests.Kernels;

[Trait("Category", "Kernels")]
public class ScoreKernelTests
{
    internal const double Constant = -1.25;

    public static TheoryData<string> Lanes => AnyLanes.Names;

    internal static double[] LowRank(TileKernels<double> kernels, RandomTile tile, int rank)
    {
        var scores = new double[tile.Count];
        kernels.LowRankScores(tile.X, tile.Stride, tile.Count, tile.Mean, Factor(tile, rank), rank, Constant, new double[tile.Dimension * TileKernels<double>.Panel], scores);
        return scores;
    }

    private static double[] Factor(RandomTile tile, int rank)
    {
        var directions = new Draw(tile.Dimension).Orthonormal(rank, tile.Dimension);
        return [.. directions.SelectMany(row => row), .. tile.Scales.Take(rank), 1.7];
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Triangular_scores_are_those_of_a_plain_loop(string lanes)
    {
        foreach (var tile in RandomTile.All)
        {
            var expected = new double[tile.Count];
            for (var i = 0; i < tile.Count; i++)
            {
                double squares = 0;
                for (var j = 0; j < tile.Dimension; j++)
                {
                    double z = 0;
                    for (var l = 0; l <= j; l++)
                        z += tile.Inverse[PackedTriangle.Row(j) + l] * (tile.At(l, i) - tile.Mean[l]);
                    squares += z * z;
                }

                expected[i] = Constant - (0.5 * squares);
            }

            Close.Relatively(1e-13, expected, Triangular(AnyLanes.Kernels(lanes), tile), $"D = {tile.Dimension}, n = {tile.Count}, sample");
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Low_rank_scores_are_those_of_a_plain_loop(string lanes)
    {
        foreach (var tile in RandomTile.All.Where(tile => tile.Dimension > 1))
        {
            var rank = 1 + (tile.Count % Math.Min(11, tile.Dimension - 1));
            var factor = Factor(tile, rank);
            var expected = new double[tile.Count];
            for (var i = 0; i < tile.Count; i++)
            {
                double[] rest = [.. Enumerable.Range(0, tile.Dimension).Select(j => tile.At(j, i) - tile.Mean[j])];
                double squares = 0;
                for (var a = 0; a < rank; a++)
                {
                    var along = Enumerable.Range(0, tile.Dimension).Sum(j => factor[(a * tile.Dimension) + j] * rest[j]);
                    rest = [.. rest.Select((y, j) => y - (along * factor[(a * tile.Dimension) + j]))];
                    squares += along * factor[(rank * tile.Dimension) + a] * along * factor[(rank * tile.Dimension) + a];
                }

                expected[i] = Constant - (0.5 * (squares + rest.Sum(y => y * y * factor[^1] * factor[^1])));
            }

            Close.Relatively(1e-12, expected, LowRank(AnyLanes.Kernels(lanes), tile, rank), $"D = {tile.Dimension}, r = {rank}, sample");
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Diagonal_scores_are_those_of_a_plain_loop(string lanes)
    {
        foreach (var tile in RandomTile.All)
        {
            foreach (var scales in new[] { tile.Scales, tile.Scales[..1] })
            {
                var expected = new double[tile.Count];
                for (var i = 0; i < tile.Count; i++)
                {
                    double squares = 0;
                    for (var j = 0; j < tile.Dimension; j++)
                        squares += Math.Pow((tile.At(j, i) - tile.Mean[j]) * scales[scales.Length == 1 ? 0 : j], 2);
                    expected[i] = Constant - (0.5 * squares);
                }

                Close.Relatively(1e-13, expected, Diagonal(AnyLanes.Kernels(lanes), tile, scales), $"D = {tile.Dimension}, n = {tile.Count}, sample");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Components_scored_together_are_those_scored_alone(string lanes)
    {
        const int components = 5;
        var kernels = AnyLanes.Kernels(lanes);
        foreach (var tile in new[] { new RandomTile(1, 40), new RandomTile(3, 72), new RandomTile(8, 64), new RandomTile(17, 40) })
        {
            var d = tile.Dimension;
            double[] means = [.. Enumerable.Range(0, components * d).Select(_ => tile.Normal(2))], constants = [.. Enumerable.Range(0, components).Select(k => Constant + k)];
            foreach (var scales in new[] { [.. means.Select(m => 0.1 + Math.Abs(m))], constants, [1.0] })
            {
                var together = Scores(tile, scores => kernels.DiagonalScores(tile.X, tile.Stride, tile.Count, means, scales, constants, scores));
                for (var k = 0; k < components; k++)
                {
                    var own = scales.Length == 1 ? scales : scales.AsSpan(k * (scales.Length / components), scales.Length / components).ToArray();
                    var alone = new double[tile.Count];
                    kernels.DiagonalScores(tile.X, tile.Stride, tile.Count, means.AsSpan(k * d, d), own, [constants[k]], alone);
                    Assert.Equal(alone, together[(k * tile.Stride)..((k * tile.Stride) + tile.Count)]);
                }

                if (scales.Length == 1)
                    Assert.Equal(together, Scores(tile, scores => kernels.DistanceScores(tile.X, tile.Stride, tile.Count, means, constants, scores)));
            }
        }

        static double[] Scores(RandomTile tile, Action<double[]> score)
        {
            var scores = new double[components * tile.Stride];
            Array.Fill(scores, -1);
            score(scores);
            Assert.All(Enumerable.Range(0, components), k => Assert.All(scores[((k * tile.Stride) + tile.Count)..((k + 1) * tile.Stride)], x => Assert.Equal(-1, x)));
            return scores;
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void A_distance_that_overflows_scores_minus_infinity_and_leaves_its_neighbours_alone(string lanes)
    {
        foreach (var tile in new[] { new RandomTile(3, 40), new RandomTile(9, 8), new RandomTile(4, 32) })
        {
            var kernels = AnyLanes.Kernels(lanes);
            var (triangular, diagonal) = (Triangular(kernels, tile), Diagonal(kernels, tile, tile.Scales));
            foreach (var sample in new[] { 0, 5, tile.Count - 1 })
            {
                for (var j = 0; j < tile.Dimension; j++)
                    tile.X[(j * tile.Stride) + sample] = 1e308 * (j % 2 == 0 ? 1 : -1);
                triangular[sample] = diagonal[sample] = double.NegativeInfinity;
            }

            Assert.Equal(triangular, Triangular(kernels, tile));
            Assert.Equal(diagonal, Diagonal(kernels, tile, tile.Scales));
        }
    }

    internal static double[] Triangular(TileKernels<double> kernels, RandomTile tile)
    {
        var (scratch, scores) = (new Guarded(tile.Dimension * TileKernels<double>.Panel, double.NaN), new Guarded(tile.Count, double.NaN));
        kernels.TriangularScores(tile.X, tile.Stride, tile.Count, tile.Mean, tile.Inverse, Constant, scratch.Span, scores.Span);
        scratch.AssertWallsStand();
        scores.AssertWallsStand();
        return scores.Span.ToArray();
    }

    internal static double[] Diagonal(TileKernels<double> kernels, RandomTile tile, double[] scales)
    {
        var scores = new Guarded(tile.Count, double.NaN);
        kernels.DiagonalScores(tile.X, tile.Stride, tile.Count, tile.Mean, scales, [Constant], scores.Span);
        scores.AssertWallsStand();
        return scores.Span.ToArray();
    }
}

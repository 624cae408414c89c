using System.Runtime.Intrinsics.X86;
using StreamGmm.Kernels;

namespace StreamGmm.Core.Tests.Kernels;

/// <summary>The kernels for floats do as those for doubles on the same numbers, to the accuracy of floats.</summary>
[Trait("Category", "Kernels")]
public class FloatKernelTests
{
    private static readonly Dictionary<string, TileKernels<float>> ByName = new()
    {
        [nameof(Lanes512<float>)] = new TileKernels<Lanes512<float>, float>(),
        [nameof(Lanes256<float>)] = new TileKernels<Lanes256<float>, float>(),
        [nameof(Lanes128<float>)] = new TileKernels<Lanes128<float>, float>(),
        [nameof(LanesScalar<float>)] = new TileKernels<LanesScalar<float>, float>(),
    };

    public static TheoryData<string> Lanes => [.. ByName.Keys];

    /// <summary>Every tail of a panel of 64 samples.</summary>
    private static IEnumerable<RandomTile> Tiles => Enumerable.Range(1, 40).SelectMany(d => new[] { new RandomTile(d, 16 * (1 + (d % 4))), new RandomTile(d, 64 + (16 * (d % 5))) });

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Scores_and_sums_are_those_of_doubles(string lanes)
    {
        foreach (var tile in Tiles)
        {
            var (expected, actual) = (Everything(TileKernels<double>.Best, tile), Everything(ByName[lanes], tile));
            foreach (var (what, values) in expected)
            {
                // The terms of a score or a sum have different signs: what is lost is a share of their magnitudes.
                var magnitude = values.Max(Math.Abs) + tile.Count;
                Close.Absolutely(3e-6 * magnitude, values, actual[what], $"D = {tile.Dimension}, n = {tile.Count}, {what}");
            }
        }
    }

    [SkippableFact]
    public void Wide_and_narrow_vectors_give_the_same_bits()
    {
        Skip.IfNot(Fma.IsSupported, "Without fused multiply-add the two may differ.");
        foreach (var tile in Tiles)
        {
            var (wide, narrow) = (Everything(ByName[nameof(Lanes512<float>)], tile), Everything(ByName[nameof(Lanes256<float>)], tile));
            Assert.All(wide, pair => Bits.Same(pair.Value, narrow[pair.Key]));
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Exponentials_are_within_4_units_in_the_last_place(string lanes)
    {
        const int Count = 16;
        var (draw, ones, density) = (new Draw(1), new float[Count], new float[Count]);
        Array.Fill(ones, 1);
        for (var round = 0; round < 2000; round++)
        {
            // Beside 0, exp is the ratio of the two responsibilities, which are rounded twice.
            var scores = new float[2 * Count];
            for (var i = 0; i < Count; i++)
                scores[Count + i] = (float)draw.Uniform(round % 2 == 0 ? -2 : -85, 0);
            var x = scores.ToArray();
            ByName[lanes].Normalize(scores, Count, Count, 2, ones, density);
            for (var i = 0; i < Count; i++)
            {
                var exact = Math.Exp(x[Count + i]);
                Assert.InRange((double)scores[Count + i] / scores[i] / exact, 1 - (4 * Math.ScaleB(1, -23)), 1 + (4 * Math.ScaleB(1, -23)));
                Close.Absolutely(4 * Math.ScaleB(1, -24), Math.Log(1 + exact), density[i], "ln of the sum at");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Rows_of_scores_become_responsibilities(string lanes)
    {
        foreach (var components in Enumerable.Range(1, 20))
        {
            var tile = new RandomTile(components, 48);
            var scores = Floats(tile.Columns(components, () => tile.Normal(components % 2 == 0 ? 10 : 1000)));
            var (expected, actual) = (Doubles(scores), scores.ToArray());
            var (density, floats) = (new double[tile.Stride], new float[tile.Stride]);
            Assert.True(TileKernels<double>.Best.Normalize(expected, tile.Stride, tile.Count, components, Doubles(Floats(tile.Weights)), density));
            Assert.True(ByName[lanes].Normalize(actual, tile.Stride, tile.Count, components, Floats(tile.Weights), floats));
            for (var k = 0; k < components; k++)
                Close.Absolutely(4e-7, expected.AsSpan(k * tile.Stride, tile.Count), Doubles(actual).AsSpan(k * tile.Stride, tile.Count), $"component {k}, sample");
            Close.Relatively(3e-7, density.AsSpan(0, tile.Count), Doubles(floats).AsSpan(0, tile.Count), "ln p");
        }
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void A_value_beyond_the_limit_of_its_axis_is_seen_wherever_it_is(string lanes)
    {
        const int Stride = 48, Count = 32;
        var x = new float[2 * Stride];
        Array.Fill(x, 1);
        float[] limits = [1, 2];
        Assert.True(ByName[lanes].AreWithin(x, Stride, Count, limits));
        foreach (var (place, value) in new[] { (0, -1.5f), (31, 1.5f), (Stride + 13, 2.5f), (Stride + 31, float.PositiveInfinity), (5, float.NegativeInfinity) })
        {
            var kept = x[place];
            x[place] = value;
            Assert.False(ByName[lanes].AreWithin(x, Stride, Count, limits));
            x[place] = kept;
        }

        x[Stride] = -2;
        x[Count] = 9;
        Assert.True(ByName[lanes].AreWithin(x, Stride, Count, limits));
    }

    private static Dictionary<string, double[]> Everything<T>(TileKernels<T> kernels, RandomTile tile)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var (d, stride, count, components) = (tile.Dimension, tile.Stride, tile.Count, 1 + (tile.Dimension % 6));
        var (x, weights, mean, inverse, scales) = (To<T>(tile.X), To<T>(tile.Weights), To<T>(tile.Mean), To<T>(tile.Inverse), To<T>(tile.Scales));
        var draw = new Draw(components);
        var (pivots, shares) = (To<T>(draw.Normals(components * d, 3)), To<T>(tile.Columns(components, () => draw.Uniform(0, 1))));
        var scratch = new T[Math.Max(d * TileKernels<T>.Panel, (d + 5) * stride)];
        var (triangular, diagonal, whitened) = (new T[count], new T[count], new T[d * stride]);
        var (shift, scatter, shifts, squares, tied) = (new double[d], new double[d * (d + 1) / 2], new double[components * d], new double[components * d], new double[components * d]);
        kernels.TriangularScores(x, stride, count, mean, inverse, -1.25, scratch, triangular);
        kernels.DiagonalScores(x, stride, count, mean, scales, [-1.25], diagonal);
        kernels.Whiten(x, stride, count, mean, inverse, scratch, whitened);
        kernels.AddSymmetric(x, stride, count, mean, weights, scratch, shift, scatter);
        kernels.AddDiagonal(x, stride, count, pivots, shares, components, shifts, squares);
        kernels.AddShifts(x, stride, count, mean, shares, components, tied);
        return new()
        {
            ["triangular scores"] = From(triangular),
            ["diagonal scores"] = From(diagonal),
            ["whitened"] = Rows(whitened),
            ["shift"] = shift,
            ["scatter"] = scatter,
            ["diagonal shifts"] = shifts,
            ["diagonal scatters"] = squares,
            ["shifts from one pivot"] = tied,
            ["sum"] = [kernels.Sum(weights, count)],
            ["weighted sum"] = [kernels.WeightedSum(x, weights, count)],
        };

        double[] Rows(T[] values) => [.. Enumerable.Range(0, d).SelectMany(j => From(values[(j * stride)..((j * stride) + count)]))];
    }

    /// <summary>Numbers that are floats, for kernels of either element.</summary>
    private static T[] To<T>(double[] values)
        where T : System.Numerics.INumberBase<T> => Array.ConvertAll(values, x => T.CreateTruncating((float)x));

    private static double[] From<T>(T[] values)
        where T : System.Numerics.INumberBase<T> => Array.ConvertAll(values, double.CreateTruncating);

    private static float[] Floats(double[] values) => Array.ConvertAll(values, x => (float)x);

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, x => (double)x);
}

using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using StreamGmm.Kernels;

namespace StreamGmm.Core.Tests.Kernels;

/// <summary>Doubles.</summary>
public sealed class DoubleKernelLaws : KernelLaws<double>;

/// <summary>Floats.</summary>
public sealed class FloatKernelLaws : KernelLaws<float>;

/// <summary>Kernels give what plain loops give, at every size and width, for either element.</summary>
[Trait("Category", "Kernels")]
public abstract class KernelLaws<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
{
    private const double Before = 0.5;

    private static readonly double Epsilon = double.CreateTruncating(T.BitIncrement(T.One) - T.One);

    private static readonly Arbitrary<KernelCase> Cases = Arb.From(
        from dimension in Gen.Choose(1, 40)
        from rows in Gen.Choose(1, 200)
        from components in Gen.Choose(1, 20)
        from zeros in Gen.Elements(0, 0.1, 0.9, 1)
        from seed in Generators.Seed
        select new KernelCase(dimension, rows, components, zeros, seed),
        c => Smaller(c.Components).Select(k => c with { Components = k }).Concat(Smaller(c.Dimension).Select(d => c with { Dimension = d })).Concat(Smaller(c.Rows).Select(n => c with { Rows = n })));

    [Fact]
    public void A_tile_holds_the_rows_in_columns_and_0_where_the_weight_is_0() => Holds(c =>
    {
        var row = new double[c.Dimension];
        for (var i = 0; i < c.Count; i++)
        {
            var weight = i < c.Samples.Count ? c.Samples.Weights!.Value.Span[i] : 0;
            if (weight > 0)
                c.Samples.CopyRow(i, row);
            Assert.Equal(T.CreateTruncating(weight), c.Weights[i]);
            for (var j = 0; j < c.Dimension; j++)
                Assert.Equal(weight == 0 ? T.Zero : T.CreateTruncating(row[j]) - T.CreateTruncating(c.Origin[j]), c.X[(j * c.Stride) + i]);
        }
    });

    [Fact]
    public void Triangular_scores_are_those_of_a_plain_loop() => Holds(c => EveryWidth<T>.Gives(
        new Plain(Enumerable.Range(0, c.Count).Select(i =>
        {
            double squares = 0, largest = 0;
            for (var j = 0; j < c.Dimension; j++)
            {
                var (z, magnitude) = Plain.Sum(j + 1, l => c.W(j, l) * c.From(0, l, i));
                (squares, largest) = (squares + (z * z), largest + (magnitude * magnitude));
            }

            return (c.Constants[0] - (0.5 * squares), 2 * (c.Dimension + 4) * Epsilon * (largest + Math.Abs(c.Constants[0])));
        })),
        kernels =>
        {
            var scores = c.NoNumbers(1);
            kernels.TriangularScores(c.X, c.Stride, c.Count, c.Mean(0), c.Inverse, c.Constants[0], new T[c.Dimension * TileKernels<T>.Panel], scores);
            return c.InUse(scores);
        }));

    [Fact]
    public void Whitened_samples_are_those_of_a_plain_loop() => Holds(c => EveryWidth<T>.Gives(
        new Plain(
            from j in Enumerable.Range(0, c.Dimension)
            from i in Enumerable.Range(0, c.Count)
            let z = Plain.Sum(j + 1, l => c.W(j, l) * c.From(0, l, i))
            select (z.Sum, 2 * (c.Dimension + 4) * Epsilon * z.Magnitude)),
        kernels =>
        {
            var whitened = c.NoNumbers(c.Dimension);
            kernels.Whiten(c.X, c.Stride, c.Count, c.Mean(0), c.Inverse, new T[c.Dimension * TileKernels<T>.Panel], whitened);
            return c.InUse(whitened);
        }));

    [Fact]
    public void Diagonal_scores_are_those_of_a_plain_loop() => Holds(c =>
    {
        foreach (var scales in new[] { c.Positive(c.Components * c.Dimension), c.Positive(c.Components), c.Positive(1) })
        {
            double Scale(int k, int j) => double.CreateTruncating(scales[scales.Length == 1 ? 0 : scales.Length == c.Components ? k : (k * c.Dimension) + j]);
            EveryWidth<T>.Gives(
                new Plain(
                    from k in Enumerable.Range(0, c.Components)
                    from i in Enumerable.Range(0, c.Count)
                    let squares = Plain.Sum(c.Dimension, j => Math.Pow(c.From(k, j, i) * Scale(k, j), 2)).Sum
                    select (c.Constants[k] - (0.5 * squares), 2 * (c.Dimension + 4) * Epsilon * (squares + Math.Abs(c.Constants[k])))),
                kernels =>
                {
                    var scores = c.NoNumbers(c.Components);
                    kernels.DiagonalScores(c.X, c.Stride, c.Count, c.Means, scales, c.Constants, scores);
                    return c.InUse(scores);
                });
        }
    });

    [Fact]
    public void Scores_of_plain_distances_are_those_of_a_plain_loop() => Holds(c => EveryWidth<T>.Gives(
        new Plain(
            from k in Enumerable.Range(0, c.Components)
            from i in Enumerable.Range(0, c.Count)
            let squares = Plain.Sum(c.Dimension, j => Math.Pow(c.From(k, j, i), 2)).Sum
            select (c.Constants[k] - (0.5 * squares), 2 * (c.Dimension + 4) * Epsilon * (squares + Math.Abs(c.Constants[k])))),
        kernels =>
        {
            var scores = c.NoNumbers(c.Components);
            kernels.DistanceScores(c.X, c.Stride, c.Count, c.Means, c.Constants, scores);
            return c.InUse(scores);
        }));

    [Fact]
    public void Responsibilities_and_log_densities_are_those_of_a_plain_loop() => Holds(c =>
    {
        var scores = c.Rows(_ => c.Normal(10));
        double Score(int k, int i) => double.CreateTruncating(scores[(k * c.Stride) + i]);
        (double Max, double Sum) Density(int i)
        {
            var max = Enumerable.Range(0, c.Components).Max(k => Score(k, i));
            return (max, Enumerable.Range(0, c.Components).Sum(k => Math.Exp(Score(k, i) - max)));
        }

        var responsibilities =
            from k in Enumerable.Range(0, c.Components)
            from i in Enumerable.Range(0, c.Count)
            let density = Density(i)
            let r = double.CreateTruncating(c.Weights[i]) * Math.Exp(Score(k, i) - density.Max) / density.Sum
            select (r, (8 * (c.Components + 2 + density.Max - Score(k, i)) * Epsilon * r) + (16 * double.CreateTruncating(T.Epsilon) / Epsilon));
        var densities = Enumerable.Range(0, c.Count).Select(Density)
            .Select(density => (density.Max + Math.Log(density.Sum), 4 * (c.Components + 2 + Math.Abs(density.Max)) * Epsilon));
        EveryWidth<T>.Gives(new Plain(responsibilities.Concat(densities)), kernels =>
        {
            var (shares, logDensity) = (scores.ToArray(), c.NoNumbers(1));
            Assert.True(kernels.Normalize(shares, c.Stride, c.Count, c.Components, c.Weights, logDensity));
            return [.. c.InUse(shares), .. c.InUse(logDensity)];
        });
    });

    [Fact]
    public void The_first_of_the_smallest_is_that_of_a_plain_loop() => Holds(c =>
    {
        // Few different values, so that there are equals.
        var rows = c.Rows(_ => c.Integer(4));
        var expected = Enumerable.Range(0, c.Count).Select(i => ((double)Enumerable.Range(0, c.Components).MinBy(k => rows[(k * c.Stride) + i]), 0.0));
        EveryWidth<T>.Gives(new Plain(expected), kernels =>
        {
            var index = c.NoNumbers(1);
            kernels.Smallest(rows, c.Stride, c.Count, c.Components, index);
            return c.InUse(index);
        });
    });

    [Fact]
    public void Values_are_within_their_limits_until_one_is_beyond() => Holds(c =>
    {
        T[] limits = [.. Enumerable.Range(0, c.Dimension).Select(j => Enumerable.Range(0, c.Count).Max(i => T.Abs(c.X[(j * c.Stride) + i])))];
        EveryWidth<T>.Gives(new Plain([(1, 0)]), kernels => [kernels.AreWithin(c.X, c.Stride, c.Count, limits) ? 1 : 0]);
        limits[c.Integer(c.Dimension)] -= T.Epsilon + (T.CreateTruncating(Epsilon) * limits.Max());
        EveryWidth<T>.Gives(new Plain([(0, 0)]), kernels => [kernels.AreWithin(c.X, c.Stride, c.Count, limits) ? 1 : 0]);
    });

    [Fact]
    public void Sums_are_those_of_a_plain_loop() => Holds(c => EveryWidth<T>.Gives(
        new Plain([Sum(c, 0, i => c.At(0, i)), Sum(c, 0, i => double.CreateTruncating(c.Weights[i]) * c.At(0, i))]),
        kernels => [kernels.Sum(c.X, c.Count), kernels.WeightedSum(c.X, c.Weights, c.Count)]));

    [Fact]
    public void Symmetric_sums_are_those_of_a_plain_loop() => Holds(c => EveryWidth<T>.Gives(
        new Plain([
            .. Enumerable.Range(0, c.Dimension).Select(j => Sum(c, Before, i => c.R(0, i) * c.From(0, j, i))),
            .. from j in Enumerable.Range(0, c.Dimension) from l in Enumerable.Range(0, j + 1) select Sum(c, Before, i => c.R(0, i) * c.From(0, j, i) * c.From(0, l, i))]),
        kernels =>
        {
            var (shift, scatter) = (Filled(c.Dimension), Filled(PackedTriangle.Length(c.Dimension)));
            kernels.AddSymmetric(c.X, c.Stride, c.Count, c.Mean(0), c.Responsibilities, c.NoNumbers(c.Dimension + 5), shift, scatter);
            return [.. shift, .. scatter];
        }));

    [Fact]
    public void Diagonal_sums_are_those_of_a_plain_loop() => Holds(c => EveryWidth<T>.Gives(
        new Plain([.. Shifts(c), .. EachAxis(c, (k, j) => Sum(c, Before, i => c.R(k, i) * c.From(k, j, i) * c.From(k, j, i)))]),
        kernels =>
        {
            var (shifts, scatters) = (Filled(c.Components * c.Dimension), Filled(c.Components * c.Dimension));
            kernels.AddDiagonal(c.X, c.Stride, c.Count, c.Means, c.Responsibilities, c.Components, shifts, scatters);
            return [.. shifts, .. scatters];
        }));

    [Fact]
    public void Shifts_from_one_pivot_are_those_of_a_plain_loop() => Holds(c => EveryWidth<T>.Gives(
        new Plain([.. EachAxis(c, (k, j) => Sum(c, Before, i => c.R(k, i) * c.From(0, j, i)))]),
        kernels =>
        {
            var shifts = Filled(c.Components * c.Dimension);
            kernels.AddShifts(c.X, c.Stride, c.Count, c.Means.AsSpan(0, c.Dimension), c.Responsibilities, c.Components, shifts);
            return shifts;
        }));

    private static void Holds(Action<KernelData<T>> body)
    {
        foreach (var size in KernelCase.EverySize)
            body(size.Data<T>());
        Law.Holds(Cases, c => body(c.Data<T>()));
    }

    /// <summary>A sum over the rows, added to what was there.</summary>
    private static (double Value, double Margin) Sum(KernelData<T> c, double before, Func<int, double> term)
    {
        var (sum, magnitude) = Plain.Sum(c.Count, term);
        return (before + sum, (c.Count + 8) * Epsilon * (before + magnitude));
    }

    private static IEnumerable<(double Value, double Margin)> Shifts(KernelData<T> c) => EachAxis(c, (k, j) => Sum(c, Before, i => c.R(k, i) * c.From(k, j, i)));

    private static IEnumerable<(double Value, double Margin)> EachAxis(KernelData<T> c, Func<int, int, (double Value, double Margin)> value) =>
        from k in Enumerable.Range(0, c.Components) from j in Enumerable.Range(0, c.Dimension) select value(k, j);

    private static double[] Filled(int length)
    {
        var values = new double[length];
        Array.Fill(values, Before);
        return values;
    }

    private static IEnumerable<int> Smaller(int size) => new[] { 1, size / 2, size - 1 }.Where(s => s >= 1 && s < size).Distinct();
}

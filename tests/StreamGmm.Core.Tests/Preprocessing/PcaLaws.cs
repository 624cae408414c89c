namespace StreamGmm.Core.Tests.Preprocessing;

public class PcaLaws
{
    [Fact]
    public void The_inverse_takes_back_where_all_components_are_kept() => Law.Holds(p =>
    {
        var pca = Fit(p, new PcaOptions { Whiten = p.Draw().Chance(0.5) });
        Rows.Same(1e-12, p.Samples(), pca.Inverse(pca.Transform(p.Samples())));
    });

    [Fact]
    public void Components_are_uncorrelated_and_have_the_variances_told() => Law.Holds(p =>
    {
        var pca = Fit(p, Some(p));
        var statistics = SampleStatistics.Of(pca.Transform(p.Samples()));
        Close.Absolutely(1e-12 * Math.Sqrt(pca.Variances[0]), new double[pca.OutputDimension], statistics.Mean().AsSpan());
        Close.Absolutely(1e-12 * pca.Variances[0], Diagonal([.. pca.Variances]).AsSpan(), Unbiased(statistics).AsSpan());
    });

    [Fact]
    public void The_covariance_of_whitened_components_is_the_identity() => Law.Holds(p =>
    {
        var pca = Fit(p, Some(p) with { Whiten = true });
        var ones = Enumerable.Repeat(1.0, pca.OutputDimension).ToArray();
        Close.Absolutely(1e-11 * pca.Variances[0] / pca.Variances[^1], Diagonal(ones).AsSpan(), Unbiased(SampleStatistics.Of(pca.Transform(p.Samples()))).AsSpan());
    });

    [Fact]
    public void Directions_and_variances_make_up_the_covariance() => Law.Holds(p =>
    {
        var (pca, covariance) = (Fit(p), Unbiased(SampleStatistics.Of(p.Samples())));
        Close.Absolutely(1e-12 * pca.Variances[0], covariance.AsSpan(), Composed(pca).AsSpan());
        Close.Relatively(1e-12, Enumerable.Range(0, p.Dimension).Sum(j => covariance[j, j]), pca.TotalVariance);
    });

    [Fact]
    public void Fitted_to_a_stream_it_is_that_of_the_whole() => Law.Holds(p =>
    {
        var (whole, stream) = (Fit(p), Pca.Fit(SampleStatistics.Of(SampleStatisticsLaws.Blocks(p.Samples(), p.Draw()))));
        Close.Relatively(1e-13, whole.Mean.AsSpan(), stream.Mean.AsSpan());
        Close.Absolutely(1e-12 * whole.Variances[0], whole.Variances.AsSpan(), stream.Variances.AsSpan());
        Close.Absolutely(1e-12 * whole.Variances[0], Composed(whole).AsSpan(), Composed(stream).AsSpan());

        // A direction is as certain as its variance is apart from the others.
        for (var i = 0; i < p.Dimension; i++)
        {
            var gap = Enumerable.Range(0, p.Dimension).Where(l => l != i).Select(l => Math.Abs(whole.Variances[l] - whole.Variances[i])).DefaultIfEmpty(whole.Variances[0]).Min();
            Close.Absolutely(1e-12 * whole.Variances[0] / gap, whole.Directions.Row(i), stream.Directions.Row(i), $"direction {i}, axis");
        }
    });

    [Fact]
    public void The_largest_element_of_a_direction_is_positive() => Law.Holds(p =>
    {
        foreach (var direction in Fit(p).Directions.Concat(Pca.Fit(SampleStatistics.Of(p.Samples())).Directions))
            Assert.True(direction.Max() >= direction.Max(Math.Abs) * (1 - 1e-5));
    });

    [Fact]
    public void A_weight_counts_copies() => Law.Holds(p =>
    {
        var weights = Enumerable.Range(0, p.Samples().Count).Select(i => i % 4).ToArray();
        var rows = p.Values();
        var copies = Samples.From(rows.Zip(weights).SelectMany(pair => Enumerable.Repeat(pair.First, pair.Second)).ToArray());
        var (weighted, copied) = (Pca.Fit(Samples.From(rows).WithWeights(weights.Select(w => (double)w).ToArray())), Pca.Fit(copies));
        Close.Absolutely(1e-12 * copied.Variances[0], Composed(copied).AsSpan(), Composed(weighted).AsSpan());
    });

    [Fact]
    public void Shift_and_scale_only_shift_and_scale() => Law.Holds(p =>
    {
        var scale = Math.ScaleB(1, p.Draw().Integer(800) - 400);
        var (pca, scaled) = (Fit(p), Pca.Fit(p.Like(Samples.From(p.Values().Select(row => row.Select(x => x * scale).ToArray()).ToArray()))));
        Bits.Same(pca.Directions.AsSpan(), scaled.Directions.AsSpan());
        Close.Relatively(1e-13, pca.Variances.AsSpan(), [.. scaled.Variances.Select(variance => variance / scale / scale)]);

        var shifted = Pca.Fit(p.Like(Samples.From(p.Values().Select(row => row.Select(x => x + 1e6).ToArray()).ToArray())));
        Close.Absolutely(1e-8 * pca.Variances[0], Composed(pca).AsSpan(), Composed(shifted).AsSpan());
    });

    private static Pca Fit(Problem p, PcaOptions? options = null) => Pca.Fit(p.Samples(), options);

    private static PcaOptions Some(Problem p) => new() { Components = 1 + p.Draw().Integer(p.Dimension) };

    private static RealMatrix Unbiased(SufficientStatistics statistics)
    {
        var covariance = statistics.Covariance();
        return RealMatrix.Create(covariance.Rows, covariance.Columns, [.. covariance.AsSpan().ToArray().Select(x => x * statistics.TotalWeight / (statistics.TotalWeight - 1))]);
    }

    private static RealMatrix Diagonal(double[] values) => RealMatrix.Create(values.Length, values.Length, matrix =>
    {
        for (var j = 0; j < values.Length; j++)
            matrix[(j * values.Length) + j] = values[j];
    });

    /// <summary>Σ v u uᵀ.</summary>
    private static RealMatrix Composed(Pca pca) => RealMatrix.Create(pca.InputDimension, pca.InputDimension, matrix =>
    {
        for (var j = 0; j < pca.InputDimension; j++)
        {
            for (var l = 0; l < pca.InputDimension; l++)
                matrix[(j * pca.InputDimension) + l] = Enumerable.Range(0, pca.OutputDimension).Sum(i => pca.Variances[i] * pca.Directions[i, j] * pca.Directions[i, l]);
        }
    });
}

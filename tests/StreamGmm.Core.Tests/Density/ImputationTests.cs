namespace StreamGmm.Core.Tests.Density;

public class ImputationTests
{
    private static readonly double Nan = double.NaN;

    [Fact]
    public void What_is_missing_on_a_line_is_put_on_the_line()
    {
        var draw = new Draw(4);
        var truth = Enumerable.Range(0, 300).Select(_ => draw.Normal()).Select(x => new[] { x, (2 * x) + 1, 3 - x }).ToArray();
        var samples = Samples.From(truth.Select((row, i) => row.Select((x, j) => i % 4 == j ? Nan : x).ToArray()).ToArray(), MissingValues.Marginalize);
        var options = new EmOptions { Regularization = new Regularization.Absolute(1e-9) };
        var fit = Em.Iterate(Em.Start(InitialMixture.Create(samples, 1), samples, options), samples, options).Last();
        var filled = fit.Mixture.Impute(samples);
        Assert.False(filled.HasMissing);
        Close.Absolutely(1e-3, truth.SelectMany(row => row).ToArray(), filled.Values);
    }

    [Fact]
    public void The_guess_is_the_conditional_mean_and_all_else_stays() => Law.Holds(
        p =>
        {
            var (samples, mixture) = (Holes.Samples(p), p.Start());
            var filled = mixture.Impute(samples);
            Assert.Equal((samples.Count, samples.Weights.HasValue, samples.Labels.HasValue), (filled.Count, filled.Weights.HasValue, filled.Labels.HasValue));
            Assert.False(filled.HasMissing);
            var (row, own) = (new double[p.Dimension], new double[p.Dimension]);
            for (var i = 0; i < samples.Count; i++)
            {
                samples.CopyRow(i, row);
                filled.CopyRow(i, own);
                int[] seen = [.. Enumerable.Range(0, p.Dimension).Where(j => !double.IsNaN(row[j]))];
                int[] gone = [.. Enumerable.Range(0, p.Dimension).Except(seen)];
                Assert.All(seen, j => Assert.Equal(row[j], own[j]));
                if (gone.Length == 0)
                    continue;
                var expected = seen.Length > 0 ? mixture.ConditionalMean(seen, [.. seen.Select(j => row[j])]) : mixture.Mean();
                Close.Relatively(1e-9, expected.AsSpan(), gone.Select(j => own[j]).ToArray());
            }
        },
        cases: 20);

    [Fact]
    public void Draws_have_the_conditional_mean_and_covariance()
    {
        var mixture = new GaussianMixture([0.3, 0.7], [[0, 0, 0], [2, 1, -1]], new Draw(8).Covariances(CovarianceShape.Full, 2, 3));
        var samples = Samples.From(Enumerable.Repeat(0, 40_000), _ => [0.5, Nan, Nan], MissingValues.Marginalize);
        var drawn = mixture.DrawMissing(samples, seed: 3);
        var expected = mixture.Condition([0], [0.5]);
        var rows = Samples.From(Enumerable.Range(0, samples.Count), i => [drawn.Values[(3 * i) + 1], drawn.Values[(3 * i) + 2]]);
        var actual = SampleStatistics.Of(rows);
        Close.Absolutely(0.03, expected.Mean().AsSpan(), actual.Mean().AsSpan());
        Close.Absolutely(0.06, expected.Covariance().AsSpan(), actual.Covariance().AsSpan());
    }

    [Theory]
    [MemberData(nameof(Some.Shapes), MemberType = typeof(Some))]
    public void Draws_depend_on_the_seed_and_the_number_of_the_row(string shape)
    {
        var mixture = Some.Pair(CovarianceShape.Parse(shape));
        var samples = Samples.From([[1, Nan], [Nan, Nan], [0, 0], [1, Nan]], MissingValues.Marginalize);
        var all = mixture.DrawMissing(samples, seed: 5).Values.ToArray();
        Assert.Equal(all[2..], mixture.DrawMissing(samples.Slice(1, 3), seed: 5, first: 1).Values.ToArray());
        Assert.NotEqual(all, mixture.DrawMissing(samples, seed: 6).Values.ToArray());
        Assert.NotEqual(all[1], all[7]);
    }

    [Fact]
    public void Complete_samples_are_given_back()
    {
        var samples = Samples.From(Some.Rows(3), MissingValues.Marginalize);
        Assert.Same(samples, Some.Pair(CovarianceShape.Full).Impute(samples));
        Assert.Same(samples, Some.Pair(CovarianceShape.Full).DrawMissing(samples));
    }

    [Fact]
    public void Samples_of_another_dimension_are_refused() => Assert.Equal(
        "The samples have 1 features, the mixture has 2: they must agree.",
        Refusal.Of(() => Some.Pair(CovarianceShape.Full).Impute(Samples.From([[Nan]], MissingValues.Marginalize))));
}

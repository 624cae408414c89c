namespace StreamGmm.Core.Tests.Iteration;

public class MissingFitTests
{
    private static readonly EmOptions ToTheEnd = new() { Regularization = Regularization.None, Tolerance = 1e-15, MaxIterations = 5000, Stop = Stop.Change };

    /// <summary>x is there always, y in two thirds of the rows, and that depends on x: complete cases alone would be biased.</summary>
    [Fact]
    public void One_Gaussian_with_monotone_missing_values_is_the_factored_likelihood()
    {
        var draw = new Draw(11);
        var rows = Enumerable.Range(0, 600).Select(_ =>
        {
            var x = 3 + (2 * draw.Normal());
            var y = 1 - (0.7 * x) + draw.Normal();
            return new[] { x, x > 4 ? double.NaN : y };
        }).ToArray();

        // Little and Rubin (2002), 7.2: the mean and variance of x from all rows, the regression of y on x from those that have it.
        var complete = rows.Where(row => !double.IsNaN(row[1])).ToArray();
        var (mx, my, mean) = (complete.Average(r => r[0]), complete.Average(r => r[1]), rows.Average(r => r[0]));
        var (sxx, sxy) = (complete.Average(r => (r[0] - mx) * (r[0] - mx)), complete.Average(r => (r[0] - mx) * (r[1] - my)));
        var slope = sxy / sxx;
        var rest = complete.Average(r => (r[1] - my) * (r[1] - my)) - (slope * sxy);
        var variance = rows.Average(r => (r[0] - mean) * (r[0] - mean));

        var samples = Samples.From(rows, MissingValues.Marginalize);
        var fit = Em.Iterate(Em.Start(InitialMixture.Create(samples, 1), samples, ToTheEnd), samples, ToTheEnd).Last();
        Assert.Equal(EmStatus.Converged, fit.Status);
        Close.Absolutely(1e-6, [mean, my + (slope * (mean - mx))], fit.Mixture.Means.Row(0));
        Close.Absolutely(1e-6, [variance, slope * variance, slope * variance, rest + (slope * slope * variance)], fit.Mixture.Covariance(0).AsSpan());
    }

    [Fact]
    public void Two_clusters_are_found_with_a_third_of_the_values_missing()
    {
        var draw = new Draw(2);
        var truth = Some.Rows(2000);
        var rows = Holes.In(truth, draw, 0.33);
        var samples = Samples.From(rows, MissingValues.Marginalize);
        var fit = Em.Iterate(Em.Start(InitialMixture.Create(samples, 2), samples), samples).Last();
        var mixture = fit.Mixture.Means[0, 0] < fit.Mixture.Means[1, 0] ? fit.Mixture : EmLaws.Permuted(fit.Mixture, [1, 0]);
        Close.Absolutely(0.15, [0, 0], mixture.Means.Row(0));
        Close.Absolutely(0.15, [5, 1], mixture.Means.Row(1));
        Close.Absolutely(0.2, [1, 0, 0, 1], mixture.Covariance(0).AsSpan());
    }

    [Fact]
    public void The_fit_of_complete_samples_is_the_same_bit_for_bit()
    {
        var (refused, allowed) = (Samples.From(Some.Rows(500)), Samples.From(Some.Rows(500), MissingValues.Marginalize));
        var (one, other) = (InitialMixture.Create(refused, 2), InitialMixture.Create(allowed, 2));
        Bits.Same(one, other);
        Bits.Same(Em.Iterate(Em.Start(one, refused), refused).Last().Mixture, Em.Iterate(Em.Start(other, allowed), allowed).Last().Mixture);
    }

    [Fact]
    public void A_column_that_is_missing_in_every_row_is_told()
    {
        const string Expected = "Column 1 is missing in every row of positive weight: a fit needs at least one value of each feature. Leave the column out.";
        var samples = Samples.From([[0, double.NaN], [1, double.NaN], [2, 5]], MissingValues.Marginalize).WithWeights(new double[] { 1, 1, 0 });
        Assert.Equal(Expected, Refusal.Of(() => InitialMixture.Create(samples, 1)));
        Assert.Equal(Expected, Refusal.Of(() => Em.Start(Some.Pair(CovarianceShape.Full), samples)));
        Assert.Equal(Expected, Refusal.Of(() => BlockEm.Start(Some.Pair(CovarianceShape.Full), () => [samples.Slice(0, 1), samples.Slice(1, 2)])));
    }

    [Fact]
    public void A_column_may_be_missing_in_a_whole_block()
    {
        var rows = Some.Rows(300).Select((row, i) => i is >= 100 and < 200 ? [row[0], double.NaN] : row).ToArray();
        var samples = Samples.From(rows, MissingValues.Marginalize);
        var blocks = BlockCase.Cut(samples, 3);
        var fit = BlockCase.Fit(Some.Pair(CovarianceShape.Full), blocks, BlockCase.Plain with { MaxIterations = 200 });
        var whole = EmLaws.Fit(Some.Pair(CovarianceShape.Full), samples, BlockCase.Plain with { MaxIterations = 400 });
        Close.Mixtures(1e-6, whole.Mixture, fit.Mixture);
    }

    [Fact]
    public void Labels_and_seedings_by_labels_stand_missing_values()
    {
        double[][] rows = [[0, double.NaN], [0.5, 1], [5, 1], [double.NaN, 2], [6, double.NaN]];
        var samples = Samples.From(rows, MissingValues.Marginalize).WithLabels(new[] { 0, 0, 1, 1, -1 });
        var start = InitialMixture.Create(samples, 2, CovarianceShape.Diagonal, new Seeding.FromLabels());
        var state = Em.Start(start, samples);
        Some.AssertSound(state);
        Assert.True(state.Statistics.Mass(1) > 2.9);
    }
}

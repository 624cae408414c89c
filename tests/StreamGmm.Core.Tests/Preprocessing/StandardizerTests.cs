namespace StreamGmm.Core.Tests.Preprocessing;

public class StandardizerTests
{
    private static readonly Samples Four = Samples.From(new double[,] { { 1, 2, 9 }, { 3, 2, 9 }, { 1, 6, 9 }, { 3, 6, 9 } });

    [Fact]
    public void Deviations_are_divided_by_the_weight_and_a_constant_feature_is_only_centred()
    {
        var standardizer = Standardizer.Fit(Four);
        Assert.Equal(new Standardizer([2, 4, 9], [1, 2, 1]), standardizer);
        Assert.Equal([[-1, -1, 0], [1, -1, 0], [-1, 1, 0], [1, 1, 0]], Rows.Of(standardizer.Transform(Four)));
        Assert.Equal(RealVector.Create([2, 0, 0]), standardizer.Transform([4, 4, 9]));
        Assert.Equal(RealVector.Create([4, 4, 9]), standardizer.Inverse([2, 0, 0]));
        Assert.Equal("standardizer, D = 3", standardizer.ToString());
    }

    [Fact]
    public void Weights_and_labels_stay()
    {
        var samples = Four.WithWeights(new[] { 1.0, 0, 2, 3 }).WithLabels(new[] { 0, -1, 1, 0 });
        var standard = Standardizer.Fit(Four).Transform(samples);
        Assert.Equal(samples.Weights!.Value.ToArray(), standard.Weights!.Value.ToArray());
        Assert.Equal(samples.Labels!.Value.ToArray(), standard.Labels!.Value.ToArray());
    }

    [Fact]
    public void Any_size_of_features_is_brought_to_variance_one()
    {
        foreach (var scale in new[] { 1e-130, 1e140 })
        {
            var samples = Samples.From(Some.Rows(50).Select(row => new[] { row[0] * scale, row[1] }).ToArray());
            Close.Absolutely(1e-12, [1, 1], SampleStatistics.Of(Standardizer.Fit(samples).Transform(samples)).Variances().AsSpan());
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Equal("There are 2 means and 1 deviations: one of each is needed for every feature.", Refusal.Of(() => new Standardizer([1, 2], [1])));
        Assert.Equal("The deviation of feature 1 is 0: deviations are positive and finite. Give 1 for a feature that never varies.", Refusal.Of(() => new Standardizer([1, 2], [1, 0])));
        Assert.Equal("The mean of feature 0 is NaN: means are finite and below 1e150 in magnitude.", Refusal.Of(() => new Standardizer([double.NaN, 2], [1, 1])));
        Assert.Equal("There are 2 features: 3 were expected.", Refusal.Of(() => Standardizer.Fit(Four).Transform(Samples.From(new double[,] { { 1, 2 } }))));
        Assert.Equal("There are 1 features: 3 were expected.", Refusal.Of(() => Standardizer.Fit(Four).Inverse([1.0])));
    }
}

namespace StreamGmm.Core.Tests.Density;

public class DensityThresholdLaws
{
    [Fact]
    public void A_share_of_the_samples_lies_below() => Law.Holds(p =>
    {
        var (mixture, samples) = (p.Start(), Samples.From(p.Values()));
        foreach (var quantile in new[] { 0, 0.04, 0.37 })
        {
            var outliers = DensityThreshold.FromQuantile(mixture, samples, quantile).Outliers(samples);
            Assert.Equal((int)Math.Ceiling(((samples.Count - 1) * quantile) - 1e-9), outliers.Length);
        }
    });

    [Fact]
    public void Weights_are_copies() => Law.Holds(p =>
    {
        var (rows, draw) = (p.Values(), p.Draw());
        var weights = rows.Select(_ => draw.Integer(4)).ToArray();
        weights[0] = 1;
        var weighted = Samples.From(rows).WithWeights(weights.Select(w => (double)w).ToArray());
        var copied = Samples.From([.. rows.SelectMany((row, i) => Enumerable.Repeat(row, weights[i]))]);
        Close.Relatively(1e-12, DensityThreshold.FromQuantile(p.Start(), copied, 0.21).LogDensity, DensityThreshold.FromQuantile(p.Start(), weighted, 0.21).LogDensity);
    });
}

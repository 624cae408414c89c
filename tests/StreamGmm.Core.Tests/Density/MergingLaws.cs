namespace StreamGmm.Core.Tests.Density;

public class MergingLaws
{
    [Fact]
    public void Mean_and_covariance_of_the_mixture_stay() => Law.Holds(p =>
    {
        var mixture = (p with { Components = p.Components + 1 }).Start();
        var merged = mixture.Merge(p.Seed % p.Components, p.Components);
        Close.Relatively(1e-12, mixture.Mean().AsSpan(), merged.Mean().AsSpan());
        Moments.AssertSameCovariance(1e-12, Moments.Of(mixture), Moments.Of(merged));
    });

    [Fact]
    public void The_others_stay_bit_for_bit_and_all_are_symmetric() => Law.Holds(p =>
    {
        var mixture = (p with { Components = p.Components + 2 }).Start();
        var merged = mixture.Merge(0, 1);
        for (var k = 2; k < mixture.Components; k++)
        {
            Assert.Equal(mixture.Weights[k], merged.Weights[k - 1]);
            Bits.Same(mixture.Means.Row(k), merged.Means.Row(k - 1));
            Bits.Same(mixture.Covariance(k).AsSpan(), merged.Covariance(k - 1).AsSpan());
        }

        var covariance = merged.Covariance(0);
        for (var e = 0; e < p.Dimension * p.Dimension; e++)
            Assert.Equal(covariance[e / p.Dimension, e % p.Dimension], covariance[e % p.Dimension, e / p.Dimension]);
    });
}

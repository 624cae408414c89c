namespace StreamGmm.Core.Tests.Density;

public sealed class SamplerTests
{
    private static readonly Covariances[] Shapes =
    [
        new Covariances.Full([[[1, 0.6], [0.6, 2]], [[0.5, -0.2], [-0.2, 0.4]]]),
        new Covariances.Tied([[1, 0.6], [0.6, 2]]),
        new Covariances.Diagonal([[1, 2], [0.5, 0.4]]),
        new Covariances.Spherical([1, 0.3]),
    ];

    [Fact]
    public void Twenty_thousand_draws_have_the_moments_of_the_mixture()
    {
        foreach (var covariances in Shapes)
        {
            var mixture = new GaussianMixture([0.3, 0.7], [[-5, 1], [5, 2]], covariances);
            var components = new int[20_000];
            var samples = mixture.Sample(20_000, 11, components);
            for (var k = 0; k < 2; k++)
            {
                var rows = Enumerable.Range(0, 20_000).Where(i => components[i] == k).Select(i => Row(samples, i)).ToArray();
                Assert.Equal(mixture.Weights[k], rows.Length / 20_000.0, 0.02);
                for (var j = 0; j < 2; j++)
                {
                    Assert.Equal(mixture.Means[k, j], rows.Average(r => r[j]), 0.05);
                    for (var l = 0; l < 2; l++)
                        Assert.Equal(mixture.Covariance(k)[j, l], rows.Average(r => (r[j] - mixture.Means[k, j]) * (r[l] - mixture.Means[k, l])), 0.1);
                }
            }
        }
    }

    [Fact]
    public void A_draw_depends_on_the_seed_and_its_position_alone()
    {
        var mixture = new GaussianMixture([0.3, 0.7], [[-5, 1], [5, 2]], Shapes[0]);
        Assert.Equal(Row(mixture.Sample(100, 3), 40), Row(mixture.Sample(41, 3), 40));
        Assert.Equal(Row(mixture.Sample(100, 3), 40), Row(mixture.Sample(10, 3, first: 35), 5));
        Assert.NotEqual(Row(mixture.Sample(100, 3), 40), Row(mixture.Sample(100, 4), 40));
        Assert.NotEqual(Row(mixture.Sample(100, 3), 40), Row(mixture.Sample(100, 3), 41));
    }

    [Fact]
    public void A_component_of_weight_zero_is_never_drawn()
    {
        var mixture = new GaussianMixture([0, 1, 0], [[-5], [5], [9]], new Covariances.Spherical([1, 1, 1]));
        var components = new int[1000];
        mixture.Sample(1000, 0, components);
        Assert.All(components, k => Assert.Equal(1, k));
    }

    [Fact]
    public void None_may_be_drawn_but_not_fewer()
    {
        var mixture = new GaussianMixture([1], [[0]], new Covariances.Spherical([1]));
        Assert.Empty(mixture.Sample(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => mixture.Sample(-1));
        Assert.StartsWith("There is room for 3 components: 4 are written.", Assert.Throws<ArgumentException>(() => mixture.Sample(4, 0, new int[3])).Message, StringComparison.Ordinal);
    }

    private static double[] Row(Samples samples, int index)
    {
        var row = new double[samples.Dimension];
        samples.CopyRow(index, row);
        return row;
    }
}

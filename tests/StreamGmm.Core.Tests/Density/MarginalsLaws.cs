namespace StreamGmm.Core.Tests.Density;

public class MarginalsLaws
{
    [Fact]
    public void Of_independent_parts_each_is_the_marginal() => Law.Holds(p =>
    {
        var (one, two) = (p.Start(), (p with { Seed = p.Seed ^ 1, Dimension = 1 + (p.Dimension % 4) }).Start());
        var both = Independent(one, two);
        var points = Samples.From(p.Values());
        Close.Relatively(1e-10, one.LogDensity(points).AsSpan(), both.Marginal([.. Enumerable.Range(0, one.Dimension)]).LogDensity(points).AsSpan());
    });

    [Fact]
    public void A_marginal_of_a_marginal_is_the_marginal_of_the_axes_that_are_left() => Law.Holds(p =>
    {
        var axes = p.Draw().Permutation(p.Dimension);
        var some = axes[..(1 + (p.Dimension / 2))];
        Assert.Equal(p.Start().Marginal(some), p.Start().Marginal(axes).Marginal([.. Enumerable.Range(0, some.Length)]));
    });

    [Fact]
    public void Its_moments_are_those_of_the_axes() => Law.Holds(p =>
    {
        var (mixture, axis) = (p.Start(), p.Dimension - 1);
        Close.Relatively(1e-13, mixture.Mean()[axis], mixture.Marginal(axis).Mean()[0]);
        Close.Relatively(1e-13, mixture.Covariance()[axis, axis], mixture.Marginal(axis).Covariance()[0, 0]);
    });

    /// <summary>x and y drawn independently, as one mixture of all pairs of components.</summary>
    private static GaussianMixture Independent(GaussianMixture one, GaussianMixture two)
    {
        var pairs = (from i in Enumerable.Range(0, one.Components) from j in Enumerable.Range(0, two.Components) select (i, j)).ToArray();
        var (d, e) = (one.Dimension, one.Dimension + two.Dimension);
        return new GaussianMixture(
            RealVector.Create([.. pairs.Select(pair => one.Weights[pair.i] * two.Weights[pair.j])]),
            RealMatrix.Create([.. pairs.Select(pair => RealVector.Create([.. one.Means.Row(pair.i), .. two.Means.Row(pair.j)]))]),
            new Covariances.Full(pairs.Select(pair => RealMatrix.Create(e, e, block =>
            {
                for (var place = 0; place < block.Length; place++)
                {
                    var (j, l) = (place / e, place % e);
                    block[place] = j < d && l < d ? one.Covariance(pair.i)[j, l] : j >= d && l >= d ? two.Covariance(pair.j)[j - d, l - d] : 0;
                }
            }))));
    }
}

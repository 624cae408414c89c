namespace StreamGmm.Core.Tests.Density;

public class ProductsLaws
{
    [Fact]
    public void The_density_is_the_product_over_its_integral() => Law.Holds(p =>
    {
        var (one, two, points) = (p.Start(), Other(p), Samples.From(p.Values()));
        var product = one.Product(two);
        Close.Relatively(
            1e-9,
            [.. one.LogDensity(points).Zip(two.LogDensity(points), (a, b) => a + b - product.LogConstant)],
            product.Mixture.LogDensity(points).AsSpan());
    });

    [Fact]
    public void It_does_not_matter_which_comes_first() => Law.Holds(p =>
    {
        var (one, two, points) = (p.Start(), Other(p), Samples.From(p.Values()));
        var (here, there) = (one.Product(two), two.Product(one));
        Close.Relatively(1e-12, here.LogConstant, there.LogConstant);
        Close.Relatively(1e-10, here.Mixture.LogDensity(points).AsSpan(), there.Mixture.LogDensity(points).AsSpan());
    });

    [Fact]
    public void Its_integral_is_1() => Law.Holds(
        p =>
        {
            var product = (p with { Dimension = 1 }).Start().Product(Other(p with { Dimension = 1 })).Mixture;
            var grid = Samples.From(Enumerable.Range(-4000, 8001).Select(i => i / 100.0).ToArray(), 1);
            Close.Relatively(1e-10, 100, product.LogDensity(grid).Sum(Math.Exp));
        },
        cases: 20);

    [Fact]
    public void Nothing_is_NaN_however_far_apart_they_are() => Law.Holds(p =>
    {
        var identity = Affine.Scale(p.Dimension, 1);
        foreach (var far in new[] { 1e3, 1e80, 1e146 })
        {
            var product = p.Start().Product((identity with { B = [.. identity.B.Select(_ => far)] }).Mixture(Other(p)));
            Assert.False(double.IsNaN(product.LogConstant));
            Assert.Equal(1, product.Mixture.Weights.Sum(), 1e-12);
            Assert.All(product.Mixture.Means.AsSpan().ToArray(), x => Assert.InRange(x, -1000 * far, 1000 * far));
        }
    });

    /// <summary>A mixture of another shape and seed.</summary>
    private static GaussianMixture Other(Problem p) => (p with { Seed = p.Seed ^ 1, Components = 1 + (p.Seed % 3), Kind = Generators.Shapes[p.Seed % 5] }).Start();
}

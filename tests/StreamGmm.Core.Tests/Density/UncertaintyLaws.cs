namespace StreamGmm.Core.Tests.Density;

public class UncertaintyLaws
{
    [Fact]
    public void The_entropy_lies_between_the_bounds() => Law.Holds(
        p =>
        {
            var (mixture, bounds) = (p.Start(), p.Start().EntropyBounds());
            var surprises = mixture.LogDensity(mixture.Sample(4_000, p.Seed)).Select(x => -x).ToArray();
            var mean = surprises.Average();
            var slack = 5 * Math.Sqrt(surprises.Average(x => (x - mean) * (x - mean)) / surprises.Length);
            Assert.InRange(mean, bounds.Lower - slack, bounds.Upper + slack);
        },
        cases: 30);

    [Fact]
    public void A_map_adds_the_logarithm_of_its_determinant() => Law.Holds(p =>
    {
        var map = Affine.Any(p.Shape, p.Dimension, p.Draw());
        var (before, after) = (p.Start().EntropyBounds(), map.Mixture(p.Start()).EntropyBounds());
        Close.Relatively(1e-9, before.Upper + map.LogDeterminant(), after.Upper);
        Close.Relatively(1e-9, before.Lower + map.LogDeterminant(), after.Lower);
    });
}

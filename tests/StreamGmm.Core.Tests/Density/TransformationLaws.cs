namespace StreamGmm.Core.Tests.Density;

public class TransformationLaws
{
    [Fact]
    public void The_density_is_divided_by_the_determinant() => Law.Holds(p =>
    {
        foreach (var map in new[] { Affine.Any(CovarianceShape.Full, p.Dimension, p.Draw()), Affine.Any(p.Shape, p.Dimension, p.Draw()) })
        {
            var (mixture, rows) = (p.Start(), p.Values());
            var transformed = mixture.Transform(Matrix(map), RealVector.Create(map.B));
            Close.Relatively(
                1e-9,
                [.. mixture.LogDensity(Samples.From(rows)).Select(x => x - map.LogDeterminant())],
                transformed.LogDensity(Samples.From(map.Rows(rows))).AsSpan());
        }
    });

    [Fact]
    public void A_map_that_the_shape_can_follow_keeps_it() => Law.Holds(p =>
    {
        var map = Affine.Any(p.Shape, p.Dimension, p.Draw());
        Close.Mixtures(1e-12, map.Mixture(p.Start()), p.Start().Transform(Matrix(map), RealVector.Create(map.B)));
    });

    [Fact]
    public void A_rotation_keeps_balls() => Law.Holds(
        Generators.ProblemsOf(CovarianceShape.Spherical),
        p =>
        {
            // Two reflections.
            var draw = p.Draw();
            var rotation = Multiply(Reflection(draw.Normals(p.Dimension)), Reflection(draw.Normals(p.Dimension)));
            var rotated = p.Start().Transform(rotation);
            Assert.Equal(CovarianceShape.Spherical, rotated.Shape);
            Close.Relatively(1e-12, ((Covariances.Spherical)p.Start().Covariances).Variances.AsSpan(), ((Covariances.Spherical)rotated.Covariances).Variances.AsSpan());
        });

    [Fact]
    public void Mean_and_covariance_are_mapped() => Law.Holds(p =>
    {
        var map = Affine.Any(CovarianceShape.Full, p.Dimension, p.Draw());
        var (before, after) = (p.Start(), p.Start().Transform(Matrix(map), RealVector.Create(map.B)));
        Close.Relatively(1e-11, map.Point(before.Mean()), after.Mean().AsSpan());
        var expected = map.Covariance(before.Covariance());
        Close.Elementwise(e => 1e-11 * Math.Sqrt(expected[e / p.Dimension, e / p.Dimension] * expected[e % p.Dimension, e % p.Dimension]), expected.AsSpan(), after.Covariance().AsSpan());
    });

    [Fact]
    public void Two_maps_are_one() => Law.Holds(p =>
    {
        var (a, b) = (Affine.Any(CovarianceShape.Full, p.Dimension, p.Draw()), Affine.Near(p.Dimension, p.Draw(), 0.1));
        var points = Samples.From(b.Rows(a.Rows(p.Values())));
        var (twice, once) = (p.Start().Transform(Matrix(a), RealVector.Create(a.B)).Transform(Matrix(b)), p.Start().Transform(Multiply(Matrix(b), Matrix(a)), RealVector.Create(b.Point(a.B))));
        Close.Relatively(1e-9, twice.LogDensity(points).AsSpan(), once.LogDensity(points).AsSpan());
    });

    private static RealMatrix Matrix(Affine map) => RealMatrix.Create(map.B.Length, map.B.Length, [.. map.A.Cast<double>()]);

    /// <summary>1 − 2 v vᵀ / vᵀv.</summary>
    private static RealMatrix Reflection(double[] v) => RealMatrix.Create(v.Length, v.Length, values =>
    {
        var length = v.Sum(x => x * x);
        for (var e = 0; e < values.Length; e++)
            values[e] = (e / v.Length == e % v.Length ? 1 : 0) - (2 * v[e / v.Length] * v[e % v.Length] / length);
    });

    private static RealMatrix Multiply(RealMatrix a, RealMatrix b) => RealMatrix.Create(a.Rows, b.Columns, values =>
    {
        for (var e = 0; e < values.Length; e++)
        {
            for (var m = 0; m < a.Columns; m++)
                values[e] += a[e / b.Columns, m] * b[m, e % b.Columns];
        }
    });
}

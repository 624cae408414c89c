using FsCheck;
using FsCheck.Fluent;

namespace StreamGmm.Reports.Tests.Svg;

public sealed class PlotEllipseLaws
{
    [Fact]
    public void Radii_and_angle_give_the_covariance_back() => Law.Holds(Covariances, s =>
    {
        var ellipse = PlotEllipse.Of(s.A, s.B, s.C);
        Assert.True(ellipse.Major >= ellipse.Minor);
        var (sin, cos) = Math.SinCos(ellipse.Degrees * Math.PI / 180);
        var (major, minor) = (ellipse.Major * ellipse.Major, ellipse.Minor * ellipse.Minor);
        Assert.Equal(s.A, (major * cos * cos) + (minor * sin * sin), 1e-9 * (s.A + s.C));
        Assert.Equal(s.B, (major - minor) * sin * cos, 1e-9 * (s.A + s.C));
        Assert.Equal(s.C, (major * sin * sin) + (minor * cos * cos), 1e-9 * (s.A + s.C));
    }, 300);

    /// <summary>Covariances with any correlation, 1 and −1 among them.</summary>
    private static Arbitrary<(double A, double B, double C)> Covariances => Arb.From(
        from a in Gen.Choose(-60, 60).Select(exponent => Math.Pow(10, exponent / 10.0))
        from c in Gen.Choose(-60, 60).Select(exponent => Math.Pow(10, exponent / 10.0))
        from correlation in Gen.Choose(-10, 10).Select(tenths => tenths / 10.0)
        select (a, correlation * Math.Sqrt(a * c), c));
}

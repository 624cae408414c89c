namespace StreamGmm.Core.Tests.Model;

public class CovarianceShapeTests
{
    [Fact]
    public void Shapes_read_back_by_name()
    {
        Assert.Equal(["full", "tied", "diagonal", "spherical"], CovarianceShape.All.Select(shape => shape.ToString()));
        Assert.All(CovarianceShape.All, shape => Assert.Equal(shape, CovarianceShape.Parse(shape.ToString())));
        Assert.Equal(CovarianceShape.Full, default);
    }

    [Fact]
    public void An_unknown_name_is_refused() => Assert.Equal(
        "'diag' is no covariance shape: expected full, tied, diagonal, spherical.",
        Refusal.Of<FormatException>(() => CovarianceShape.Parse("diag")));
}

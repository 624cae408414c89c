namespace StreamGmm.Core.Tests.Density;

public class MixtureMomentsLaws
{
    [Fact]
    public void They_are_the_textbooks() => Law.Holds(p =>
    {
        var (expected, mixture) = (Moments.Of(p.Start()), p.Start());
        Close.Relatively(1e-13, expected.Mean, mixture.Mean().AsSpan());
        Close.Relatively(1e-12, [.. expected.Covariance.Cast<double>()], mixture.Covariance().AsSpan());
    });
}

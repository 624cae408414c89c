using System.Runtime.CompilerServices;
using StreamGmm.Tests.Shared;

namespace StreamGmm.Core.Tests.Architecture;

public class PublicApiTests
{
    [Fact]
    public void The_public_api_is_the_approved_one()
    {
        if (PublicApi.Difference(typeof(GaussianMixture).Assembly, Approved()) is { } difference)
            Assert.Fail(difference);
    }

    [Fact]
    public void A_difference_is_told_line_by_line_under_its_type() => Assert.Equal(
        "+ class A : int New()\n- class A : int Old()\n+ class B\n",
        PublicApi.Lines("class A\n    int Old()\n    int Same()\n", "class A\n    int New()\n    int Same()\nclass B\n"));

    [Fact]
    public void The_list_has_types_members_and_signatures()
    {
        var list = PublicApi.List(typeof(GaussianMixture).Assembly).Split('\n');
        Assert.Contains("sealed class StreamGmm.GaussianMixture : IEquatable<GaussianMixture>", list);
        Assert.Contains("    new(RealVector weights, RealMatrix means, Covariances covariances)", list);
        Assert.Contains("    static double LogDensity(this GaussianMixture mixture, ReadOnlySpan<double> point)", list);
        Assert.Contains("    double Tolerance { get; init; }", list);
        Assert.Contains("    Degeneracy? Degeneracy { get; }", list);
        Assert.Contains("readonly record struct StreamGmm.CovarianceShape : IEquatable<CovarianceShape>", list);
        Assert.Contains("    static Samples From<T>(IEnumerable<T> items, Func<T, double[]> features, MissingValues missing = 0)", list);
        Assert.Contains("sealed record StreamGmm.Covariances.Tied : Covariances, IEquatable<Covariances.Tied>", list);
        Assert.DoesNotContain(list, line => line.Contains("TileKernels", StringComparison.Ordinal));
    }

    private static string Approved([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(here))!, "PublicApi.approved.txt");
}

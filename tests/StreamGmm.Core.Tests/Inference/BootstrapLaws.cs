namespace StreamGmm.Core.Tests.Inference;

/// <summary>Replicates move with the data and with the mixture they start from.</summary>
public class BootstrapLaws
{
    private static readonly BootstrapOptions Short = new()
    {
        Replicates = 3,
        Em = new EmOptions { Tolerance = 0, MaxIterations = 3, Acceleration = Acceleration.None },
    };

    [Fact]
    public void Replicates_follow_powers_of_two_bit_for_bit() => Holds((p, method) =>
    {
        var map = Affine.PowersOfTwo(p.Shape, p.Dimension, p.Draw());
        AssertSame(0, [.. Run(p, method).Select(map.Mixture)], Run(p, method, map.Mixture(p.Start()), p.Like(Samples.From(map.Rows(p.Values())))));
    });

    [Fact]
    public void More_replicates_begin_with_the_same_ones() => Holds((p, method) =>
        AssertSame(0, Run(p, method), [.. Bootstrap.Run(p.Start(), p.Samples(), Short with { Method = method, Replicates = 5 }).Replicates.Take(3)]));

    [Fact]
    public void All_replicates_are_sound() => Holds((p, method) =>
    {
        var bootstrap = Bootstrap.Run(p.Start(), p.Samples(), Short with { Method = method });
        Assert.Equal(3, bootstrap.Replicates.Count + bootstrap.Degenerate);
        Assert.All(Fitted.Flat(bootstrap.StandardErrors), error => Assert.InRange(error, 0, 1e3));
        var (lower, upper) = (Fitted.Flat(bootstrap.Intervals().Lower), Fitted.Flat(bootstrap.Intervals().Upper));
        Assert.All(lower.Zip(upper), pair => Assert.True(pair.First <= pair.Second));
    });

    private static GaussianMixture[] Run(Problem p, BootstrapMethod method, GaussianMixture? start = null, Samples? samples = null) =>
        [.. Bootstrap.Run(start ?? p.Start(), samples ?? p.Samples(), Short with { Method = method }).Replicates];

    private static void AssertSame(double tolerance, GaussianMixture[] expected, GaussianMixture[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Close.Mixtures(tolerance, pair.First, pair.Second));
    }

    private static void Holds(Action<Problem, BootstrapMethod> law) =>
        Law.Holds(p => Array.ForEach(Enum.GetValues<BootstrapMethod>(), method => law(p, method)), cases: 30);
}

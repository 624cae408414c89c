using StreamGmm.Core.Tests.Expectation;

namespace StreamGmm.Core.Tests.Iteration;

/// <summary>A fit moves with its data.</summary>
public class EquivarianceLaws
{
    private static readonly EmOptions Plain = new() { Regularization = Regularization.None, Tolerance = 0, MaxIterations = 3, Acceleration = Acceleration.None };
    private static readonly EmOptions Relative = Plain with { Regularization = new Regularization.Relative(1e-3) };

    [Fact]
    public void Without_regularization_a_fit_follows_any_affine_map_that_keeps_its_shape() => Law.Holds(p =>
        AssertFollows(1e-8, p, Affine.Any(p.Shape, p.Dimension, p.Draw()), Plain));

    [Fact]
    public void Without_regularization_a_fit_follows_powers_of_two_bit_for_bit() => Law.Holds(p =>
        AssertFollows(0, p, Affine.PowersOfTwo(p.Shape, p.Dimension, p.Draw()), Plain));

    [Fact]
    public void With_relative_regularization_a_fit_follows_scaling_of_the_axes() => Law.Holds(p =>
        AssertFollows(0, p, Affine.PowersOfTwo(p.Shape, p.Dimension, p.Draw()), Relative));

    [Fact]
    public void Scaling_by_a_million_scales_the_fit() => Law.Holds(p =>
    {
        foreach (var options in new[] { Plain, Relative, Relative with { Regularization = new Regularization.Relative(1e-6) } })
        {
            AssertFollows(1e-10, p, Affine.Scale(p.Dimension, 1e6), options);
            AssertFollows(1e-10, p, Affine.Scale(p.Dimension, 1e-6), options);
            AssertFollows(0, p, Affine.Scale(p.Dimension, Math.ScaleB(1, 20)), options);
            AssertFollows(0, p, Affine.Scale(p.Dimension, Math.ScaleB(1, -20)), options);
        }
    });

    [Fact]
    public void Shifting_by_1e8_shifts_the_fit() => Law.Holds(p =>
    {
        // Values that are multiples of 2^-20 are the same values 1e8 further: only the mean of the mixture is rounded, to 1.5e-8.
        var values = p.Values().Select(row => row.Select(EStepLaws.Rounded).ToArray()).ToArray();
        var (near, far) = (p.Like(Samples.From(values)), p.Like(Samples.From([.. values.Select(row => row.Select(x => x + 1e8).ToArray())])));
        foreach (var options in new[] { Plain, Relative })
        {
            var (expected, actual) = (EmLaws.Fit(p.Start(), near, options), EmLaws.Fit(EStepLaws.Moved(p.Start(), 1e8), far, options));
            Assert.Equal((expected.Iteration, expected.Status), (actual.Iteration, actual.Status));
            Close.Relatively(1e-6, expected.LogLikelihood, actual.LogLikelihood);
            Close.Mixtures(1e-6, 0, 1e-6, expected.Mixture, EStepLaws.Moved(actual.Mixture, -1e8), meanOffset: 1e-6);
        }
    });

    internal static void AssertFollows(double tolerance, Problem p, Affine map, EmOptions options)
    {
        var (samples, mapped) = (p.Samples(), p.Like(Samples.From(map.Rows(p.Values()))));
        var (expected, actual) = (EmLaws.Fit(p.Start(), samples, options), EmLaws.Fit(map.Mixture(p.Start()), mapped, options));
        Assert.Equal((expected.Iteration, expected.Status), (actual.Iteration, actual.Status));
        Close.Relatively(Math.Max(tolerance, 1e-13), expected.LogLikelihood - map.LogDeterminant(), actual.LogLikelihood);
        Close.Mixtures(tolerance, map.Mixture(expected.Mixture), actual.Mixture);
        Close.Absolutely(tolerance, expected.Mixture.Responsibilities(samples).AsSpan(), actual.Mixture.Responsibilities(mapped).AsSpan());
    }
}

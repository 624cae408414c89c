using System.Globalization;

namespace StreamGmm.Core.Tests;

/// <summary>Assertions that two sets of numbers agree within a tolerance; infinities agree with themselves, NaN with nothing.</summary>
internal static class Close
{
    public static void Absolutely(double tolerance, double expected, double actual, string what = "value") =>
        Elementwise(_ => tolerance, [expected], [actual], what);

    public static void Absolutely(double tolerance, ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, string what = "element") =>
        Elementwise(_ => tolerance, expected, actual, what);

    /// <summary>Each to a tolerance × the larger of 1 and its magnitude.</summary>
    public static void Relatively(double tolerance, ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, string what = "element")
    {
        var scale = expected.ToArray();
        Elementwise(i => tolerance * Math.Max(1, Math.Abs(scale[i])), expected, actual, what);
    }

    public static void Relatively(double tolerance, double expected, double actual, string what = "value") =>
        Relatively(tolerance, [expected], [actual], what);

    public static void Elementwise(Func<int, double> tolerance, ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, string what = "element")
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (expected[i].Equals(actual[i]) && !double.IsNaN(actual[i]))
                continue;
            var difference = Math.Abs(expected[i] - actual[i]);
            if (!(difference <= tolerance(i)))
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{what} {i}: expected {expected[i]:R}, got {actual[i]:R}; they differ by {difference:E2}, more than {tolerance(i):E2}."));
        }
    }

    /// <summary>Two mixtures agree: weights to a tolerance, means to that share of |μ| + σ, covariances to that share of √(Σ_jj Σ_ll).</summary>
    public static void Mixtures(double tolerance, GaussianMixture expected, GaussianMixture actual) =>
        Mixtures(tolerance, tolerance, tolerance, expected, actual);

    public static void Mixtures(double weights, double means, double covariances, GaussianMixture expected, GaussianMixture actual, double meanOffset = 0)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Absolutely(weights, expected.Weights.AsSpan(), actual.Weights.AsSpan(), "weight");
        var d = expected.Dimension;
        for (var k = 0; k < expected.Components; k++)
        {
            var (mean, covariance) = (expected.Means.Row(k).ToArray(), expected.Covariance(k));
            Elementwise(j => meanOffset + (means * (Math.Abs(mean[j]) + Math.Sqrt(covariance[j, j]))), mean, actual.Means.Row(k), $"mean of component {k}, axis");
            Elementwise(
                i => covariances * Math.Sqrt(covariance[i / d, i / d] * covariance[i % d, i % d]),
                covariance.AsSpan(),
                actual.Covariance(k).AsSpan(),
                $"covariance of component {k}, place");
        }
    }
}

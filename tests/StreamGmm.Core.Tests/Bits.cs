namespace StreamGmm.Core.Tests;

/// <summary>Assertions that numbers agree to the last bit.</summary>
internal static class Bits
{
    public static void Same(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (BitConverter.DoubleToInt64Bits(expected[i]) != BitConverter.DoubleToInt64Bits(actual[i]))
                Assert.Fail(FormattableString.Invariant($"Element {i} is {actual[i]:R} instead of {expected[i]:R}, by {expected[i] - actual[i]:E2}."));
        }
    }

    public static void Same(SufficientStatistics expected, SufficientStatistics actual)
    {
        Assert.Equal(expected.ToString(), actual.ToString());
        Same(expected.Origin.AsSpan(), actual.Origin.AsSpan());
        Same(expected.Values, actual.Values);
    }

    public static void Same(GaussianMixture expected, GaussianMixture actual)
    {
        Same(expected.Weights.AsSpan(), actual.Weights.AsSpan());
        Same(expected.Means.AsSpan(), actual.Means.AsSpan());
        Assert.Equal(expected.Shape, actual.Shape);
        for (var k = 0; k < expected.Components; k++)
            Same(expected.Covariance(k).AsSpan(), actual.Covariance(k).AsSpan());
    }
}

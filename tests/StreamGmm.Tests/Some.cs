namespace StreamGmm.Tests;

/// <summary>Samples for the tests of the front door.</summary>
internal static class Some
{
    public static GaussianMixture Mixture { get; } = new(
        [0.2, 0.3, 0.5],
        [[0, 0], [3, 1], [-2, 4]],
        new Covariances.Spherical([1, 0.5, 2]));

    public static Samples Samples(int count = 500, int seed = 1) => Mixture.Sample(count, seed);

    /// <summary>The features row after row.</summary>
    public static double[] Values(Samples samples)
    {
        var values = new double[samples.Count * samples.Dimension];
        for (var i = 0; i < samples.Count; i++)
            samples.CopyRow(i, values.AsSpan(i * samples.Dimension));
        return values;
    }
}

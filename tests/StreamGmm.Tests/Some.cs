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

    /// <summary>Plain samples, and such with weights, labels and values that are missing.</summary>
    public static IEnumerable<Samples> Kinds(int count)
    {
        var samples = Samples(count);
        yield return samples;
        yield return samples.WithWeights(Enumerable.Range(0, count).Select(i => (1 + (i % 5)) / 2.0).ToArray());
        yield return samples.WithLabels(Enumerable.Range(0, count).Select(i => i % 10 < 7 ? -1 : (i % 10) - 7).ToArray());
        var values = Values(samples);
        for (var i = 8; i < values.Length; i += 11)
            values[i] = double.NaN;
        yield return StreamGmm.Samples.From(values, 2, MissingValues.Marginalize);
    }
}

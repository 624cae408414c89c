namespace StreamGmm.Core.Tests;

/// <summary>Mean and covariance, of samples by the textbook or of a mixture as a whole.</summary>
internal sealed record Moments(double[] Mean, double[,] Covariance)
{
    public static Moments Of(Samples samples)
    {
        var rows = Enumerable.Range(0, samples.Count).Select(i =>
        {
            var row = new double[samples.Dimension];
            samples.CopyRow(i, row);
            return row;
        }).ToArray();
        var weights = samples.Weights is { } given ? given.ToArray() : [.. rows.Select(_ => 1.0)];
        return Of(weights, rows, (_, _, _) => 0);
    }

    public static Moments Of(GaussianMixture mixture) =>
        Of([.. mixture.Weights], [.. mixture.Means.Select(mean => mean.ToArray())], (k, j, l) => mixture.Covariance(k)[j, l]);

    /// <summary>Each element to a share of √(S_jj S_ll).</summary>
    public static void AssertSameCovariance(double tolerance, Moments expected, Moments actual)
    {
        for (var j = 0; j < expected.Mean.Length; j++)
        {
            for (var l = 0; l <= j; l++)
                Close.Absolutely(tolerance * Math.Sqrt(expected.Covariance[j, j] * expected.Covariance[l, l]), expected.Covariance[j, l], actual.Covariance[j, l], $"covariance ({j}, {l})");
        }
    }

    private static Moments Of(double[] weights, double[][] points, Func<int, int, int, double> within)
    {
        var (d, total) = (points[0].Length, weights.Sum());
        var mean = Enumerable.Range(0, d).Select(j => points.Select((x, i) => weights[i] * x[j]).Sum() / total).ToArray();
        var covariance = new double[d, d];
        for (var j = 0; j < d; j++)
        {
            for (var l = 0; l <= j; l++)
                covariance[j, l] = covariance[l, j] = points.Select((x, i) => weights[i] * (within(i, j, l) + ((x[j] - mean[j]) * (x[l] - mean[l])))).Sum() / total;
        }

        return new Moments(mean, covariance);
    }
}

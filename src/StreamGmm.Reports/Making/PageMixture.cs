namespace StreamGmm;

/// <summary>Brings mixtures to page units, with full covariances.</summary>
internal static class PageMixture
{
    /// <summary>2⁻⁵²: what rounding may change a number by, as a share of it.</summary>
    private const double Rounding = 1.0 / (1L << 52);

    /// <summary>The smallest variance in page units: floats have all their digits there.</summary>
    private const double SmallestVariance = 1e-30;

    /// <summary>The mixture in page units. Where rounding could make a covariance indefinite its variances are widened by some 1e-15 of themselves for each axis.</summary>
    /// <param name="mixture">A mixture in the units of the data, of the m features drawn.</param>
    /// <param name="axes">The m axes.</param>
    public static GaussianMixture Of(GaussianMixture mixture, IReadOnlyList<ReportAxis> axes)
    {
        var m = axes.Count;
        var means = RealMatrix.Create(mixture.Components, m, values =>
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = axes[i % m].ToPage(mixture.Means[i / m, i % m]);
        });
        return new GaussianMixture(mixture.Weights, means, new Covariances.Full(Enumerable.Range(0, mixture.Components).Select(k => Covariance(mixture.Covariance(k), axes))));
    }

    private static RealMatrix Covariance(RealMatrix covariance, IReadOnlyList<ReportAxis> axes)
    {
        var m = axes.Count;
        return RealMatrix.Create(m, m, values =>
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = covariance[i / m, i % m] / axes[i / m].Scale / axes[i % m].Scale;
            for (var j = 0; j < m; j++)
                values[(j * m) + j] = Math.Max(values[(j * m) + j], SmallestVariance);
            if (IsSafe(values, m))
                return;
            for (var j = 0; j < m; j++)
                values[(j * m) + j] *= 1 + (4 * Rounding * m);
        });
    }

    /// <summary>Whether every pivot of the Cholesky decomposition is larger than what rounding may take from it.</summary>
    private static bool IsSafe(ReadOnlySpan<double> matrix, int m)
    {
        var lower = new double[m * m];
        for (var j = 0; j < m; j++)
        {
            for (var l = 0; l <= j; l++)
            {
                var rest = matrix[(j * m) + l];
                for (var i = 0; i < l; i++)
                    rest -= lower[(j * m) + i] * lower[(l * m) + i];
                if (l < j)
                    lower[(j * m) + l] = rest / lower[(l * m) + l];
                else if (rest > 4 * Rounding * m * matrix[(j * m) + j])
                    lower[(j * m) + j] = Math.Sqrt(rest);
                else
                    return false;
            }
        }

        return true;
    }
}

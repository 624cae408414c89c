namespace StreamGmm;

/// <summary>The expected log-likelihood of samples together with their components: what the M-step makes largest.</summary>
internal static class CompleteLogLikelihood
{
    /// <summary>Q = Σ_k [w_k (ln π_k − D/2 ln 2π − ½ ln det Σ_k) − ½ tr Σ_k⁻¹ (C_k + w_k δ δᵀ)], δ = o + m_k − μ_k: responsibilities by the statistics, densities by the mixture.</summary>
    /// <remarks>A component of weight 0 has no part in it.</remarks>
    public static double Of(SufficientStatistics statistics, GaussianMixture mixture)
    {
        var (factors, dimension, isShared) = (mixture.Factors, mixture.Dimension, statistics.Layout.Scatter.IsShared);
        if (mixture.Shape.Rank > 0)
            return OfLowRank(statistics, mixture);
        var isTriangle = mixture.Shape.HasMatrices;
        var difference = new double[dimension];
        var sum = isShared ? -0.5 * Trace(factors.Inverse(0), statistics.ScatterOf(0), isTriangle) : 0;
        for (var k = 0; k < mixture.Components; k++)
        {
            var mass = statistics.Mass(k);
            if (mass == 0 || mixture.Weights[k] == 0)
                continue;
            for (var j = 0; j < dimension; j++)
                difference[j] = (statistics.Origin[j] - mixture.Means[k, j]) + statistics.RelativeMean(k)[j];
            sum += mass * (factors.Common + factors.Constant(k) - (0.5 * SquaredNorm(factors.Inverse(k), difference, isTriangle)));
            if (!isShared)
                sum -= 0.5 * Trace(factors.Inverse(k), statistics.ScatterOf(k), isTriangle);
        }

        return sum;
    }

    private static double OfLowRank(SufficientStatistics statistics, GaussianMixture mixture)
    {
        var (sum, difference) = (0.0, new double[mixture.Dimension]);
        for (var k = 0; k < mixture.Components; k++)
        {
            var mass = statistics.Mass(k);
            if (mass == 0 || mixture.Weights[k] == 0)
                continue;
            for (var j = 0; j < difference.Length; j++)
                difference[j] = (statistics.Origin[j] - mixture.Means[k, j]) + statistics.RelativeMean(k)[j];
            var factor = new LowRankFactor(mixture.Factors.Inverse(k), mixture.Dimension);
            sum += mass * (mixture.Factors.Common + mixture.Factors.Constant(k)) - (0.5 * factor.Trace(statistics.ScatterOf(k)));
            sum -= 0.5 * mass * factor.Whiten(difference).Sum(z => z * z);
        }

        return sum;
    }

    /// <summary>tr(L⁻ᵀ L⁻¹ C): L⁻¹ and C are packed triangles, or numbers along the axes.</summary>
    private static double Trace(ReadOnlySpan<double> inverse, ReadOnlySpan<double> scatter, bool isTriangle)
    {
        double sum = 0;
        if (!isTriangle)
        {
            for (var j = 0; j < inverse.Length; j++)
                sum += inverse[j] * inverse[j] * scatter[j];
            return sum;
        }

        for (var row = 0; PackedTriangle.Row(row) < inverse.Length; row++)
        {
            var factor = inverse.Slice(PackedTriangle.Row(row), row + 1);
            for (var j = 0; j <= row; j++)
            {
                var half = 0.5 * scatter[PackedTriangle.Diagonal(j)] * factor[j];
                half += Dot(scatter.Slice(PackedTriangle.Row(j), j), factor);
                sum += 2 * factor[j] * half;
            }
        }

        return sum;
    }

    /// <summary>‖L⁻¹ d‖².</summary>
    private static double SquaredNorm(ReadOnlySpan<double> inverse, ReadOnlySpan<double> d, bool isTriangle)
    {
        double sum = 0;
        for (var j = 0; j < d.Length; j++)
        {
            var y = isTriangle
                ? Dot(inverse.Slice(PackedTriangle.Row(j), j + 1), d)
                : inverse[inverse.Length == 1 ? 0 : j] * d[j];
            sum += y * y;
        }

        return sum;
    }

    /// <summary>Σ a_l b_l over the elements of a, in four sums always: the same bits whatever the width of vectors.</summary>
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        b = b[..a.Length];
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        var l = 0;
        for (; l < a.Length - 3; l += 4)
        {
            s0 += a[l] * b[l];
            s1 += a[l + 1] * b[l + 1];
            s2 += a[l + 2] * b[l + 2];
            s3 += a[l + 3] * b[l + 3];
        }

        for (; l < a.Length; l++)
            s0 += a[l] * b[l];
        return (s0 + s1) + (s2 + s3);
    }
}

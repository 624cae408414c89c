namespace StreamGmm;

/// <summary>The distribution function of a mixture in one dimension, and its inverse.</summary>
public static class UnivariateDistribution
{
    /// <summary>No double is so improbable that its quantile lies further from all means.</summary>
    private const double FurthestInDeviations = 40;

    /// <summary>A quantile is searched to this share of the smallest standard deviation, or to the last bit.</summary>
    private const double Precision = 1e-17;

    /// <summary>P(X ≤ x), exact in relative terms in the lower tail.</summary>
    /// <param name="mixture">A mixture of one feature.</param>
    /// <param name="value">x; may be infinite.</param>
    /// <exception cref="ArgumentException">The mixture has more features, or x is not a number.</exception>
    public static double Cdf(this GaussianMixture mixture, double value)
    {
        RequireOne(mixture);
        if (double.IsNaN(value))
            throw new ArgumentException("x is not a number: the probability of being below it has no value. Give a number, or an infinity.", nameof(value));
        return Below(mixture, value);
    }

    /// <summary>The smallest x with P(X ≤ x) = p.</summary>
    /// <remarks>By bisection, on the nearer tail: about 65 evaluations of K error functions.</remarks>
    /// <param name="mixture">A mixture of one feature.</param>
    /// <param name="probability">p, from 0 (−∞) to 1 (∞).</param>
    /// <exception cref="ArgumentException">The mixture has more features, or p is no probability.</exception>
    public static double Quantile(this GaussianMixture mixture, double probability)
    {
        RequireOne(mixture);
        if (probability is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies from 0 to 1.");
        if (probability is 0 or 1)
            return probability == 0 ? double.NegativeInfinity : double.PositiveInfinity;

        var (low, high, least) = (double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity);
        for (var k = 0; k < mixture.Components; k++)
        {
            if (mixture.Weights[k] == 0)
                continue;
            var deviation = Math.Sqrt(mixture.Variance(k, 0));
            low = Math.Min(low, mixture.Means[k, 0] - (FurthestInDeviations * deviation));
            high = Math.Max(high, mixture.Means[k, 0] + (FurthestInDeviations * deviation));
            least = Math.Min(least, deviation);
        }

        while (high - low > Precision * least)
        {
            var middle = (0.5 * low) + (0.5 * high);
            if (middle <= low || middle >= high)
                break;
            var isBelow = probability <= 0.5 ? Below(mixture, middle) < probability : Above(mixture, middle) > 1 - probability;
            (low, high) = isBelow ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static double Below(GaussianMixture mixture, double value) => Sum(mixture, (mean, deviation) => StandardNormal.Below((value - mean) / deviation));

    private static double Above(GaussianMixture mixture, double value) => Sum(mixture, (mean, deviation) => StandardNormal.Below((mean - value) / deviation));

    private static double Sum(GaussianMixture mixture, Func<double, double, double> probability)
    {
        var (sum, total) = (0.0, 0.0);
        for (var k = 0; k < mixture.Components; k++)
        {
            sum += mixture.Weights[k] * probability(mixture.Means[k, 0], Math.Sqrt(mixture.Variance(k, 0)));
            total += mixture.Weights[k];
        }

        return Math.Min(1, sum / total);
    }

    private static void RequireOne(GaussianMixture mixture)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        if (mixture.Dimension != 1)
            throw new ArgumentException($"The mixture is {mixture}: a distribution function needs one feature. Take Marginal(axis) first.", nameof(mixture));
    }
}

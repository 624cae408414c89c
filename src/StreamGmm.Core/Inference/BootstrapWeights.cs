namespace StreamGmm;

/// <summary>The weights of rows in one replicate of a bootstrap, a function of its draws alone.</summary>
internal static class BootstrapWeights
{
    /// <summary>More rows are not drawn one by one.</summary>
    private const double MostRows = 1e9;

    /// <summary>A weight for each row.</summary>
    public static double[] Draw(BootstrapMethod method, Samples samples, Draws draws) =>
        method == BootstrapMethod.Nonparametric ? Resampled(samples, draws) : Reweighted(samples, draws);

    /// <summary>Throws where rows cannot be drawn.</summary>
    public static void Require(BootstrapMethod method, Samples samples)
    {
        if (method == BootstrapMethod.Nonparametric && samples.TotalWeight is not (>= 1 and <= MostRows))
            throw new ArgumentException(FormattableString.Invariant($"The total weight is {samples.TotalWeight:R}: the nonparametric bootstrap draws so many rows, between 1 and 1e9. Take the weighted-likelihood bootstrap, or weights that are numbers of copies."), nameof(samples));
    }

    private static double[] Reweighted(Samples samples, Draws draws)
    {
        var weights = new double[samples.Count];
        for (var i = 0; i < weights.Length; i++)
        {
            var given = samples.Weights is { } all ? all.Span[i] : 1;
            weights[i] = given == 1 ? -Math.Log(1 - draws.Uniform(i)) : given > 0 ? Gamma(given, draws.Stream(i)) : 0;
        }

        return weights;
    }

    private static double[] Resampled(Samples samples, Draws draws)
    {
        var weights = new double[samples.Count];
        if (samples.Weights is not { } given)
        {
            for (var i = 0; i < weights.Length; i++)
                weights[draws.Index(i, weights.Length)]++;
            return weights;
        }

        var (upTo, sum) = (new double[weights.Length], 0.0);
        for (var i = 0; i < upTo.Length; i++)
            upTo[i] = sum += given.Span[i];
        for (var i = 0; i < (int)Math.Round(sum); i++)
            weights[FirstAbove(upTo, Math.Min(draws.Uniform(i) * sum, Math.BitDecrement(sum)))]++;
        return weights;
    }

    /// <summary>The first row whose weights up to it are more than a number below their sum: it has a weight itself.</summary>
    private static int FirstAbove(double[] upTo, double number)
    {
        var (low, high) = (0, upTo.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = upTo[middle] > number ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>A number of the gamma distribution of the given shape and scale 1 (Marsaglia and Tsang, 2000).</summary>
    private static double Gamma(double shape, Draws draws)
    {
        // Below 1 by way of the shape above.
        var factor = shape < 1 ? Math.Pow(1 - draws.Uniform(0), 1 / shape) : 1;
        var d = (shape < 1 ? shape + 1 : shape) - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        for (var draw = 1; ; draw++)
        {
            var own = draws.Stream(draw);
            var (x, u) = (own.Normal(0), 1 - own.Uniform(2));
            var v = 1 + (c * x);
            v *= v * v;
            if (v > 0 && Math.Log(u) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
                return factor * d * v;
        }
    }
}

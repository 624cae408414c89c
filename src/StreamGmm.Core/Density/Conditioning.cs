namespace StreamGmm;

/// <summary>What a mixture says of some features when others are known.</summary>
public static class Conditioning
{
    /// <summary>The mixture of the other features, in ascending order, where those of <paramref name="axes"/> have the values given. The shape stays; low rank becomes full.</summary>
    /// <remarks>Weights are the probabilities of the components under the marginal of <paramref name="axes"/>, also far from all of them.</remarks>
    /// <param name="mixture">The mixture, of D features.</param>
    /// <param name="axes">One to D − 1 features, numbered from 0, each once.</param>
    /// <param name="values">A value for each of <paramref name="axes"/>.</param>
    /// <returns>K components over D − |axes| features.</returns>
    /// <exception cref="ArgumentException">An axis is none of the features or given twice, none or all are given, there is not a value for each, or a value is not finite or too large.</exception>
    public static GaussianMixture Condition(this GaussianMixture mixture, ReadOnlySpan<int> axes, ReadOnlySpan<double> values)
    {
        var regression = Regression.On(mixture, axes);
        RequireOneEach(axes, values.Length);
        return regression.At(values);
    }

    /// <inheritdoc cref="Condition(GaussianMixture, ReadOnlySpan{int}, ReadOnlySpan{double})"/>
    public static GaussianMixture Condition(this GaussianMixture mixture, int[] axes, double[] values) =>
        mixture.Condition(axes.AsSpan(), values.AsSpan());

    /// <summary>The mean of the other features where those of <paramref name="axes"/> have the values given, D − |axes| values: Gaussian mixture regression.</summary>
    /// <remarks>The best guess in the sense of least squares (Ghahramani and Jordan, 1994; Sung, 2004).</remarks>
    /// <param name="mixture">The mixture, of D features.</param>
    /// <param name="axes">One to D − 1 features, numbered from 0, each once.</param>
    /// <param name="values">A value for each of <paramref name="axes"/>.</param>
    /// <exception cref="ArgumentException">As <see cref="Condition(GaussianMixture, ReadOnlySpan{int}, ReadOnlySpan{double})"/>.</exception>
    public static RealVector ConditionalMean(this GaussianMixture mixture, ReadOnlySpan<int> axes, ReadOnlySpan<double> values)
    {
        var regression = Regression.On(mixture, axes);
        RequireOneEach(axes, values.Length);
        return RealVector.Create(regression.ConditionalMean(Samples.From(values.ToArray(), values.Length), 1, default).Row(0));
    }

    /// <summary>The mean of the other features for each row of values, n × (D − |axes|).</summary>
    /// <param name="mixture">The mixture, of D features.</param>
    /// <param name="axes">One to D − 1 features, numbered from 0, each once.</param>
    /// <param name="values">n rows of a value for each of <paramref name="axes"/>.</param>
    /// <param name="threads">How many threads at most, 0 for all cores.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">As <see cref="Condition(GaussianMixture, ReadOnlySpan{int}, ReadOnlySpan{double})"/>.</exception>
    public static RealMatrix ConditionalMean(this GaussianMixture mixture, ReadOnlySpan<int> axes, Samples values, int threads = 0, CancellationToken cancellationToken = default)
    {
        var regression = Regression.On(mixture, axes);
        ArgumentNullException.ThrowIfNull(values);
        RequireOneEach(axes, values.Dimension);
        values.RequireComplete("regression");
        return regression.ConditionalMean(values, threads, cancellationToken);
    }

    private static RealMatrix ConditionalMean(this Regression regression, Samples values, int threads, CancellationToken cancellationToken)
    {
        var shares = regression.Shares(values, threads, cancellationToken);
        return RealMatrix.Create(values.Count, regression.Width, means =>
        {
            var given = new double[values.Dimension];
            for (var i = 0; i < values.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                values.CopyRow(i, given);
                regression.Mean(given, shares.Row(i), means.Slice(i * regression.Width, regression.Width));
            }
        });
    }

    private static void RequireOneEach(ReadOnlySpan<int> axes, int values)
    {
        if (values != axes.Length)
            throw new ArgumentException($"There are {values} values for {axes.Length} axes: give a value for each axis.", nameof(values));
    }
}

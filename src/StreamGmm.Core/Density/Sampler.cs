namespace StreamGmm;

/// <summary>Draws samples from a mixture.</summary>
public static class Sampler
{
    /// <summary>Samples from the mixture, n × D: the component by its weight, the point by its covariance. Draw i depends on the seed and i alone.</summary>
    /// <param name="mixture">The mixture.</param>
    /// <param name="count">n, 0 or more.</param>
    /// <param name="seed">The same seed gives the same samples.</param>
    /// <param name="first">The number of the first draw: so many can be drawn block by block.</param>
    public static Samples Sample(this GaussianMixture mixture, int count, int seed = 0, long first = 0) => Sample(mixture, count, seed, [], first);

    /// <summary>The same, and writes the component that each sample was drawn from.</summary>
    /// <param name="mixture">The mixture.</param>
    /// <param name="count">n, 0 or more.</param>
    /// <param name="seed">The same seed gives the same samples.</param>
    /// <param name="components">n indices, or empty where they are not wanted.</param>
    /// <exception cref="ArgumentException">There is no room for n components, and not none either.</exception>
    public static Samples Sample(this GaussianMixture mixture, int count, int seed, Span<int> components) => Sample(mixture, count, seed, components, 0);

    private static Samples Sample(GaussianMixture mixture, int count, int seed, Span<int> components, long first)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        if (!components.IsEmpty && components.Length != count)
            throw new ArgumentException($"There is room for {components.Length} components: {count} are written.", nameof(components));

        var dimension = mixture.Dimension;
        var factors = Enumerable.Range(0, mixture.Components).Select(k => Factor(mixture, k)).ToArray();
        var values = new double[count * dimension];
        var z = new double[dimension];
        var draws = new Draws(seed);
        for (var i = 0; i < count; i++)
        {
            var own = draws.Stream(first + i);
            var k = Pick(mixture.Weights, own.Uniform(0));
            if (!components.IsEmpty)
                components[i] = k;
            for (var j = 0; j < dimension; j++)
                z[j] = own.Normal(j + 1);
            for (var j = 0; j < dimension; j++)
            {
                var x = mixture.Means[k, j];
                for (var l = 0; l <= j; l++)
                    x += factors[k][PackedTriangle.Row(j) + l] * z[l];
                values[(i * dimension) + j] = x;
            }
        }

        return Samples.From(values, dimension);
    }

    private static double[] Factor(GaussianMixture mixture, int component)
    {
        var packed = new double[PackedTriangle.Length(mixture.Dimension)];
        PackedTriangle.Pack(mixture.Covariance(component).AsSpan(), mixture.Dimension, packed);
        Cholesky.TryFactor(packed, mixture.Dimension, out _);
        return packed;
    }

    private static int Pick(RealVector weights, double share)
    {
        var last = 0;
        for (var k = 0; k < weights.Length; k++)
        {
            if (weights[k] == 0)
                continue;
            last = k;
            if (share < weights[k])
                return k;
            share -= weights[k];
        }

        return last;
    }
}

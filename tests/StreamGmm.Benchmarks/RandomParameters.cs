namespace StreamGmm.Benchmarks;

/// <summary>Draws the parameters of mixtures.</summary>
internal static class RandomParameters
{
    /// <summary>The spread of the logarithms of a covariance's axes; smaller in many dimensions, where differing shapes alone would separate components.</summary>
    private const double MostSpread = 0.7;

    /// <summary>A standard normal number (Box and Muller, 1958).</summary>
    public static double Normal(this Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>K × D, the median of the distances from each to the nearest other being <paramref name="separation"/>.</summary>
    public static RealMatrix Means(this Random random, int dimension, int components, double separation) =>
        RealMatrix.Create(components, dimension, values =>
        {
            foreach (ref var value in values)
                value = random.Normal();
            var nearest = Nearest(values, components);
            var scale = components == 1 ? 1 : separation / nearest[components / 2];
            foreach (ref var value in values)
                value *= scale;
        });

    /// <summary>The distances from each of K points to the nearest other, in ascending order.</summary>
    public static double[] Nearest(ReadOnlySpan<double> points, int components)
    {
        var dimension = points.Length / components;
        var nearest = new double[components];
        for (var a = 0; a < components; a++)
        {
            nearest[a] = double.PositiveInfinity;
            for (var b = 0; b < components; b++)
            {
                double square = 0;
                for (var j = 0; j < dimension; j++)
                    square += Math.Pow(points[(a * dimension) + j] - points[(b * dimension) + j], 2);
                if (a != b)
                    nearest[a] = Math.Min(nearest[a], Math.Sqrt(square));
            }
        }

        Array.Sort(nearest);
        return nearest;
    }

    /// <summary>R diag(eᵘ) Rᵀ, R a product of reflections, u within the spread.</summary>
    public static RealMatrix Covariance(this Random random, int dimension)
    {
        var spread = Math.Min(MostSpread, 1.2 / Math.Sqrt(dimension));
        var c = new double[dimension, dimension];
        for (var j = 0; j < dimension; j++)
            c[j, j] = Math.Exp(spread * ((2 * random.NextDouble()) - 1));
        for (var reflection = 0; reflection < 3; reflection++)
        {
            var v = Enumerable.Range(0, dimension).Select(_ => random.Normal()).ToArray();
            var square = v.Sum(x => x * x);
            var cv = v.Select((_, i) => v.Select((x, j) => c[i, j] * x).Sum()).ToArray();
            var vcv = v.Zip(cv, (x, y) => x * y).Sum();
            for (var i = 0; i < dimension; i++)
            {
                for (var j = 0; j < dimension; j++)
                    c[i, j] += (4 * vcv / (square * square) * v[i] * v[j]) - (2 / square * ((v[i] * cv[j]) + (cv[i] * v[j])));
            }
        }

        return RealMatrix.Create(dimension, dimension, values =>
        {
            for (var i = 0; i < dimension; i++)
            {
                for (var j = 0; j < dimension; j++)
                    values[(i * dimension) + j] = c[Math.Max(i, j), Math.Min(i, j)];
            }
        });
    }
}

namespace StreamGmm.Benchmarks;

/// <summary>Samples of a known mixture with full covariances, and a start near it: the same for every run.</summary>
internal sealed class Problem
{
    /// <summary>The spread of the logarithms of a covariance's axes; smaller in many dimensions, where differing shapes alone would separate components.</summary>
    private const double MostSpread = 0.7;

    private Problem(Samples samples, GaussianMixture start) => (Samples, Start) = (samples, start);

    public static IReadOnlyList<(int Count, int Dimension, int Components)> Sizes { get; } =
    [
        (1_000_000, 2, 3),
        (200_000, 8, 10),
        (100_000, 16, 20),
        (50_000, 64, 20),
        (20_000, 128, 10),
    ];

    public int Count => Samples.Count;

    public int Dimension => Samples.Dimension;

    public int Components => Start.Components;

    public CovarianceShape Shape => Start.Shape;

    public Samples Samples { get; }

    public GaussianMixture Start { get; }

    /// <summary>The multiplications and additions of the products in one iteration: 2 n K D (D + 1) for full covariances, 8 n K D for diagonal ones.</summary>
    public double Operations => (double)Count * Components * Dimension * (Shape == CovarianceShape.Full ? 2 * (Dimension + 1) : 8);

    /// <summary>A mixture whose nearest means are so many standard deviations apart (the median): 1 overlaps heavily, 6 hardly at all.</summary>
    public static Problem Of(int count, int dimension, int components, CovarianceShape shape, double separation = 1)
    {
        var random = new Random(7);
        var means = Means(random, dimension, components, separation);
        var spread = Math.Min(MostSpread, 1.2 / Math.Sqrt(dimension));
        var covariances = Enumerable.Range(0, components).Select(_ => Covariance(random, dimension, spread)).ToArray();
        var weights = RealVector.Create(components, values => values.Fill(1.0 / components));
        var truth = new GaussianMixture(weights, means, new Covariances.Full(covariances));
        var moved = RealMatrix.Create(components, dimension, values =>
        {
            means.AsSpan().CopyTo(values);
            foreach (ref var value in values)
                value += 0.2 * Normal(random);
        });
        return new Problem(truth.Sample(count, 1), new GaussianMixture(weights, moved, InShape(shape, covariances, 1.3)));
    }

    /// <summary>Given samples, from a start that k-means finds.</summary>
    public static Problem Of(Samples samples, int components, CovarianceShape shape) =>
        new(samples, InitialMixture.Create(samples, components, shape, new Seeding.KMeans()));

    public override string ToString() => $"{Count:N0} × {Dimension} × {Components}";

    private static RealMatrix Means(Random random, int dimension, int components, double separation) =>
        RealMatrix.Create(components, dimension, values =>
        {
            foreach (ref var value in values)
                value = Normal(random);
            var nearest = new double[components];
            for (var a = 0; a < components; a++)
            {
                nearest[a] = double.PositiveInfinity;
                for (var b = 0; b < components; b++)
                {
                    double square = 0;
                    for (var j = 0; j < dimension; j++)
                        square += Math.Pow(values[(a * dimension) + j] - values[(b * dimension) + j], 2);
                    if (a != b)
                        nearest[a] = Math.Min(nearest[a], Math.Sqrt(square));
                }
            }

            Array.Sort(nearest);
            var scale = components == 1 ? 1 : separation / nearest[components / 2];
            foreach (ref var value in values)
                value *= scale;
        });

    /// <summary>R diag(eᵘ) Rᵀ, R a product of reflections, u within the spread.</summary>
    private static RealMatrix Covariance(Random random, int dimension, double spread)
    {
        var c = new double[dimension, dimension];
        for (var j = 0; j < dimension; j++)
            c[j, j] = Math.Exp(spread * ((2 * random.NextDouble()) - 1));
        for (var reflection = 0; reflection < 3; reflection++)
        {
            var v = Enumerable.Range(0, dimension).Select(_ => Normal(random)).ToArray();
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

    private static Covariances InShape(CovarianceShape shape, RealMatrix[] matrices, double factor)
    {
        var (components, dimension) = (matrices.Length, matrices[0].Rows);
        double Variance(int k, int j) => factor * matrices[k][j, j];
        if (shape == CovarianceShape.Full)
            return new Covariances.Full(matrices.Select(Scaled));
        if (shape == CovarianceShape.Tied)
            return new Covariances.Tied(Scaled(matrices[0]));
        return shape == CovarianceShape.Diagonal
            ? new Covariances.Diagonal(RealMatrix.Create(components, dimension, values =>
            {
                for (var i = 0; i < values.Length; i++)
                    values[i] = Variance(i / dimension, i % dimension);
            }))
            : new Covariances.Spherical(RealVector.Create([.. matrices.Select((_, k) => Enumerable.Range(0, dimension).Average(j => Variance(k, j)))]));

        RealMatrix Scaled(RealMatrix matrix) => RealMatrix.Create(dimension, dimension, values =>
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = factor * matrix[i / dimension, i % dimension];
        });
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

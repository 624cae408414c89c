namespace StreamGmm.Benchmarks;

/// <summary>Samples of a known mixture with full covariances, and a start near it: the same for every run.</summary>
internal sealed class Problem
{
    /// <summary>What the random numbers of a problem begin with.</summary>
    public const int Seed = 7;

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
        var random = new Random(Seed);
        var means = random.Means(dimension, components, separation);
        var covariances = Enumerable.Range(0, components).Select(_ => random.Covariance(dimension)).ToArray();
        var weights = RealVector.Create(components, values => values.Fill(1.0 / components));
        var truth = new GaussianMixture(weights, means, new Covariances.Full(covariances));
        var moved = RealMatrix.Create(components, dimension, values =>
        {
            means.AsSpan().CopyTo(values);
            foreach (ref var value in values)
                value += 0.2 * random.Normal();
        });
        return new Problem(truth.Sample(count, 1), new GaussianMixture(weights, moved, InShape(shape, covariances, 1.3)));
    }

    /// <summary>Given samples, from a start that k-means finds.</summary>
    public static Problem Of(Samples samples, int components, CovarianceShape shape) =>
        new(samples, InitialMixture.Create(samples, components, shape, new Seeding.KMeans()));

    public override string ToString() => $"{Count:N0} × {Dimension} × {Components}";

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
}

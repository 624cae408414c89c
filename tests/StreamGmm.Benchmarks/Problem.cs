namespace StreamGmm.Benchmarks;

/// <summary>Samples of a known mixture, and a start near it: the same for every run.</summary>
internal sealed class Problem
{
    private Problem(int count, int dimension, int components, CovarianceShape shape)
    {
        (Count, Dimension, Components, Shape) = (count, dimension, components, shape);
        var truth = Mixture(1, CovarianceShape.Spherical);
        Samples = truth.Sample(count, 1);
        Start = Mixture(1.5, shape);
    }

    public static IReadOnlyList<(int Count, int Dimension, int Components)> Sizes { get; } =
    [
        (1_000_000, 2, 3),
        (200_000, 8, 10),
        (100_000, 16, 20),
        (50_000, 64, 20),
        (20_000, 128, 10),
    ];

    public int Count { get; }

    public int Dimension { get; }

    public int Components { get; }

    public CovarianceShape Shape { get; }

    public Samples Samples { get; }

    public GaussianMixture Start { get; }

    /// <summary>The multiplications and additions of the full-covariance products in one iteration, 2 n K D (D + 1).</summary>
    public double Operations => 2.0 * Count * Components * Dimension * (Dimension + 1);

    public static Problem Of(int count, int dimension, int components, CovarianceShape shape) => new(count, dimension, components, shape);

    public override string ToString() => $"{Count:N0} × {Dimension} × {Components}";

    /// <summary>Means spread over a cube of three standard deviations, so that neighbours overlap.</summary>
    private GaussianMixture Mixture(double variance, CovarianceShape shape)
    {
        var random = new Random(7);
        var means = RealMatrix.Create(Components, Dimension, values =>
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = 3 * random.NextDouble();
        });
        var ball = new GaussianMixture(
            RealVector.Create(Components, weights => weights.Fill(1.0 / Components)),
            means,
            new Covariances.Spherical(RealVector.Create(Components, variances => variances.Fill(variance))));
        var matrices = Enumerable.Range(0, Components).Select(ball.Covariance).ToArray();
        return shape == CovarianceShape.Spherical
            ? ball
            : new GaussianMixture(
                ball.Weights,
                means,
                shape == CovarianceShape.Full ? new Covariances.Full(matrices)
                : shape == CovarianceShape.Tied ? new Covariances.Tied(matrices[0])
                : new Covariances.Diagonal(RealMatrix.Create(Components, Dimension, variances => variances.Fill(variance))));
    }
}

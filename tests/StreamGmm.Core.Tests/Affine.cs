namespace StreamGmm.Core.Tests;

/// <summary>x → A x + b, for samples and for what is fitted to them.</summary>
internal sealed record Affine(double[,] A, double[] B)
{
    private int Dimension => B.Length;

    /// <summary>The identity with every element changed by about <paramref name="size"/>.</summary>
    public static Affine Near(int dimension, Draw draw, double size) => Of(dimension, (j, l) => (j == l ? 1 : 0) + (size * draw.Normal()));

    /// <summary>Any A of moderate condition that keeps the shape's form, and any b.</summary>
    public static Affine Any(CovarianceShape shape, int dimension, Draw draw)
    {
        var ball = draw.Uniform(0.1, 10);
        var factor = draw.Factor(dimension);
        var turn = shape.Rank > 0 ? draw.Orthonormal(dimension, dimension) : [];
        Func<int, int, double> element =
            shape.Rank > 0 ? (j, l) => ball * turn[j][l]
            : shape == CovarianceShape.Spherical ? (j, l) => j == l ? ball : 0
            : shape == CovarianceShape.Diagonal ? (j, l) => j == l ? (draw.Chance(0.5) ? 1 : -1) * draw.Uniform(0.1, 10) : 0
            : (j, l) => ball * factor[j, l];
        return Of(dimension, element) with { B = draw.Normals(dimension, 10) };
    }

    /// <summary>Axes scaled by powers of two, which rounds nothing; all by the same where the shape is a ball or of low rank.</summary>
    public static Affine PowersOfTwo(CovarianceShape shape, int dimension, Draw draw)
    {
        var powers = Enumerable.Range(0, dimension).Select(_ => Math.ScaleB(1, draw.Integer(9) - 4)).ToArray();
        return Of(dimension, (j, l) => j == l ? powers[shape.HasOneScale ? 0 : j] : 0);
    }

    public static Affine Scale(int dimension, double factor) => Of(dimension, (j, l) => j == l ? factor : 0);

    public double LogDeterminant() => Math.Log(Math.Abs(MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.OfArray(A).Determinant()));

    public double[] Point(IReadOnlyList<double> x) =>
        [.. Enumerable.Range(0, Dimension).Select(j => Enumerable.Range(0, Dimension).Sum(l => A[j, l] * x[l]) + B[j])];

    public double[][] Rows(double[][] rows) => [.. rows.Select(Point)];

    /// <summary>A Σ Aᵀ, exactly symmetric.</summary>
    public RealMatrix Covariance(RealMatrix sigma) => RealMatrix.Create(Dimension, Dimension, result =>
    {
        for (var j = 0; j < Dimension; j++)
        {
            for (var l = 0; l <= j; l++)
            {
                double sum = 0;
                for (var m = 0; m < Dimension; m++)
                {
                    for (var o = 0; o < Dimension; o++)
                        sum += A[j, m] * sigma[m, o] * A[l, o];
                }

                result[(j * Dimension) + l] = result[(l * Dimension) + j] = sum;
            }
        }
    });

    public GaussianMixture Mixture(GaussianMixture mixture) => new(
        mixture.Weights,
        RealMatrix.Create([.. mixture.Means.Select(mean => RealVector.Create(Point(mean)))]),
        mixture.Covariances switch
        {
            Covariances.Full full => new Covariances.Full(full.Matrices.Select(Covariance)),
            Covariances.Tied tied => new Covariances.Tied(Covariance(tied.Matrix)),
            Covariances.Diagonal diagonal => new Covariances.Diagonal(RealMatrix.Create([.. diagonal.Variances.Select(row => RealVector.Create([.. row.Select((v, j) => A[j, j] * A[j, j] * v)]))])),
            Covariances.Spherical spherical => new Covariances.Spherical(RealVector.Create([.. spherical.Variances.Select(v => A[0, 0] * A[0, 0] * v)])),
            Covariances.LowRank lowRank => LowRanks.Turned(lowRank, A),
            _ => throw new InvalidOperationException(),
        });

    private static Affine Of(int dimension, Func<int, int, double> element)
    {
        var a = new double[dimension, dimension];
        for (var j = 0; j < dimension; j++)
        {
            for (var l = 0; l < dimension; l++)
                a[j, l] = element(j, l);
        }

        return new Affine(a, new double[dimension]);
    }
}

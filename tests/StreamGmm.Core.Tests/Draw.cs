namespace StreamGmm.Core.Tests;

/// <summary>Random numbers, matrices and mixtures, a function of a seed.</summary>
internal sealed class Draw(int seed)
{
    private readonly Random random = new(seed);

    public double Uniform(double low, double high) => low + ((high - low) * random.NextDouble());

    public int Integer(int below) => random.Next(below);

    public bool Chance(double probability) => random.NextDouble() < probability;

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public double[] Normals(int length, double scale = 1) => [.. Enumerable.Range(0, length).Select(_ => scale * Normal())];

    /// <summary>0 … length − 1 in random order.</summary>
    public int[] Permutation(int length)
    {
        int[] order = [.. Enumerable.Range(0, length)];
        random.Shuffle(order);
        return order;
    }

    /// <summary>K positive numbers that sum to 1.</summary>
    public RealVector Weights(int components)
    {
        double[] shares = [.. Enumerable.Range(0, components).Select(_ => Uniform(0.5, 1.5))];
        return RealVector.Create([.. shares.Select(share => share / shares.Sum())]);
    }

    /// <summary>A lower triangle with a positive diagonal, not far from the identity.</summary>
    public double[,] Factor(int dimension)
    {
        var factor = new double[dimension, dimension];
        for (var j = 0; j < dimension; j++)
        {
            for (var l = 0; l < j; l++)
                factor[j, l] = 0.5 * Normal() / Math.Sqrt(dimension);
            factor[j, j] = Math.Exp(0.4 * Normal());
        }

        return factor;
    }

    /// <summary>A symmetric positive definite matrix.</summary>
    public RealMatrix Covariance(int dimension)
    {
        var factor = Factor(dimension);
        return RealMatrix.Create(dimension, dimension, matrix =>
        {
            for (var j = 0; j < dimension; j++)
            {
                for (var l = 0; l <= j; l++)
                {
                    double sum = 0;
                    for (var m = 0; m <= l; m++)
                        sum += factor[j, m] * factor[l, m];
                    matrix[(j * dimension) + l] = matrix[(l * dimension) + j] = sum;
                }
            }
        });
    }

    public Covariances Covariances(CovarianceShape shape, int components, int dimension) =>
        shape == CovarianceShape.Full ? new Covariances.Full(Enumerable.Range(0, components).Select(_ => Covariance(dimension)))
        : shape == CovarianceShape.Tied ? new Covariances.Tied(Covariance(dimension))
        : shape == CovarianceShape.Diagonal ? new Covariances.Diagonal(RealMatrix.Create(components, dimension, Variances))
        : shape.Rank > 0 ? LowRank(shape.Rank, components, dimension, i => Math.Exp((i == 0 ? 0 : 1) + (0.3 * Normal())))
        : new Covariances.Spherical(RealVector.Create(components, Variances));

    /// <summary>Any orthonormal directions; variance 0 is the noise, the others are those along the directions.</summary>
    public Covariances.LowRank LowRank(int rank, int components, int dimension, Func<int, double> variance) => new(
        Enumerable.Range(0, components).Select(_ => LowRanks.Columns(Orthonormal(rank, dimension))).ToArray(),
        RealMatrix.Create([.. Enumerable.Range(0, components).Select(_ => RealVector.Create([.. Enumerable.Range(1, rank).Select(variance)]))]),
        RealVector.Create([.. Enumerable.Range(0, components).Select(_ => variance(0))]));

    /// <summary>Orthonormal rows.</summary>
    public double[][] Orthonormal(int rows, int dimension) => LowRanks.Orthonormal(Enumerable.Range(0, rows).Select(_ => Normals(dimension)).ToArray());

    private void Variances(Span<double> variances)
    {
        foreach (ref var variance in variances)
            variance = Math.Exp(0.3 * Normal());
    }
}

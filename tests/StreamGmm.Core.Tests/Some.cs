namespace StreamGmm.Core.Tests;

/// <summary>Small mixtures and samples for examples.</summary>
internal static class Some
{
    public static TheoryData<string> Shapes => [.. Generators.Shapes.Select(shape => shape.ToString())];

    /// <summary>Those without a rank.</summary>
    public static TheoryData<string> PlainShapes => [.. CovarianceShape.All.Select(shape => shape.ToString())];

    /// <summary>Two components in the plane, at (0, 0) and (5, 1), of unit variance.</summary>
    public static GaussianMixture Pair(CovarianceShape shape) => Unit(shape, [[0, 0], [5, 1]]);

    /// <summary>Equal weights, unit covariances.</summary>
    public static GaussianMixture Unit(CovarianceShape shape, RealMatrix means, double variance = 1)
    {
        var (components, dimension) = (means.Rows, means.Columns);
        var matrix = RealMatrix.Create(dimension, dimension, values =>
        {
            for (var j = 0; j < dimension; j++)
                values[(j * dimension) + j] = variance;
        });
        return new GaussianMixture(
            RealVector.Create(components, weights => weights.Fill(1.0 / weights.Length)),
            means,
            shape.Rank > 0 ? new Draw(1).LowRank(shape.Rank, components, dimension, _ => variance)
            : shape == CovarianceShape.Full ? new Covariances.Full(Enumerable.Repeat(matrix, components))
            : shape == CovarianceShape.Tied ? new Covariances.Tied(matrix)
            : shape == CovarianceShape.Diagonal ? new Covariances.Diagonal(RealMatrix.Create(components, dimension, v => v.Fill(variance)))
            : new Covariances.Spherical(RealVector.Create(components, v => v.Fill(variance))));
    }

    /// <summary>Rows about the two components of <see cref="Pair"/>.</summary>
    public static double[][] Rows(int count, int seed = 1)
    {
        var draw = new Draw(seed);
        return [.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? draw.Normals(2) : [5 + draw.Normal(), 1 + draw.Normal()])];
    }

    /// <summary>No number of a state is NaN, and the mixture has safe covariances.</summary>
    public static void AssertSound(EmState state)
    {
        Assert.False(double.IsNaN(state.LogLikelihood));
        Assert.All(state.Statistics.Values.ToArray(), x => Assert.False(double.IsNaN(x)));
        Assert.All(state.Mixture.Weights, x => Assert.InRange(x, 0, 1));
        Assert.All(state.Mixture.Means.AsSpan().ToArray(), x => Assert.True(double.IsFinite(x)));
        Assert.All(Enumerable.Range(0, state.Mixture.Components), k => Assert.All(state.Mixture.Covariance(k).AsSpan().ToArray(), x => Assert.True(double.IsFinite(x))));
    }
}

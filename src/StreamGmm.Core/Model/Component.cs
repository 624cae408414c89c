using System.Diagnostics;

namespace StreamGmm;

/// <summary>One component of a mixture, whatever the shape: its weight, mean and D × D covariance. Mixtures are taken apart into these and put together from them.</summary>
internal sealed record Component(double Weight, RealVector Mean, RealMatrix Covariance)
{
    /// <summary>A component of a mixture.</summary>
    public static Component Of(GaussianMixture mixture, int component) =>
        new(mixture.Weights[component], RealVector.Create(mixture.Means.Row(component)), mixture.Covariance(component));

    /// <summary>A mixture of components, their weights made to sum to 1, their covariances brought to the shape; null where one is not positive definite.</summary>
    public static GaussianMixture? Compose(CovarianceShape shape, IReadOnlyList<Component> parts)
    {
        var total = parts.Sum(part => part.Weight);
        var (count, dimension) = (parts.Count, parts[0].Mean.Length);
        var weights = RealVector.Create([.. parts.Select(part => total > 0 ? part.Weight / total : 1.0 / count)]);
        var means = RealMatrix.Create([.. parts.Select(part => part.Mean)]);
        Covariances covariances = shape == CovarianceShape.Full ? new Covariances.Full(parts.Select(part => part.Covariance))
            : shape == CovarianceShape.Tied ? new Covariances.Tied(Pooled(parts, weights))
            : shape == CovarianceShape.Diagonal ? new Covariances.Diagonal(RealMatrix.Create([.. parts.Select(part => Diagonal(part.Covariance))]))
            : shape == CovarianceShape.Spherical ? new Covariances.Spherical(RealVector.Create([.. parts.Select(part => Diagonal(part.Covariance).Average())]))
            : shape.Rank > 0 ? Covariances.LowRank.Nearest(Packed(parts), dimension, shape.Rank)
            : throw new UnreachableException();
        return GaussianMixture.TryCreate(weights, means, covariances, out _);
    }

    /// <summary>ln det Σ, the matrix brought to a shape; +∞ where it is not positive definite.</summary>
    public static double LogDeterminant(CovarianceShape shape, RealMatrix covariance) =>
        Compose(shape, [new Component(1, RealVector.Create(new double[covariance.Rows]), covariance)]) is { } mixture
            ? -2 * mixture.Factors.Common - (covariance.Rows * Math.Log(2 * Math.PI))
            : double.PositiveInfinity;

    /// <summary>The component with the moments of both.</summary>
    public static Component Together(Component a, Component b)
    {
        var weight = a.Weight + b.Weight;
        var (p, q) = (a.Weight / weight, b.Weight / weight);
        var mean = a.Mean.Zip(b.Mean, (x, y) => (p * x) + (q * y));
        double[] apart = [.. a.Mean.Zip(b.Mean, (x, y) => x - y)];
        var d = apart.Length;
        return new Component(weight, RealVector.Create([.. mean]), RealMatrix.Create(d, d, covariance =>
        {
            for (var j = 0; j < d; j++)
            {
                for (var l = 0; l <= j; l++)
                    covariance[(j * d) + l] = covariance[(l * d) + j] = (p * a.Covariance[j, l]) + (q * b.Covariance[j, l]) + (p * q * apart[j] * apart[l]);
            }
        }));
    }

    private static double[] Packed(IReadOnlyList<Component> parts)
    {
        var d = parts[0].Mean.Length;
        var length = PackedTriangle.Length(d);
        var packed = new double[parts.Count * length];
        for (var k = 0; k < parts.Count; k++)
            PackedTriangle.Pack(parts[k].Covariance.AsSpan(), d, packed.AsSpan(k * length, length));
        return packed;
    }

    private static RealVector Diagonal(RealMatrix matrix) => RealVector.Create([.. Enumerable.Range(0, matrix.Rows).Select(j => matrix[j, j])]);

    private static RealMatrix Pooled(IReadOnlyList<Component> parts, RealVector weights) =>
        RealMatrix.Create(parts[0].Covariance.Rows, parts[0].Covariance.Columns, pooled =>
        {
            for (var k = 0; k < parts.Count; k++)
            {
                for (var e = 0; e < pooled.Length; e++)
                    pooled[e] += weights[k] * parts[k].Covariance.AsSpan()[e];
            }
        });
}

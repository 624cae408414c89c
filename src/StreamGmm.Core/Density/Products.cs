using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>Products of densities: what two independent sources say together.</summary>
public static class Products
{
    /// <summary>The density proportional to p q, and the logarithm of ∫ p q. Component i K′ + j of the result is made of i and j.</summary>
    /// <remarks>
    /// Normal densities multiply to a multiple of one (Ahrendt, 2005): precisions add, and ∫ N N′ = N(μ; μ′, Σ + Σ′).
    /// Two spherical mixtures make a spherical one, two with independent axes a diagonal one, two tied ones a tied one, all others a full one.
    /// Where the two are so far apart that ∫ p q underflows even in logarithms, the nearest two components take all.
    /// </remarks>
    /// <param name="mixture">p, K components.</param>
    /// <param name="other">q, K′ components over the same features.</param>
    /// <returns>A mixture of K K′ components, and ln ∫ p q.</returns>
    /// <exception cref="ArgumentException">The mixtures have not the same number of features, or a product is too flat to be a density.</exception>
    public static DensityProduct Product(this GaussianMixture mixture, GaussianMixture other)
    {
        ComponentFactors.RequireSameDimension(mixture, other);
        var pairs = (from i in Enumerable.Range(0, mixture.Components) from j in Enumerable.Range(0, other.Components) select (i, j)).ToArray();
        var both = Array.ConvertAll(pairs, pair => new ComponentPair(mixture, pair.i, other, pair.j));
        var weights = Array.ConvertAll(pairs, pair => Math.Log(mixture.Weights[pair.i]) + Math.Log(other.Weights[pair.j]));
        double[] scores = [.. weights.Zip(both, (weight, pair) => weight + pair.LogOverlap)];
        var constant = LogSum.Normalize(scores);
        if (constant == double.NegativeInfinity)
        {
            // Nothing is known but which two are nearest.
            scores[Enumerable.Range(0, pairs.Length).Where(i => weights[i] > double.NegativeInfinity).MinBy(i => both[i].Distance)] = 0;
        }

        var shares = RealVector.Create(Array.ConvertAll(scores, Math.Exp));
        return new DensityProduct(new GaussianMixture(shares, RealMatrix.Create([.. both.Select(pair => pair.MeanOfProduct())]), Together(mixture, other, pairs)), constant);
    }

    private static Covariances Together(GaussianMixture mixture, GaussianMixture other, (int I, int J)[] pairs) => (mixture.Covariances, other.Covariances) switch
    {
        (Covariances.Spherical a, Covariances.Spherical b) =>
            new Covariances.Spherical(RealVector.Create([.. pairs.Select(pair => Together(a.Variances[pair.I], b.Variances[pair.J]))])),
        (Covariances.Diagonal or Covariances.Spherical, Covariances.Diagonal or Covariances.Spherical) =>
            new Covariances.Diagonal(RealMatrix.Create([.. pairs.Select(pair => RealVector.Create([.. Enumerable.Range(0, mixture.Dimension).Select(j => Together(mixture.Variance(pair.I, j), other.Variance(pair.J, j)))]))])),
        (Covariances.Tied, Covariances.Tied) => new Covariances.Tied(Together(mixture, 0, other, 0)),
        _ => new Covariances.Full(pairs.Select(pair => Together(mixture, pair.I, other, pair.J))),
    };

    /// <summary>1 / (1/v + 1/v′).</summary>
    private static double Together(double one, double other) => one <= other ? one / (1 + (one / other)) : other / (1 + (other / one));

    /// <summary>(Σ⁻¹ + Σ′⁻¹)⁻¹, through the factor of the sum.</summary>
    private static RealMatrix Together(GaussianMixture one, int first, GaussianMixture other, int second)
    {
        var d = one.Dimension;
        var precision = new double[PackedTriangle.Length(d)];
        AddPrecision(one.InverseLower(first), precision, d);
        AddPrecision(other.InverseLower(second), precision, d);
        if (!Cholesky.TryFactor(precision, d, out var axis))
            throw new ArgumentException($"The product of component {first} and the other mixture's component {second} is not safely positive definite at axis {axis}: give every direction a variance.", nameof(other));
        return Triangle.Gram(Triangle.InverseColumns(precision, d));
    }

    /// <summary>Adds RᵀR, where R = L⁻¹ row by row.</summary>
    private static void AddPrecision(ReadOnlySpan<double> inverse, Span<double> precision, int dimension)
    {
        for (var m = 0; m < dimension; m++)
        {
            var row = inverse.Slice(PackedTriangle.Row(m), m + 1);
            for (var j = 0; j <= m; j++)
            {
                var below = precision.Slice(PackedTriangle.Row(j), j + 1);
                TensorPrimitives.MultiplyAdd(row[..(j + 1)], row[j], below, below);
            }
        }
    }
}

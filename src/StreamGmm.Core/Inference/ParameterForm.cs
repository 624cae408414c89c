using System.Diagnostics;

namespace StreamGmm;

/// <summary>The parameters of a mixture as one row of numbers: K weights, K × D means, then the covariances (of a matrix the lower half, packed; of low rank the matrices they make).</summary>
internal sealed class ParameterForm
{
    private readonly CovarianceShape shape;
    private readonly int components;
    private readonly int dimension;
    private readonly int scatter;

    public ParameterForm(GaussianMixture mixture)
    {
        (shape, components, dimension) = (mixture.Shape, mixture.Components, mixture.Dimension);
        scatter = mixture.Covariances switch
        {
            Covariances.Diagonal => dimension,
            Covariances.Spherical => 1,
            _ => PackedTriangle.Length(dimension),
        };
        Length = CovarianceStart + ((shape == CovarianceShape.Tied ? 1 : components) * scatter);
    }

    /// <summary>What a number is.</summary>
    public enum Kind
    {
        Weight,
        Mean,
        Variance,
        Covariance,
    }

    public int Length { get; }

    /// <summary>Where the covariances begin.</summary>
    public int CovarianceStart => components + (components * dimension);

    /// <summary>What the number at an index is.</summary>
    public Kind KindOf(int index)
    {
        if (index < CovarianceStart)
            return index < components ? Kind.Weight : Kind.Mean;
        if (scatter != PackedTriangle.Length(dimension))
            return Kind.Variance;
        var place = (index - CovarianceStart) % scatter;
        var row = (int)((Math.Sqrt((8.0 * place) + 1) - 1) / 2);
        return place == PackedTriangle.Diagonal(row) ? Kind.Variance : Kind.Covariance;
    }

    /// <summary>Writes the parameters of a mixture.</summary>
    public void Copy(GaussianMixture mixture, Span<double> row)
    {
        mixture.Weights.AsSpan().CopyTo(row);
        mixture.Means.AsSpan().CopyTo(row[components..]);
        var covariances = row[CovarianceStart..];
        switch (mixture.Covariances)
        {
            case Covariances.Full full:
                for (var k = 0; k < components; k++)
                    full.CopyPacked(k, covariances.Slice(k * scatter, scatter));
                break;
            case Covariances.Tied tied:
                PackedTriangle.Pack(tied.Matrix.AsSpan(), dimension, covariances);
                break;
            case Covariances.Diagonal diagonal:
                diagonal.Variances.AsSpan().CopyTo(covariances);
                break;
            case Covariances.Spherical spherical:
                spherical.Variances.AsSpan().CopyTo(covariances);
                break;
            case Covariances.LowRank:
                for (var k = 0; k < components; k++)
                    PackedTriangle.Pack(mixture.Covariance(k).AsSpan(), dimension, covariances[(k * scatter)..]);
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The numbers of a row in the mixture's form.</summary>
    public ParameterValues Values(double[] row) => new(
        RealVector.Create(row.AsSpan(0, components)),
        RealMatrix.Create(components, dimension, row.AsSpan(components, components * dimension)),
        shape == CovarianceShape.Tied ? new Covariances.Tied(RealMatrix.Create(dimension, dimension, matrix => PackedTriangle.Unpack(row.AsSpan(CovarianceStart), dimension, matrix)))
        : shape == CovarianceShape.Diagonal ? new Covariances.Diagonal(RealMatrix.Create(components, dimension, row.AsSpan(CovarianceStart)))
        : shape == CovarianceShape.Spherical ? new Covariances.Spherical(RealVector.Create(row.AsSpan(CovarianceStart)))
        : new Covariances.Full(row[CovarianceStart..], dimension));
}

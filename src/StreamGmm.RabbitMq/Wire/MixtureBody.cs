using System.Diagnostics;

namespace StreamGmm;

/// <summary>A mixture in a body, bit for bit.</summary>
internal static class MixtureBody
{
    public static void Write(BodyWriter to, GaussianMixture mixture)
    {
        to.Text(mixture.Shape.ToString());
        to.Int(mixture.Components);
        to.Numbers(mixture.Weights);
        to.Numbers(mixture.Means.AsSpan());
        switch (mixture.Covariances)
        {
            case Covariances.Full full:
                Matrices(full.Matrices);
                break;
            case Covariances.Tied tied:
                to.Numbers(tied.Matrix.AsSpan());
                break;
            case Covariances.Diagonal diagonal:
                to.Numbers(diagonal.Variances.AsSpan());
                break;
            case Covariances.Spherical spherical:
                to.Numbers(spherical.Variances);
                break;
            case Covariances.LowRank lowRank:
                Matrices(lowRank.Directions);
                to.Numbers(lowRank.Variances.AsSpan());
                to.Numbers(lowRank.Noise);
                break;
            default:
                throw new UnreachableException();
        }

        void Matrices(IEnumerable<RealMatrix> matrices)
        {
            foreach (var matrix in matrices)
                to.Numbers(matrix.AsSpan());
        }
    }

    /// <exception cref="InvalidDataException">It is not there as a whole.</exception>
    /// <exception cref="ArgumentException">The numbers are no mixture.</exception>
    public static GaussianMixture Read(ref BodyReader from, int dimension)
    {
        var name = from.Text();
        if (!CovarianceShape.TryParse(name, out var shape))
            throw new InvalidDataException("the shape of the covariances has no known name.");
        if (dimension == 0 || shape.Rank >= Math.Max(2, dimension))
            throw new InvalidDataException($"a mixture of shape {shape} in {dimension} dimensions: there is none.");
        var components = from.Count(sizeof(double));
        if (components == 0)
            throw new InvalidDataException("a mixture without components.");
        var weights = RealVector.Create(from.Numbers(components));
        var means = Matrix(ref from, components, dimension);
        return new GaussianMixture(weights, means, CovariancesOf(ref from, shape, components, dimension));
    }

    private static Covariances CovariancesOf(ref BodyReader from, CovarianceShape shape, int components, int dimension)
    {
        if (shape == CovarianceShape.Full)
            return new Covariances.Full(Matrices(ref from, components, dimension, dimension));
        if (shape == CovarianceShape.Tied)
            return new Covariances.Tied(Matrix(ref from, dimension, dimension));
        if (shape == CovarianceShape.Diagonal)
            return new Covariances.Diagonal(Matrix(ref from, components, dimension));
        if (shape == CovarianceShape.Spherical)
            return new Covariances.Spherical(RealVector.Create(from.Numbers(components)));
        var directions = Matrices(ref from, components, dimension, shape.Rank);
        return new Covariances.LowRank(directions, Matrix(ref from, components, shape.Rank), RealVector.Create(from.Numbers(components)));
    }

    private static RealMatrix[] Matrices(ref BodyReader from, int count, int rows, int columns)
    {
        var matrices = new RealMatrix[count];
        for (var k = 0; k < count; k++)
            matrices[k] = Matrix(ref from, rows, columns);
        return matrices;
    }

    private static RealMatrix Matrix(ref BodyReader from, int rows, int columns) =>
        RealMatrix.Create(rows, columns, from.Numbers((long)rows * columns));
}

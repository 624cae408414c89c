using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>What densities of a low-rank component are computed from: r orthonormal directions one after another, 1/σ along each, and 1/σ across them.</summary>
internal readonly ref struct LowRankFactor(ReadOnlySpan<double> numbers, int dimension)
{
    private readonly ReadOnlySpan<double> numbers = numbers;

    private int Rank => (numbers.Length - 1) / (dimension + 1);

    private double Across => numbers[^1];

    /// <summary>The numbers of a factor.</summary>
    public static int Length(int rank, int dimension) => checked((rank * (dimension + 1)) + 1);

    /// <summary>r + D numbers whose squares sum to the squared Mahalanobis distance of a difference: along the directions, then what is left. Nothing is subtracted from a square: far away too it is never negative.</summary>
    public double[] Whiten(ReadOnlySpan<double> difference)
    {
        var z = new double[Rank + dimension];
        var rest = z.AsSpan(Rank);
        difference.CopyTo(rest);
        for (var i = 0; i < Rank; i++)
        {
            var along = InnerProduct.Of(Direction(i), rest);
            TensorPrimitives.MultiplyAdd(Direction(i), -along, rest, rest);
            z[i] = along * Along(i);
        }

        TensorPrimitives.Multiply(rest, Across, rest);
        return z;
    }

    /// <summary>tr(Σ⁻¹ C), C a packed triangle.</summary>
    public double Trace(ReadOnlySpan<double> scatter)
    {
        var (sum, rest) = (0.0, 0.0);
        for (var j = 0; j < dimension; j++)
            rest += scatter[PackedTriangle.Diagonal(j)];
        for (var i = 0; i < Rank; i++)
        {
            var u = Direction(i);
            double square = 0;
            for (var j = 0; j < dimension; j++)
                square += u[j] * ((2 * InnerProduct.Of(scatter.Slice(PackedTriangle.Row(j), j), u[..j])) + (scatter[PackedTriangle.Diagonal(j)] * u[j]));
            sum += square * Along(i) * Along(i);
            rest -= square;
        }

        return sum + (rest * Across * Across);
    }

    private double Along(int direction) => numbers[(Rank * dimension) + direction];

    private ReadOnlySpan<double> Direction(int direction) => numbers.Slice(direction * dimension, dimension);
}

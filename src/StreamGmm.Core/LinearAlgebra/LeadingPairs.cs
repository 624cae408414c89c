using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>The largest eigenvalues of a symmetric positive semi-definite matrix with their directions, fast where directions near them are known.</summary>
/// <remarks>
/// Small matrices are decomposed whole. Of large ones a block of directions is multiplied by the matrix a few times, and the best of the space that all products span go on (block Krylov spaces, restarted; Golub and Underwood, 1977).
/// That space holds the directions given: what is found never captures less variance than they do.
/// </remarks>
internal sealed class LeadingPairs
{
    /// <summary>Up to this dimension the whole decomposition takes a few milliseconds at most.</summary>
    private const int LargestWhole = 128;

    /// <summary>The block is multiplied so many times between restarts.</summary>
    private const int Multiplications = 5;

    private const int MostRestarts = 60;

    /// <summary>The largest residual, as a share of the largest eigenvalue: the error of the eigenvalues is its square beside the gap to the others.</summary>
    private const double Tolerance = 1e-10;

    /// <summary>A restart that captures so small a share of the whole variance more is the last.</summary>
    private const double LeastGain = 1e-15;

    /// <summary>What is left of a vector after its part in a space is taken out, when it is this share or less, is rounding.</summary>
    private const double Dependent = 1e-10;

    private readonly double[] matrix;
    private readonly int dimension;
    private readonly double[] basis;
    private readonly double[] images;
    private int size;

    private LeadingPairs(double[] matrix, int dimension, int block)
    {
        (this.matrix, this.dimension) = (matrix, dimension);
        basis = new double[block * (Multiplications + 1) * dimension];
        images = new double[basis.Length];
    }

    /// <summary>The largest pairs.</summary>
    /// <param name="packed">The matrix, a packed triangle.</param>
    /// <param name="dimension">D.</param>
    /// <param name="count">How many, below D.</param>
    /// <param name="near">Directions to start from, row by row, or none.</param>
    public static Eigenpairs Of(ReadOnlySpan<double> packed, int dimension, int count, ReadOnlySpan<double> near)
    {
        var matrix = new double[dimension * dimension];
        PackedTriangle.Unpack(packed, dimension, matrix);
        if (dimension <= LargestWhole || 4 * count >= dimension)
        {
            var whole = Eigenpairs.Of(RealMatrix.Create(dimension, dimension, matrix));
            return new Eigenpairs(RealVector.Create(whole.Values.AsSpan()[..count]), RealMatrix.Create(count, dimension, whole.Directions.AsSpan()[..(count * dimension)]));
        }

        // Scaled by a power of two, so that squares stay in range.
        var scale = Eigenpairs.Scale(matrix);
        TensorPrimitives.Divide(matrix, scale, matrix);
        var block = count + Math.Max(4, count / 2);
        var found = new LeadingPairs(matrix, dimension, block).Find(count, block, near);
        return Eigenpairs.Ordered([.. found.Values.Select(value => value * scale)], i => found.Directions.Row(i).ToArray());
    }

    private Eigenpairs Find(int count, int block, ReadOnlySpan<double> near)
    {
        var start = new double[block * dimension];
        near.CopyTo(start);
        // Any directions will do for the others, always the same ones.
        var state = 1UL;
        foreach (ref var x in start.AsSpan(near.Length))
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
            x = ((state >> 11) * (1.0 / (1L << 53))) - 0.5;
        }

        double trace = 0, captured = 0;
        for (var j = 0; j < dimension; j++)
            trace += matrix[(j * dimension) + j];
        for (var restart = 0; ; restart++)
        {
            Grow(start, block);
            var ritz = Ritz();
            var (vectors, kept) = (new double[block * dimension], Math.Min(block, size));
            var worst = 0.0;
            for (var i = 0; i < kept; i++)
            {
                var vector = vectors.AsSpan(i * dimension, dimension);
                var image = Combine(images, ritz.Directions.Row(i));
                Combine(basis, ritz.Directions.Row(i)).CopyTo(vector);
                TensorPrimitives.MultiplyAdd(vector, -ritz.Values[i], image, image);
                if (i < count)
                    worst = Math.Max(worst, InnerProduct.Norm(image));
            }

            var (before, now) = (captured, TensorPrimitives.Sum<double>(ritz.Values.AsSpan()[..count]));
            captured = now;
            if (worst <= Tolerance * ritz.Values[0] || (restart > 0 && now - before <= LeastGain * trace) || restart == MostRestarts)
                return new Eigenpairs(RealVector.Create(ritz.Values.AsSpan()[..count]), RealMatrix.Create(count, dimension, vectors.AsSpan(0, count * dimension)));
            start = vectors;
        }
    }

    /// <summary>An orthonormal basis of the block and its products with the matrix; and the product of each vector of it.</summary>
    private void Grow(double[] start, int block)
    {
        size = 0;
        for (var i = 0; i < block; i++)
            Add(start.AsSpan(i * dimension, dimension));
        var first = 0;
        for (var product = 0; product < Multiplications; product++)
        {
            var last = size;
            for (; first < last; first++)
                Add(images.AsSpan(first * dimension, dimension));
        }
    }

    /// <summary>Adds what of a vector is not in the space yet, if that is more than rounding.</summary>
    private void Add(ReadOnlySpan<double> vector)
    {
        if (size == dimension)
            return;
        var added = basis.AsSpan(size * dimension, dimension);
        vector.CopyTo(added);
        var before = InnerProduct.Norm(added);
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < size; i++)
                TensorPrimitives.MultiplyAdd(basis.AsSpan(i * dimension, dimension), -InnerProduct.Of(basis.AsSpan(i * dimension, dimension), added), added, added);
        }

        var after = InnerProduct.Norm(added);
        if (!(after > Dependent * before))
            return;
        TensorPrimitives.Divide(added, after, added);
        for (var j = 0; j < dimension; j++)
            images[(size * dimension) + j] = InnerProduct.Of(matrix.AsSpan(j * dimension, dimension), added);
        size++;
    }

    /// <summary>The matrix within the space, decomposed.</summary>
    private Eigenpairs Ritz() => Eigenpairs.Of(RealMatrix.Create(size, size, within =>
    {
        for (var i = 0; i < size; i++)
        {
            for (var l = 0; l <= i; l++)
                within[(i * size) + l] = within[(l * size) + i] = InnerProduct.Of(basis.AsSpan(i * dimension, dimension), images.AsSpan(l * dimension, dimension));
        }
    }));

    private double[] Combine(double[] vectors, ReadOnlySpan<double> shares)
    {
        var sum = new double[dimension];
        for (var i = 0; i < size; i++)
            TensorPrimitives.MultiplyAdd(vectors.AsSpan(i * dimension, dimension), shares[i], sum, sum);
        return sum;
    }
}

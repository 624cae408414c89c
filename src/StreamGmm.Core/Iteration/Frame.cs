using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>The covariance of one component as the unit of measure: differences of means and covariances without units, their squared norms in nats.</summary>
internal abstract class Frame
{
    /// <summary>The numbers of one covariance.</summary>
    public abstract int Length { get; }

    /// <summary>L⁻¹ d, for a difference of means.</summary>
    public abstract void Whiten(ReadOnlySpan<double> difference, Span<double> coordinates);

    /// <summary>L d, the way back.</summary>
    public abstract void Unwhiten(ReadOnlySpan<double> coordinates, Span<double> difference);

    /// <summary>The coordinates of a covariance.</summary>
    public abstract void Write(ReadOnlySpan<double> covariance, Span<double> coordinates);

    /// <summary>The covariance of coordinates.</summary>
    public abstract void Read(ReadOnlySpan<double> coordinates, Span<double> covariance);

    /// <summary>The frames of a mixture's components; where they share a covariance, one.</summary>
    public static Frame[] Of(GaussianMixture mixture, double[] covariances)
    {
        var (d, shape) = (mixture.Dimension, mixture.Shape);
        var isTriangle = shape == CovarianceShape.Full || shape == CovarianceShape.Tied;
        var length = isTriangle ? PackedTriangle.Length(d) : shape == CovarianceShape.Diagonal ? d : 1;
        return [.. Enumerable.Range(0, covariances.Length / length).Select(k => isTriangle
            ? (Frame)new EllipsoidFrame(covariances.AsSpan(k * length, length), mixture.Factors.Inverse(k), d)
            : new AxesFrame(covariances.AsSpan(k * length, length), d))];
    }

    /// <summary>L⁻¹ Σ L⁻ᵀ: it moves with any linear map of the data, and a straight line in it is one in Σ.</summary>
    private sealed class EllipsoidFrame : Frame
    {
        private static readonly double RootOfHalf = Math.Sqrt(0.5);

        private readonly double[] factor;
        private readonly double[] inverse;
        private readonly int dimension;

        public EllipsoidFrame(ReadOnlySpan<double> covariance, ReadOnlySpan<double> inverse, int dimension)
        {
            (factor, this.inverse, this.dimension) = (covariance.ToArray(), inverse.ToArray(), dimension);
            _ = Cholesky.TryFactor(factor, dimension, out _);
        }

        public override int Length => factor.Length;

        public override void Whiten(ReadOnlySpan<double> difference, Span<double> coordinates) => Multiply(inverse, difference, coordinates);

        public override void Unwhiten(ReadOnlySpan<double> coordinates, Span<double> difference) => Multiply(factor, coordinates, difference);

        public override void Write(ReadOnlySpan<double> covariance, Span<double> coordinates)
        {
            Transform(inverse, covariance, coordinates);
            for (var j = 0; j < dimension; j++)
                coordinates[PackedTriangle.Diagonal(j)] *= RootOfHalf;
        }

        public override void Read(ReadOnlySpan<double> coordinates, Span<double> covariance)
        {
            var own = coordinates.ToArray();
            for (var j = 0; j < dimension; j++)
                own[PackedTriangle.Diagonal(j)] /= RootOfHalf;
            Transform(factor, own, covariance);
        }

        private void Multiply(ReadOnlySpan<double> triangle, ReadOnlySpan<double> x, Span<double> product)
        {
            for (var j = dimension - 1; j >= 0; j--)
                product[j] = InnerProduct.Of(triangle.Slice(PackedTriangle.Row(j), j + 1), x[..(j + 1)]);
        }

        /// <summary>A S Aᵀ.</summary>
        private void Transform(ReadOnlySpan<double> triangle, ReadOnlySpan<double> symmetric, Span<double> result)
        {
            var whole = new double[dimension * dimension];
            PackedTriangle.Unpack(symmetric, dimension, whole);
            var half = new double[dimension];
            for (var i = 0; i < dimension; i++)
            {
                Array.Clear(half);
                for (var l = 0; l <= i; l++)
                    TensorPrimitives.MultiplyAdd(whole.AsSpan(l * dimension, dimension), triangle[PackedTriangle.Row(i) + l], half, half);
                for (var j = 0; j <= i; j++)
                    result[PackedTriangle.Row(i) + j] = InnerProduct.Of(half.AsSpan(0, j + 1), triangle.Slice(PackedTriangle.Row(j), j + 1));
            }
        }
    }

    /// <summary>ln v against the variances of the frame, along each axis or of a ball.</summary>
    private sealed class AxesFrame(ReadOnlySpan<double> covariance, int dimension) : Frame
    {
        private readonly double[] variances = covariance.ToArray();
        private readonly double root = Math.Sqrt(0.5 * dimension / covariance.Length);

        public override int Length => variances.Length;

        public override void Whiten(ReadOnlySpan<double> difference, Span<double> coordinates)
        {
            for (var j = 0; j < difference.Length; j++)
                coordinates[j] = difference[j] / Math.Sqrt(variances[j % Length]);
        }

        public override void Unwhiten(ReadOnlySpan<double> coordinates, Span<double> difference)
        {
            for (var j = 0; j < coordinates.Length; j++)
                difference[j] = coordinates[j] * Math.Sqrt(variances[j % Length]);
        }

        public override void Write(ReadOnlySpan<double> covariance, Span<double> coordinates)
        {
            for (var j = 0; j < Length; j++)
                coordinates[j] = root * Math.Log(covariance[j] / variances[j]);
        }

        public override void Read(ReadOnlySpan<double> coordinates, Span<double> covariance)
        {
            for (var j = 0; j < Length; j++)
                covariance[j] = variances[j] * Math.Exp(coordinates[j] / root);
        }
    }
}

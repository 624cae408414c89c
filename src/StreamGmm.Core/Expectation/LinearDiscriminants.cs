using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>Linear functions of a sample, one a component: the largest tells where the sample would belong if the components shared their mean covariance (Fisher, 1936).</summary>
/// <remarks>a_k = Σ⁻¹ μ_k and b_k = ½ a_k · μ_k − ln π_k, Σ = Σ_k π_k Σ_k: the function is a_k · x − b_k.</remarks>
internal sealed class LinearDiscriminants
{
    /// <summary>The offset up to which floats tell to a nat or so where a sample belongs.</summary>
    private const double LargestOffset = 1e6;

    private readonly double[] directions;
    private readonly double[] offsets;
    private float[]? roundedDirections;
    private float[]? roundedOffsets;

    private LinearDiscriminants(double[] directions, double[] offsets)
    {
        (this.directions, this.offsets) = (directions, offsets);
        AreRoundable = !Array.Exists(offsets, b => double.IsFinite(b) && Math.Abs(b) > LargestOffset);
    }

    /// <summary>True where no component is so far from the origin that floats could not tell it from its neighbours.</summary>
    public bool AreRoundable { get; }

    /// <summary>a, K × D.</summary>
    public ReadOnlySpan<T> Directions<T>()
        where T : unmanaged => Elements.Of<T>(directions, ref roundedDirections);

    /// <summary>b, K numbers.</summary>
    public ReadOnlySpan<T> Offsets<T>()
        where T : unmanaged => Elements.Of<T>(offsets, ref roundedOffsets);

    /// <summary>The discriminants of a mixture whose means are given relative to the origin of the samples; null where the mean covariance cannot be inverted.</summary>
    public static LinearDiscriminants? TryCreate(RealVector weights, Covariances.Full covariances, ReadOnlySpan<double> means)
    {
        var dimension = means.Length / weights.Length;
        var inverse = new double[PackedTriangle.Length(dimension)];
        var matrix = new double[inverse.Length];
        for (var k = 0; k < weights.Length; k++)
        {
            covariances.CopyPacked(k, matrix);
            TensorPrimitives.MultiplyAdd(matrix, weights[k], inverse, inverse);
        }

        using var scratch = new AlignedBuffer<double>(CholeskyLanes.ScratchLength(dimension));
        if (!CholeskyLanes.TryInvert(inverse, dimension, new ScaledProduct[] { ScaledProduct.One }, scratch.Span))
            return null;

        var (directions, offsets, turned) = (new double[means.Length], new double[weights.Length], new double[dimension]);
        for (var k = 0; k < weights.Length; k++)
        {
            var mean = means.Slice(k * dimension, dimension);
            var direction = directions.AsSpan(k * dimension, dimension);
            for (var j = 0; j < dimension; j++)
            {
                var row = inverse.AsSpan(PackedTriangle.Row(j), j + 1);
                turned[j] = TensorPrimitives.Dot(row, mean[..(j + 1)]);
                TensorPrimitives.MultiplyAdd(row, turned[j], direction[..(j + 1)], direction[..(j + 1)]);
            }

            // A component of weight 0 is nearest to nothing.
            offsets[k] = (0.5 * TensorPrimitives.Dot(turned, turned)) - Math.Log(weights[k]);
        }

        return new LinearDiscriminants(directions, offsets);
    }
}

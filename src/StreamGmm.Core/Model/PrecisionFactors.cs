using System.Diagnostics;

namespace StreamGmm;

/// <summary>What densities are computed from: the inverse Cholesky factors of the covariances and the constant of each component.</summary>
/// <remarks>Full: K packed triangles L⁻¹; tied: one; diagonal: K × D of 1/σ; spherical: K of 1/σ.</remarks>
internal sealed class PrecisionFactors
{
    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    private readonly double[] inverse;
    private readonly int stride;
    private readonly double[] constants;

    private PrecisionFactors(double[] inverse, int length, bool shared, double[] constants)
    {
        this.inverse = inverse;
        Length = length;
        stride = shared ? 0 : length;
        this.constants = constants;
    }

    /// <summary>The elements a component has in <see cref="Inverse"/>.</summary>
    public int Length { get; }

    /// <summary>L⁻¹ of a component, packed, or its 1/σ.</summary>
    public ReadOnlySpan<double> Inverse(int component) => inverse.AsSpan(component * stride, Length);

    /// <summary>ln π − D/2 ln 2π − ½ ln det Σ of a component.</summary>
    public double Constant(int component) => constants[component];

    /// <summary>Factors the covariances; null, with the component and the axis, at the first matrix that is not safely positive definite.</summary>
    public static PrecisionFactors? TryCreate(RealVector weights, Covariances covariances, int dimension, out (int Component, int Axis) fault)
    {
        var shared = covariances is Covariances.Tied;
        var count = shared ? 1 : weights.Length;
        var length = covariances switch
        {
            Covariances.Full or Covariances.Tied => PackedTriangle.Length(dimension),
            Covariances.Diagonal => dimension,
            Covariances.Spherical => 1,
            _ => throw new UnreachableException(),
        };
        var inverse = new double[count * length];
        var constants = new double[weights.Length];
        for (var k = 0; k < count; k++)
        {
            if (!TryInvert(covariances, k, dimension, inverse.AsSpan(k * length, length), out var halfLogDeterminant, out var axis))
            {
                fault = (k, axis);
                return null;
            }

            constants[k] = (-0.5 * dimension * LogTwoPi) - halfLogDeterminant;
        }

        for (var k = constants.Length - 1; k >= 0; k--)
            constants[k] = Math.Log(weights[k]) + constants[shared ? 0 : k];
        fault = default;
        return new PrecisionFactors(inverse, length, shared, constants);
    }

    private static bool TryInvert(Covariances covariances, int component, int dimension, Span<double> inverse, out double halfLogDeterminant, out int axis)
    {
        halfLogDeterminant = 0;
        switch (covariances)
        {
            case Covariances.Full or Covariances.Tied:
                PackedTriangle.Pack(covariances.Of(component, dimension).AsSpan(), dimension, inverse);
                if (!Cholesky.TryFactor(inverse, dimension, out axis))
                    return false;
                for (var j = 0; j < dimension; j++)
                    halfLogDeterminant += Math.Log(inverse[PackedTriangle.Diagonal(j)]);
                Cholesky.Invert(inverse, dimension);
                return true;

            case Covariances.Diagonal diagonal:
                for (axis = 0; axis < dimension; axis++)
                {
                    var variance = diagonal.Variances[component, axis];
                    if (variance is not (> 0 and < double.PositiveInfinity))
                        return false;
                    inverse[axis] = 1 / Math.Sqrt(variance);
                    halfLogDeterminant += 0.5 * Math.Log(variance);
                }

                return true;

            case Covariances.Spherical spherical:
                axis = 0;
                inverse[0] = 1 / Math.Sqrt(spherical.Variances[component]);
                halfLogDeterminant = 0.5 * dimension * Math.Log(spherical.Variances[component]);
                return spherical.Variances[component] is > 0 and < double.PositiveInfinity;

            default:
                throw new UnreachableException();
        }
    }
}

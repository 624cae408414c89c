using System.Diagnostics;

namespace StreamGmm;

/// <summary>What densities are computed from: the inverse Cholesky factors of the covariances and the constant of each component.</summary>
/// <remarks>
/// Full: K packed triangles L⁻¹; tied: one; diagonal: K × D of 1/σ; spherical: K of 1/σ.
/// What the constants have in common is kept apart, and determinants as a power of two and a rest: scaling an axis by a power of two changes nothing but <see cref="Common"/>.
/// </remarks>
internal sealed class PrecisionFactors
{
    private const double LogTwo = 0.6931471805599453;

    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    private readonly double[] inverse;
    private readonly int stride;
    private readonly double[] constants;

    private PrecisionFactors(double[] inverse, int length, bool shared, double[] constants, double common)
    {
        this.inverse = inverse;
        Length = length;
        stride = shared ? 0 : length;
        this.constants = constants;
        Common = common;
    }

    /// <summary>−D/2 ln 2π − ½ ln det Σ of component 0: what every log density has besides.</summary>
    public double Common { get; }

    /// <summary>The elements a component has in <see cref="Inverse"/>.</summary>
    public int Length { get; }

    /// <summary>L⁻¹ of a component, packed, or its 1/σ.</summary>
    public ReadOnlySpan<double> Inverse(int component) => inverse.AsSpan(component * stride, Length);

    /// <summary>ln π − ½ ln det Σ of a component, + ½ ln det Σ of component 0.</summary>
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
        var determinants = new LogDeterminant[count];
        for (var k = 0; k < count; k++)
        {
            if (!TryInvert(covariances, k, dimension, inverse.AsSpan(k * length, length), out determinants[k], out var axis))
            {
                fault = (k, axis);
                return null;
            }
        }

        for (var k = 0; k < constants.Length; k++)
            constants[k] = Math.Log(weights[k]) + determinants[0].HalfBeyond(determinants[shared ? 0 : k]);
        fault = default;
        return new PrecisionFactors(inverse, length, shared, constants, (-0.5 * dimension * LogTwoPi) - determinants[0].HalfBeyond(default));
    }

    private static bool TryInvert(Covariances covariances, int component, int dimension, Span<double> inverse, out LogDeterminant determinant, out int axis)
    {
        determinant = default;
        switch (covariances)
        {
            case Covariances.Full or Covariances.Tied:
                PackedTriangle.Pack(covariances.Of(component, dimension).AsSpan(), dimension, inverse);
                if (!Cholesky.TryFactor(inverse, dimension, out axis))
                    return false;
                for (var j = 0; j < dimension; j++)
                    determinant = determinant.Times(inverse[PackedTriangle.Diagonal(j)], 2);
                Cholesky.Invert(inverse, dimension);
                return true;

            case Covariances.Diagonal diagonal:
                for (axis = 0; axis < dimension; axis++)
                {
                    var variance = diagonal.Variances[component, axis];
                    if (variance is not (> 0 and < double.PositiveInfinity))
                        return false;
                    inverse[axis] = 1 / Math.Sqrt(variance);
                    determinant = determinant.Times(variance, 1);
                }

                return true;

            case Covariances.Spherical spherical:
                axis = 0;
                if (spherical.Variances[component] is not (> 0 and < double.PositiveInfinity))
                    return false;
                inverse[0] = 1 / Math.Sqrt(spherical.Variances[component]);
                determinant = determinant.Times(spherical.Variances[component], dimension);
                return true;

            default:
                throw new UnreachableException();
        }
    }

    /// <summary>ln of a product of powers: a whole number of ln 2, and the rest.</summary>
    private readonly record struct LogDeterminant(long Twos, double Rest)
    {
        /// <summary>The product with a power of a positive number.</summary>
        public LogDeterminant Times(double factor, int power)
        {
            var exponent = Math.ILogB(factor);
            return new LogDeterminant(Twos + (power * exponent), Rest + (power * Math.Log(Math.ScaleB(factor, -exponent))));
        }

        /// <summary>Half of what this is beyond another.</summary>
        public double HalfBeyond(LogDeterminant other) => 0.5 * (((Twos - other.Twos) * LogTwo) + (Rest - other.Rest));
    }
}

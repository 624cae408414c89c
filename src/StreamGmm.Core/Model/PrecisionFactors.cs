using System.Diagnostics;

namespace StreamGmm;

/// <summary>What densities are computed from: the inverse Cholesky factors of the covariances and the constant of each component.</summary>
/// <remarks>
/// Full: K packed triangles L⁻¹; tied: one; diagonal: K × D of 1/σ; spherical: K of 1/σ; low rank: K times r directions, their r of 1/σ and 1/σ of the noise (<see cref="LowRankFactor"/>).
/// What the constants have in common is kept apart, and determinants as a power of two and a rest: scaling an axis by a power of two changes nothing but <see cref="Common"/>.
/// </remarks>
internal sealed class PrecisionFactors
{
    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    private readonly double[] inverse;
    private readonly int stride;
    private readonly double[] constants;
    private float[]? rounded;

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

    /// <summary>The same for kernels of either element.</summary>
    public ReadOnlySpan<T> Inverse<T>(int component)
        where T : unmanaged => Elements.Of<T>(inverse, ref rounded).Slice(component * stride, Length);

    /// <summary><see cref="Inverse(int)"/> of all components, one after another.</summary>
    public ReadOnlySpan<T> Inverses<T>()
        where T : unmanaged => Elements.Of<T>(inverse, ref rounded);

    /// <summary><see cref="Constant"/> of all components.</summary>
    public ReadOnlySpan<double> Constants => constants;

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
            Covariances.LowRank lowRank => LowRankFactor.Length(lowRank.Rank, dimension),
            _ => throw new UnreachableException(),
        };
        var inverse = GC.AllocateUninitializedArray<double>(count * length);
        var constants = new double[weights.Length];
        var determinants = new ScaledProduct[count];
        Array.Fill(determinants, ScaledProduct.One);
        if (!TryInvert(covariances, dimension, count, inverse, determinants, out fault))
            return null;

        // ½ ln det Σ is the product's logarithm, so many times.
        var times = covariances switch
        {
            Covariances.Diagonal or Covariances.LowRank => 0.5,
            Covariances.Spherical => 0.5 * dimension,
            _ => 1,
        };
        for (var k = 0; k < constants.Length; k++)
            constants[k] = Math.Log(weights[k]) + (times * determinants[0].LogBeyond(determinants[shared ? 0 : k]));
        var common = (-0.5 * dimension * LogTwoPi) - (times * determinants[0].LogBeyond(ScaledProduct.One));
        return new PrecisionFactors(inverse, length, shared, constants, common);
    }

    private static bool TryInvert(Covariances covariances, int dimension, int count, Span<double> inverse, ScaledProduct[] determinants, out (int Component, int Axis) fault)
    {
        fault = default;
        switch (covariances)
        {
            case Covariances.Full full:
                return TryInvert(full.CopyPacked, dimension, count, inverse, determinants, out fault);

            case Covariances.Tied tied:
                return TryInvert((_, packed) => PackedTriangle.Pack(tied.Matrix.AsSpan(), dimension, packed), dimension, count, inverse, determinants, out fault);

            case Covariances.Diagonal diagonal:
                for (var i = 0; i < inverse.Length; i++)
                {
                    fault = (i / dimension, i % dimension);
                    if (!TryInvert(diagonal.Variances.AsSpan()[i], out inverse[i], ref determinants[i / dimension]))
                        return false;
                }

                return true;

            case Covariances.Spherical spherical:
                for (var k = 0; k < count; k++)
                {
                    fault = (k, 0);
                    if (!TryInvert(spherical.Variances[k], out inverse[k], ref determinants[k]))
                        return false;
                }

                return true;

            case Covariances.LowRank lowRank:
                for (var k = 0; k < count; k++)
                {
                    fault = (k, lowRank.Rank);
                    if (!TryInvert(lowRank, k, dimension, inverse.Slice(k * (inverse.Length / count), inverse.Length / count), ref determinants[k]))
                        return false;
                }

                return true;

            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The directions, and 1/σ along and across them, where the noise is no rounding.</summary>
    private static bool TryInvert(Covariances.LowRank covariances, int component, int dimension, Span<double> inverse, ref ScaledProduct determinant)
    {
        var variances = covariances.Variances.Row(component);
        var noise = covariances.Noise[component];
        var directions = covariances.DirectionsOf(component);
        directions.CopyTo(inverse);
        var largest = noise;
        for (var i = 0; i < variances.Length; i++)
        {
            if (!TryInvert(variances[i], out inverse[directions.Length + i], ref determinant))
                return false;
            largest = Math.Max(largest, variances[i]);
        }

        for (var j = variances.Length; j < dimension; j++)
        {
            if (!TryInvert(noise, out inverse[^1], ref determinant))
                return false;
        }

        return noise > Cholesky.SmallestPivot * largest;
    }

    /// <summary>1/σ, where the variance is a positive number.</summary>
    private static bool TryInvert(double variance, out double inverse, ref ScaledProduct determinant)
    {
        inverse = 1 / Math.Sqrt(variance);
        if (variance is not (> 0 and < double.PositiveInfinity))
            return false;
        determinant *= variance;
        return true;
    }

    /// <summary>L⁻¹ of matrices, eight at a time.</summary>
    private static bool TryInvert(CopyPacked copy, int dimension, int count, Span<double> inverse, ScaledProduct[] determinants, out (int Component, int Axis) fault)
    {
        var length = PackedTriangle.Length(dimension);
        using var scratch = new AlignedBuffer<double>(CholeskyLanes.ScratchLength(dimension));
        for (var first = 0; first < count; first += CholeskyLanes.Count)
        {
            var size = Math.Min(CholeskyLanes.Count, count - first);
            var group = inverse.Slice(first * length, size * length);
            for (var k = 0; k < size; k++)
                copy(first + k, group.Slice(k * length, length));
            if (!CholeskyLanes.TryInvert(group, dimension, determinants.AsSpan(first), scratch.Span))
            {
                fault = Fault(copy, first, size, dimension);
                return false;
            }
        }

        fault = default;
        return true;
    }

    /// <summary>The first matrix that cannot be factored alone, and the axis.</summary>
    private static (int Component, int Axis) Fault(CopyPacked copy, int first, int size, int dimension)
    {
        var matrix = new double[PackedTriangle.Length(dimension)];
        for (var k = first; k < first + size; k++)
        {
            copy(k, matrix);
            if (!Cholesky.TryFactor(matrix, dimension, out var axis))
                return (k, axis);
        }

        return (first, 0);
    }

    /// <summary>Writes the packed matrix of a component.</summary>
    internal delegate void CopyPacked(int component, Span<double> packed);
}

using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>How far from the origin samples may lie, axis by axis, for the E-step of a mixture to be accurate in floats: log-likelihoods agree with those in doubles to 1e-5, and nothing overflows.</summary>
/// <remarks>A float is exact to 6e-8 of itself. Whatever lies outside is evaluated in doubles: a tile with a far sample, or all samples under a mixture that is too narrow.</remarks>
internal sealed class FloatRange
{
    /// <summary>Standard deviations of the narrowest component, at which a float still tells 6e-5 of one.</summary>
    private const double Farthest = 1000;

    /// <summary>The standard deviations between which squares of distances, times weights, stay well inside of floats.</summary>
    private const double Narrowest = 1e-9;
    private const double Widest = 1e9;

    /// <summary>What the terms of a row of L⁻¹ (x − μ) may be in sum, when the row itself is 1: as much is lost to cancellation. A correlation of 0.9995 comes to that.</summary>
    private const double MostCancellation = 64;

    /// <summary>The standard deviations between components that share a covariance up to which their common scatter is told from the spread of the means.</summary>
    public const double MostSpread = 16;

    private readonly float[] limits;

    private FloatRange(float[] limits) => this.limits = limits;

    /// <summary>The largest |x − origin| along each axis.</summary>
    public ReadOnlySpan<float> Limits => limits;

    /// <summary>The range for samples that are floats; null where they are doubles, or floats do not suffice for any. Pivots are rounded to floats where there is a range.</summary>
    public static FloatRange? Of(GaussianMixture mixture, Samples samples, RealVector origin, Span<double> pivots)
    {
        if (!samples.Features.AreFloats || !samples.HaveModerateWeights || !AreFloats(origin.AsSpan()) || mixture.Whitened?.Spread > MostSpread)
            return null;
        var steepest = new double[mixture.Dimension];
        for (var k = 0; k < mixture.Components; k++)
        {
            if (!TryAdd(mixture, k, steepest))
                return null;
        }

        var limits = Array.ConvertAll(steepest, s => (float)(Farthest / s));
        for (var i = 0; i < pivots.Length; i++)
        {
            var axis = i % mixture.Dimension;
            if (!(Math.Abs(pivots[i]) <= limits[axis] && Math.Abs(mixture.Means.AsSpan()[i] - origin[axis]) <= limits[axis]))
                return null;
            if (samples.ConstantAxes[axis] && (float)pivots[i] != pivots[i])
                return null;
        }

        foreach (ref var pivot in pivots)
            pivot = (float)pivot;
        return new FloatRange(limits);
    }

    private static bool AreFloats(ReadOnlySpan<double> values)
    {
        foreach (var x in values)
        {
            if ((float)x != x)
                return false;
        }

        return true;
    }

    /// <summary>Takes the largest elements of each column of L⁻¹ into <paramref name="steepest"/>; false where the component is too narrow or too wide, or its axes are too correlated.</summary>
    private static bool TryAdd(GaussianMixture mixture, int component, Span<double> steepest)
    {
        var dimension = mixture.Dimension;
        var inverse = mixture.Factors.Inverse(component);
        if (mixture.Shape.Rank is > 0 and var rank)
            return TryAddLowRank(inverse[(rank * dimension)..], steepest);
        var isTriangle = mixture.Covariances is Covariances.Full or Covariances.Tied;
        for (var j = 0; j < dimension; j++)
        {
            var diagonal = inverse[isTriangle ? PackedTriangle.Diagonal(j) : inverse.Length == 1 ? 0 : j];
            if (diagonal is not (>= 1 / Widest and <= 1 / Narrowest))
                return false;
            steepest[j] = Math.Max(steepest[j], diagonal);
        }

        if (!isTriangle)
            return true;
        Span<double> deviations = new double[dimension];
        for (var j = 0; j < dimension; j++)
            deviations[j] = Math.Sqrt(mixture.Covariances.Variance(component, j));
        for (var j = 1; j < dimension; j++)
        {
            var row = inverse.Slice(PackedTriangle.Row(j), j + 1);
            double sum = 0;
            for (var l = 0; l <= j; l++)
            {
                var w = Math.Abs(row[l]);
                sum += w * deviations[l];
                steepest[l] = Math.Max(steepest[l], w);
            }

            if (!(sum <= MostCancellation))
                return false;
        }

        return true;
    }

    /// <summary>The same for 1/σ along and across the directions of a low-rank component: what lies along them is taken out of a sample, which costs as much as the widest is wider than the narrowest.</summary>
    private static bool TryAddLowRank(ReadOnlySpan<double> inverse, Span<double> steepest)
    {
        var (least, most) = (TensorPrimitives.Min(inverse), TensorPrimitives.Max(inverse));
        foreach (ref var steep in steepest)
            steep = Math.Max(steep, most);
        return least >= 1 / Widest && most <= 1 / Narrowest && most <= MostCancellation * least;
    }
}

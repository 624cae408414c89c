using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>A component of one mixture beside a component of another, as two normal distributions: how far apart they are, how much they overlap.</summary>
internal sealed class ComponentPair
{
    private readonly GaussianMixture one;
    private readonly int first;
    private readonly GaussianMixture other;
    private readonly int second;

    // L of (Σ + Σ′)/2 = L Lᵀ, packed; null where the axes are independent.
    private readonly double[]? lower;
    private readonly double[] whitened;
    private readonly double logDeterminant;

    public ComponentPair(GaussianMixture one, int first, GaussianMixture other, int second)
    {
        (this.one, this.first, this.other, this.second) = (one, first, other, second);
        whitened = Apart(one, first, other, second);
        if (one.IsAxisAligned() && other.IsAxisAligned())
        {
            for (var j = 0; j < whitened.Length; j++)
            {
                var variance = MiddleVariance(j);
                whitened[j] /= Math.Sqrt(variance);
                logDeterminant += Math.Log(variance);
            }

            return;
        }

        lower = Middle();
        Triangle.Solve(lower, whitened);
        logDeterminant = Triangle.LogDeterminant(lower, whitened.Length);
    }

    /// <summary>ln ∫ N N′ = ln N(μ; μ′, Σ + Σ′).</summary>
    public double LogOverlap => (-0.5 * ((whitened.Length * Math.Log(4 * Math.PI)) + logDeterminant)) - (0.25 * TensorPrimitives.SumOfSquares<double>(whitened));

    /// <summary>‖μ − μ′‖ by the mean of both covariances, where its square would overflow too.</summary>
    public double Distance
    {
        get
        {
            var largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(whitened));
            return largest == 0 ? 0 : largest * Math.Sqrt(whitened.Sum(z => z / largest * (z / largest)));
        }
    }

    /// <summary>−ln ∫ √(N N′) = ⅛ ‖μ − μ′‖² + ½ ln (det Σ̄ / √(det Σ det Σ′)), Σ̄ = (Σ + Σ′)/2 (Bhattacharyya, 1943); 0 or more.</summary>
    public double Bhattacharyya => Math.Max(
        0,
        (0.125 * TensorPrimitives.SumOfSquares<double>(whitened)) + (0.5 * (logDeterminant - (0.5 * (one.LogDeterminant(first) + other.LogDeterminant(second))))));

    /// <summary>KL(N ‖ N′) = ½ (tr Σ′⁻¹Σ + (μ − μ′)ᵀ Σ′⁻¹ (μ − μ′) − D + ln det Σ′/det Σ), in nats, of each component and each of the other mixture, K × K′; ∞ where it overflows.</summary>
    public static RealMatrix Divergences(GaussianMixture one, GaussianMixture other) => RealMatrix.Create(one.Components, other.Components, values =>
    {
        var isAligned = one.IsAxisAligned() && other.IsAxisAligned();
        for (var i = 0; i < one.Components; i++)
        {
            var columns = isAligned ? null : Triangle.Columns(one.Lower(i), one.Dimension);
            for (var j = 0; j < other.Components; j++)
                values[(i * other.Components) + j] = Divergence(one, i, other, j, columns);
        }
    });

    /// <summary>KL(N ‖ N′) of one component and one of the other mixture.</summary>
    public static double Divergence(GaussianMixture one, int first, GaussianMixture other, int second) =>
        Divergence(one, first, other, second, one.IsAxisAligned() && other.IsAxisAligned() ? null : Triangle.Columns(one.Lower(first), one.Dimension));

    /// <summary>The mean of the normal distribution that N N′ is a multiple of: μ + Σ (Σ + Σ′)⁻¹ (μ′ − μ).</summary>
    public RealVector MeanOfProduct()
    {
        var weighted = whitened.AsSpan().ToArray();
        if (lower is null)
        {
            for (var j = 0; j < weighted.Length; j++)
                weighted[j] /= Math.Sqrt(MiddleVariance(j));
        }
        else
        {
            Triangle.SolveTransposed(lower, weighted);
        }

        return RealVector.Create(weighted.Length, mean =>
        {
            var covariance = lower is null ? null : one.Covariance(first);
            for (var j = 0; j < mean.Length; j++)
                mean[j] = one.Means[first, j] - (0.5 * (covariance is null ? one.Variance(first, j) * weighted[j] : TensorPrimitives.Dot(covariance.Row(j), weighted)));
        });
    }

    private static double Divergence(GaussianMixture one, int first, GaussianMixture other, int second, double[]? columns)
    {
        var excess = columns is null ? Excess(one, first, other, second) : Excess(Apart(one, first, other, second), columns, other.InverseLower(second));
        return Math.Max(0, 0.5 * (other.LogDeterminant(second) - one.LogDeterminant(first) + excess));
    }

    /// <summary>tr Σ′⁻¹Σ − D + (μ − μ′)ᵀ Σ′⁻¹ (μ − μ′), axis by axis.</summary>
    private static double Excess(GaussianMixture one, int first, GaussianMixture other, int second)
    {
        var (apart, sum) = (Apart(one, first, other, second), 0.0);
        for (var j = 0; j < apart.Length; j++)
            sum += ((one.Variance(first, j) + (apart[j] * apart[j])) / other.Variance(second, j)) - 1;
        return sum;
    }

    /// <summary>The same as ‖L′⁻¹ L‖² − D + ‖L′⁻¹ (μ − μ′)‖², from the rows of L′⁻¹ and the columns of L.</summary>
    private static double Excess(ReadOnlySpan<double> apart, ReadOnlySpan<double> columns, ReadOnlySpan<double> inverse)
    {
        var sum = 0.0;
        for (var j = 0; j < apart.Length; j++)
        {
            var row = inverse.Slice(PackedTriangle.Row(j), j + 1);
            var (shift, variance, start) = (TensorPrimitives.Dot(row, apart[..(j + 1)]), 0.0, 0);
            for (var m = 0; m <= j; m++)
            {
                var z = TensorPrimitives.Dot(row[m..], columns.Slice(start, j + 1 - m));
                variance += z * z;
                start += apart.Length - m;
            }

            sum += (shift * shift) + (variance - 1);
        }

        return sum;
    }

    private static double[] Apart(GaussianMixture one, int first, GaussianMixture other, int second)
    {
        var apart = new double[one.Dimension];
        TensorPrimitives.Subtract(one.Means.Row(first), other.Means.Row(second), apart);
        return apart;
    }

    private double MiddleVariance(int axis) => (0.5 * one.Variance(first, axis)) + (0.5 * other.Variance(second, axis));

    private double[] Middle()
    {
        var (a, b) = (one.Covariance(first), other.Covariance(second));
        var packed = new double[PackedTriangle.Length(a.Rows)];
        for (var j = 0; j < a.Rows; j++)
        {
            for (var l = 0; l <= j; l++)
                packed[PackedTriangle.Row(j) + l] = (0.5 * a[j, l]) + (0.5 * b[j, l]);
        }

        return Cholesky.TryFactor(packed, a.Rows, out var axis)
            ? packed
            : throw new ArgumentException($"The covariances of component {first} and of the other mixture's component {second} have no sum that is safely positive definite at axis {axis}: give every direction a variance.");
    }
}

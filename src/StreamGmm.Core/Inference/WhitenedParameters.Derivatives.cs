using System.Numerics.Tensors;

namespace StreamGmm;

/// <content>The way back to the parameters themselves.</content>
internal sealed partial class WhitenedParameters
{
    /// <summary>How the parameter at an index of <see cref="ParameterForm"/> changes with these: a sparse row of derivatives, written where it is not 0; gives the first place that is.</summary>
    public int Derivative(int index, ReadOnlySpan<double> factor, Span<double> row)
    {
        if (index < Components)
        {
            TensorPrimitives.Multiply(WeightScore(index), mixture.Weights[index], row);
            return 0;
        }

        var place = index - Components;
        if (place < Components * Dimension)
        {
            var (k, j) = (place / Dimension, place % Dimension);
            var own = row.Slice(MeanStart(k), Dimension);
            if (mixture.Covariances is Covariances.Full or Covariances.Tied)
                factor.Slice(((IsShared ? 0 : k) * CovarianceLength) + PackedTriangle.Row(j), j + 1).CopyTo(own);
            else
                own[j] = factor[(k * CovarianceLength) + (j % CovarianceLength)];
            return MeanStart(k);
        }

        place -= Components * Dimension;
        var (first, within) = (CovarianceStart(place / CovarianceLength), place % CovarianceLength);
        if (mixture.Covariances is Covariances.Full or Covariances.Tied)
            Outer(within, factor.Slice(place - within, CovarianceLength), row.Slice(first, CovarianceLength));
        else
            row[first + within] = factor[place] * factor[place];
        return first;
    }

    /// <summary>L of each covariance, packed, or σ.</summary>
    public double[] Factors()
    {
        var form = new ParameterForm(mixture);
        var row = new double[form.Length];
        form.Copy(mixture, row);
        var factors = row[form.CovarianceStart..];
        if (mixture.Covariances is not (Covariances.Full or Covariances.Tied))
            TensorPrimitives.Sqrt(factors, factors);
        for (var first = 0; mixture.Covariances is Covariances.Full or Covariances.Tied && first < factors.Length; first += CovarianceLength)
            Cholesky.TryFactor(factors.AsSpan(first, CovarianceLength), Dimension, out _);
        return factors;
    }

    /// <summary>∂Σ_jl / ∂B, where the place of (j, l) in the triangle is given: L_jm L_lo + L_jo L_lm.</summary>
    private static void Outer(int place, ReadOnlySpan<double> lower, Span<double> row)
    {
        var j = 0;
        while (PackedTriangle.Diagonal(j) < place)
            j++;
        var l = place - PackedTriangle.Row(j);
        var a = lower.Slice(PackedTriangle.Row(j), j + 1);
        var b = lower.Slice(PackedTriangle.Row(l), l + 1);
        for (var m = 0; m <= j; m++)
        {
            for (var o = 0; o <= Math.Min(m, l); o++)
                row[PackedTriangle.Row(m) + o] = (a[m] * b[o]) + (m > o && m <= l ? a[o] * b[m] : 0);
        }
    }
}

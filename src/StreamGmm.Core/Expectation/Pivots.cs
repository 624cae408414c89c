using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>The points that scatters are first taken about, K × D, relative to the origin: the means of the mixture; or one point for all components that share a covariance and lie near enough to each other.</summary>
/// <remarks>
/// About one point the scatter that components share is one product a sample, whatever their number: that of all samples, less Σ_k N_k δ_k δ_kᵀ of the means, δ_k = m_k − p. As many digits are lost as the means are spread wider than the components.
/// On a constant axis the pivot is the data's own value, so that "no scatter" is exact.
/// </remarks>
internal sealed class Pivots
{
    /// <summary>A mean this many variances (squared deviations) from where its component was expected makes its scatter inexact: about 1e-14 of it is lost there.</summary>
    private const double FarInVariances = 45;

    /// <summary>The same where one point is the pivot of all: about 1e-10 is lost there, and is won back by pivots of their own.</summary>
    private const double FarInVariancesFromOne = WhitenedMeans.Farthest * WhitenedMeans.Farthest;

    /// <summary>The same for floats: about 1e-5 is lost there.</summary>
    private const double FarInVariancesFromOneInFloats = FloatRange.MostSpread * FloatRange.MostSpread;

    /// <summary>What is left of a variance that other axes explain, when it is this share of it or less, is rounding.</summary>
    private const double Rounding = 1e-14;
    private const double RoundingInFloats = 1e-6;

    /// <summary>No second look for a shift below 1e-10 of the standard deviation of all samples: nothing that small is told apart.</summary>
    private const double NearInTotalVariances = 1e-20;

    private readonly double[] values;
    private float[]? rounded;

    public Pivots(GaussianMixture mixture, RealVector origin, Samples samples)
    {
        var (components, dimension) = (mixture.Components, mixture.Dimension);
        values = new double[components * dimension];
        for (var k = 0; k < components; k++)
            TensorPrimitives.Subtract(mixture.Means.Row(k), origin.AsSpan(), values.AsSpan(k * dimension, dimension));
        AreOne = components > 1 && mixture.Whitened is { AreAccurate: true };
        if (AreOne)
            Join(mixture.Weights.AsSpan(), dimension);
        if (!samples.ConstantAxes.Contains(true))
            return;

        var (first, row) = (samples.FirstWeighted, samples.FirstValues());
        for (var i = 0; i < values.Length; i++)
        {
            var axis = i % dimension;
            if (samples.ConstantAxes[axis])
                values[i] = first < 0 ? 0 : row[axis] - origin[axis];
        }
    }

    /// <summary>The numbers, K × D.</summary>
    public Span<double> Values => values;

    /// <summary>True where all components have the same pivot.</summary>
    public bool AreOne { get; private set; }

    /// <summary>The numbers as elements of a kernel; what is rounded stays as it was when first asked for.</summary>
    public ReadOnlySpan<T> All<T>()
        where T : unmanaged => Elements.Of<T>(values, ref rounded);

    /// <summary>Moves the pivots to the means found where a component turned out to lie so far from its pivot that its scatter is inexact; true if any did.</summary>
    public bool Correct(SufficientStatistics statistics)
    {
        var inFloats = rounded is not null;
        var far = !AreOne ? FarInVariances : inFloats ? FarInVariancesFromOneInFloats : FarInVariancesFromOne;
        var shifts = new MeanShifts(statistics, values, inFloats ? RoundingInFloats : Rounding);
        var (total, found) = (statistics.TotalVariances(), false);
        var corrected = values.ToArray();
        for (var k = 0; k < statistics.Components; k++)
        {
            if (!(statistics.Mass(k) > SufficientStatistics.GoneMass * statistics.TotalWeight))
                continue;
            for (var j = 0; j < statistics.Dimension; j++)
            {
                var shift = shifts.Shift(k, j);
                found |= shift * shift > far * shifts.Variance(k, j) && shift * shift > NearInTotalVariances * total[j];
            }

            statistics.RelativeMean(k).CopyTo(corrected.AsSpan(k * statistics.Dimension));
        }

        if (!found)
            return false;
        (AreOne, rounded) = (false, null);
        corrected.CopyTo(values, 0);
        return true;
    }

    /// <summary>Σ_k π_k μ_k for all.</summary>
    private void Join(ReadOnlySpan<double> weights, int dimension)
    {
        var center = new double[dimension];
        for (var k = 0; k < weights.Length; k++)
            TensorPrimitives.MultiplyAdd(values.AsSpan(k * dimension, dimension), weights[k], center, center);
        for (var k = 0; k < weights.Length; k++)
            center.CopyTo(values.AsSpan(k * dimension));
    }
}

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>The maximization step: from sufficient statistics to the mixture that makes them most likely.</summary>
/// <remarks>π = w / Σ w, μ = origin + m, Σ = C / w and the regularization (Dempster, Laird and Rubin, 1977).</remarks>
public static class MStep
{
    /// <summary>A variance below this share of that of all samples is rounding: (1e-14)².</summary>
    private const double CollapsedShare = 1e-28;

    /// <summary>The most likely mixture under the statistics.</summary>
    /// <param name="statistics">What the E-step gave.</param>
    /// <param name="previous">The mixture before. A component whose mass is gone keeps its mean and covariance, with weight 0.</param>
    /// <param name="regularization">What is added to the variances.</param>
    /// <exception cref="InvalidOperationException">A component has collapsed; the message says which, and what to try.</exception>
    /// <exception cref="ArgumentException">Statistics and mixture differ in shape or size.</exception>
    public static GaussianMixture Maximize(SufficientStatistics statistics, GaussianMixture previous, Regularization regularization) =>
        TryMaximize(statistics, previous, regularization, out var mixture, out var degeneracy)
            ? mixture
            : throw new InvalidOperationException($"{degeneracy.Reason} {degeneracy.Repair}");

    /// <summary>The most likely mixture under the statistics, or why there is none.</summary>
    /// <inheritdoc cref="Maximize"/>
    /// <returns>True with a mixture, false with a degeneracy.</returns>
    public static bool TryMaximize(
        SufficientStatistics statistics,
        GaussianMixture previous,
        Regularization regularization,
        [NotNullWhen(true)] out GaussianMixture? mixture,
        [NotNullWhen(false)] out Degeneracy? degeneracy) =>
        TryMaximize(statistics, previous, regularization, 0, out mixture, out degeneracy);

    /// <summary>The same with a MAP floor: (C + ν Σ0) / (w + ν), Σ0 the covariance pooled within components.</summary>
    internal static bool TryMaximize(
        SufficientStatistics statistics,
        GaussianMixture previous,
        Regularization regularization,
        double priorMass,
        [NotNullWhen(true)] out GaussianMixture? mixture,
        [NotNullWhen(false)] out Degeneracy? degeneracy)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        ArgumentNullException.ThrowIfNull(previous);
        ArgumentNullException.ThrowIfNull(regularization);
        if (previous.Shape != statistics.Shape || previous.Components != statistics.Components || previous.Dimension != statistics.Dimension)
            throw new ArgumentException($"The statistics are of {statistics}, the mixture before is {previous}: they must agree.", nameof(previous));

        mixture = null;
        var total = statistics.TotalMass();
        if (!(total > 0))
        {
            degeneracy = Degeneracy.Weightless;
            return false;
        }

        var variances = statistics.TotalVariances();
        var maximum = new Maximum(statistics, previous, regularization.Along(variances, statistics.Shape), total, priorMass);
        degeneracy = maximum.Fault(variances);
        if (degeneracy is not null)
            return false;

        mixture = GaussianMixture.TryCreate(maximum.Weights(), maximum.Means(), maximum.FittedCovariances(), out var fault);
        degeneracy = mixture is not null ? null
            : previous.Shape.Rank is > 0 and var rank ? Degeneracy.Flattened(fault.Component, rank)
            : Degeneracy.Collapsed(fault.Component, fault.Axis);
        return mixture is not null;
    }

    /// <summary>The maximum, part by part, the shapes side by side.</summary>
    private sealed class Maximum
    {
        private readonly SufficientStatistics statistics;
        private readonly GaussianMixture previous;
        private readonly double total;
        private readonly double priorMass;
        private readonly int components;
        private readonly int dimension;
        private readonly int scatters;
        private readonly Scatter form;

        /// <summary>The scatters of all components put together, over the total mass; none without a prior.</summary>
        private readonly double[] pooled;

        /// <summary>The variance of each component along each axis, K × D (tied: of the first alone).</summary>
        private readonly double[] variances;

        public Maximum(SufficientStatistics statistics, GaussianMixture previous, double[] added, double total, double priorMass)
        {
            (this.statistics, this.previous, this.total, this.priorMass) = (statistics, previous, total, priorMass);
            (components, dimension, form) = (statistics.Components, statistics.Dimension, statistics.Layout.Scatter);
            scatters = form.IsShared ? 1 : components;
            pooled = priorMass > 0 ? new double[form.Length] : [];
            for (var k = 0; k < scatters && priorMass > 0; k++)
                TensorPrimitives.Add(pooled, statistics.ScatterOf(k), pooled);
            TensorPrimitives.Divide(pooled, total, pooled);

            variances = new double[scatters * dimension];
            Span<double> prior = new double[dimension];
            if (priorMass > 0)
                form.CopyAlong(pooled, prior);
            for (var k = 0; k < scatters; k++)
            {
                var own = variances.AsSpan(k * dimension, dimension);
                var mass = Mass(k);
                form.CopyAlong(statistics.ScatterOf(k), own);
                for (var j = 0; j < own.Length; j++)
                    own[j] = priorMass > 0 ? (own[j] + (priorMass * (prior[j] + added[j]))) / (mass + priorMass) : (own[j] / mass) + added[j];
            }
        }

        public RealVector Weights() => RealVector.Create(components, weights =>
        {
            double kept = 0;
            for (var k = 0; k < components; k++)
                kept += weights[k] = IsGone(k) ? 0 : statistics.Mass(k);
            TensorPrimitives.Divide(weights, kept, weights);
        });

        public RealMatrix Means() => RealMatrix.Create(components, dimension, means =>
        {
            for (var k = 0; k < components; k++)
            {
                var mean = means.Slice(k * dimension, dimension);
                if (IsGone(k))
                    previous.Means.Row(k).CopyTo(mean);
                else
                    TensorPrimitives.Add(statistics.Origin.AsSpan(), statistics.RelativeMean(k), mean);
            }
        });

        public Covariances FittedCovariances() => previous.Covariances switch
        {
            Covariances.Full full => new Covariances.Full(Matrices(full.CopyPacked), dimension),
            Covariances.Tied => new Covariances.Tied(RealMatrix.Create(dimension, dimension, matrix => PackedTriangle.Unpack(Matrices((_, _) => { }), dimension, matrix))),
            Covariances.Diagonal diagonal => new Covariances.Diagonal(RealMatrix.Create(components, dimension, table =>
            {
                for (var k = 0; k < components; k++)
                    (IsGone(k) ? diagonal.Variances.Row(k) : Variances(k)).CopyTo(table[(k * dimension)..]);
            })),
            Covariances.Spherical spherical => new Covariances.Spherical(RealVector.Create(components, own =>
            {
                for (var k = 0; k < components; k++)
                    own[k] = IsGone(k) ? spherical.Variances[k] : Variances(k)[0];
            })),
            Covariances.LowRank lowRank => FittedLowRank(lowRank),
            _ => throw new UnreachableException(),
        };

        /// <summary>The first variance that is nothing but rounding beside that of all samples, or too large to be a number.</summary>
        public Degeneracy? Fault(ReadOnlySpan<double> all)
        {
            for (var k = 0; k < scatters; k++)
            {
                if (!form.IsShared && IsGone(k))
                    continue;
                var own = Variances(k);
                for (var j = 0; j < own.Length; j++)
                {
                    var variance = own[j];
                    if (!double.IsFinite(variance))
                        return Degeneracy.Overflowed(k, j);
                    // What a low-rank component lacks along an axis its noise may make up for.
                    if (variance <= CollapsedShare * all[j] && previous.Shape.Rank == 0)
                        return Degeneracy.Collapsed(k, j);
                }
            }

            return null;
        }

        /// <summary>The nearest covariances of that rank; those of components without mass as they were.</summary>
        private Covariances.LowRank FittedLowRank(Covariances.LowRank former)
        {
            var whole = Matrices((k, matrix) => PackedTriangle.Pack(former.Of(k, dimension).AsSpan(), dimension, matrix));
            var fitted = Covariances.LowRank.Nearest(whole, dimension, former.Rank, former);
            return Enumerable.Range(0, components).Any(IsGone) ? fitted.With(former, IsGone) : fitted;
        }

        private bool IsGone(int component) => !(statistics.Mass(component) > SufficientStatistics.GoneMass * total);

        /// <summary>The divisor of a scatter: the mass of its component, or all of it where it is shared.</summary>
        private double Mass(int component) => form.IsShared ? total : statistics.Mass(component);

        private ReadOnlySpan<double> Variances(int component) => variances.AsSpan(component * dimension, dimension);

        /// <summary>The matrices, packed, one after another; those of components without mass as they were.</summary>
        private double[] Matrices(PrecisionFactors.CopyPacked former)
        {
            var matrices = GC.AllocateUninitializedArray<double>(scatters * form.Length);
            for (var k = 0; k < scatters; k++)
            {
                var matrix = matrices.AsSpan(k * form.Length, form.Length);
                if (!form.IsShared && IsGone(k))
                {
                    former(k, matrix);
                    continue;
                }

                if (priorMass > 0)
                    TensorPrimitives.MultiplyAdd(pooled, priorMass, statistics.ScatterOf(k), matrix);
                else
                    statistics.ScatterOf(k).CopyTo(matrix);
                TensorPrimitives.Multiply(matrix, 1 / (Mass(k) + priorMass), matrix);
                var own = Variances(k);
                for (var j = 0; j < own.Length; j++)
                    matrix[PackedTriangle.Diagonal(j)] = own[j];
            }

            return matrices;
        }
    }
}

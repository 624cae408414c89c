using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

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

        var maximum = new Maximum(statistics, previous, regularization.Along(statistics), total, priorMass);
        degeneracy = maximum.Fault();
        if (degeneracy is not null)
            return false;

        mixture = GaussianMixture.TryCreate(maximum.Weights(), maximum.Means(), maximum.FittedCovariances(), out var fault);
        degeneracy = mixture is null ? Degeneracy.Collapsed(fault.Component, fault.Axis) : null;
        return mixture is not null;
    }

    /// <summary>The maximum, part by part, the shapes side by side.</summary>
    private sealed class Maximum(SufficientStatistics statistics, GaussianMixture previous, double[] added, double total, double priorMass)
    {
        private readonly int components = statistics.Components;
        private readonly int dimension = statistics.Dimension;
        private readonly Scatter form = statistics.Layout.Scatter;
        private readonly double[]? pooled = priorMass > 0 ? Pooled(statistics, total) : null;

        public RealVector Weights() => RealVector.Create(components, weights =>
        {
            var kept = Enumerable.Range(0, components).Where(k => !IsGone(k)).Sum(statistics.Mass);
            for (var k = 0; k < components; k++)
                weights[k] = IsGone(k) ? 0 : statistics.Mass(k) / kept;
        });

        public RealMatrix Means() => Table((k, j) => IsGone(k) ? previous.Means[k, j] : statistics.Origin[j] + statistics.RelativeMean(k)[j]);

        public Covariances FittedCovariances() => previous.Covariances switch
        {
            Covariances.Full full => new Covariances.Full(Enumerable.Range(0, components).Select(k => IsGone(k) ? full.Matrices[k] : Matrix(k))),
            Covariances.Tied => new Covariances.Tied(Matrix(0)),
            Covariances.Diagonal diagonal => new Covariances.Diagonal(Table((k, j) => IsGone(k) ? diagonal.Variances[k, j] : Variance(k, j))),
            Covariances.Spherical spherical => new Covariances.Spherical(RealVector.Create(components, variances =>
            {
                for (var k = 0; k < components; k++)
                    variances[k] = IsGone(k) ? spherical.Variances[k] : Variance(k, 0);
            })),
            _ => throw new UnreachableException(),
        };

        /// <summary>The first variance that is nothing but rounding beside that of all samples, or too large to be a number.</summary>
        public Degeneracy? Fault()
        {
            var all = statistics.TotalVariances();
            for (var k = 0; k < (form.IsShared ? 1 : components); k++)
            {
                for (var j = 0; j < dimension && (form.IsShared || !IsGone(k)); j++)
                {
                    var variance = Variance(k, j);
                    if (!double.IsFinite(variance))
                        return Degeneracy.Overflowed(k, j);
                    if (variance <= CollapsedShare * all[j])
                        return Degeneracy.Collapsed(k, j);
                }
            }

            return null;
        }

        /// <summary>The scatters of all components put together, over the total mass.</summary>
        private static double[] Pooled(SufficientStatistics statistics, double total)
        {
            var sum = new double[statistics.Layout.Scatter.Length];
            for (var k = 0; k < (statistics.Layout.Scatter.IsShared ? 1 : statistics.Components); k++)
            {
                for (var c = 0; c < sum.Length; c++)
                    sum[c] += statistics.ScatterOf(k)[c] / total;
            }

            return sum;
        }

        private bool IsGone(int component) => !(statistics.Mass(component) > SufficientStatistics.GoneMass * total);

        /// <summary>The divisor of a scatter: the mass of its component, or all of it where it is shared.</summary>
        private double Mass(int component) => form.IsShared ? total : statistics.Mass(component);

        private double Variance(int component, int axis)
        {
            var sum = form.Along(statistics.ScatterOf(component), axis);
            return pooled is null
                ? (sum / Mass(component)) + added[axis]
                : (sum + (priorMass * (form.Along(pooled, axis) + added[axis]))) / (Mass(component) + priorMass);
        }

        private RealMatrix Matrix(int component) => RealMatrix.Create(dimension, dimension, matrix =>
        {
            var c = statistics.ScatterOf(component);
            var mass = Mass(component);
            var packed = new double[c.Length];
            for (var i = 0; i < c.Length; i++)
                packed[i] = pooled is null ? c[i] / mass : (c[i] + (priorMass * pooled[i])) / (mass + priorMass);
            for (var j = 0; j < dimension; j++)
                packed[PackedTriangle.Diagonal(j)] = Variance(component, j);
            PackedTriangle.Unpack(packed, dimension, matrix);
        });

        private RealMatrix Table(Func<int, int, double> element) => RealMatrix.Create(components, dimension, table =>
        {
            for (var k = 0; k < components; k++)
            {
                for (var j = 0; j < dimension; j++)
                    table[(k * dimension) + j] = element(k, j);
            }
        });
    }
}

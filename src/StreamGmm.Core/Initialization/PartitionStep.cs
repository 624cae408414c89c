using System.Runtime.CompilerServices;

namespace StreamGmm;

/// <summary>One step of Lloyd's algorithm: what the samples of each centre add up to about its pivot, and where they move it.</summary>
internal sealed class PartitionStep
{
    /// <summary>The place of Σ weight × squared distance to the pivots among the sums.</summary>
    public const int InertiaAt = 0;

    /// <summary>The place of the number of samples that changed their centre.</summary>
    public const int ChangesAt = 1;

    /// <summary>The place of the K masses; after them come the K × D sums of weight × (sample − pivot).</summary>
    public const int MassesAt = 2;

    /// <summary>What changes may leave of a mass that is gone, as a share of all mass: less cannot be told from nothing.</summary>
    private const double Rounding = 1e-12;

    /// <summary>Sums about pivots that raise the sum of squares by more than this factor lose a digit.</summary>
    private const double FarFactor = 4;

    private readonly double inertiaAboutPivots;
    private readonly bool hasLight;

    /// <param name="centers">The centres that the samples were parted among. One without samples stays.</param>
    /// <param name="pivots">What the sums are about, K × D.</param>
    /// <param name="scales">s, D numbers.</param>
    /// <param name="sums">As many as <see cref="Length"/> says.</param>
    /// <param name="areFresh">Nothing was taken from the sums again: any mass is one, however small beside the others.</param>
    public PartitionStep(RealMatrix centers, RealMatrix pivots, double[] scales, double[] sums, bool areFresh)
    {
        var (components, dimension) = (centers.Rows, centers.Columns);
        var masses = sums.AsSpan(MassesAt, components).ToArray();
        var least = Rounding * masses.Sum();
        for (var k = 0; k < components; k++)
        {
            if (masses[k] == 0 || masses[k] > least)
                continue;
            hasLight = true;
            masses[k] = areFresh ? masses[k] : 0;
        }

        var (inertia, after, move) = (sums[InertiaAt], sums[InertiaAt], 0.0);
        Centers = RealMatrix.Create(components, dimension, values =>
        {
            for (var k = 0; k < components; k++)
            {
                var at = k * dimension;
                var to = values.Slice(at, dimension);
                Move(centers.Row(k), pivots.Row(k), scales, masses[k], sums.AsSpan(MassesAt + components + at, dimension), to, ref inertia, ref after, ref move);
            }
        });
        inertiaAboutPivots = sums[InertiaAt];
        Masses = RealVector.Create(masses);
        Changes = (long)sums[ChangesAt];
        (Inertia, InertiaAfter, SquaredMove) = (inertia, after, move);
    }

    /// <summary>The means of the samples of each centre.</summary>
    public RealMatrix Centers { get; }

    /// <summary>The weight of the samples of each.</summary>
    public RealVector Masses { get; }

    /// <summary>Σ weight × squared distance to the centres before.</summary>
    public double Inertia { get; }

    /// <summary>The same to the centres after, if no sample changed its centre.</summary>
    public double InertiaAfter { get; }

    /// <summary>Σ ‖s (m after − m before)‖².</summary>
    public double SquaredMove { get; }

    /// <summary>The number of samples that changed their centre; all of them at first.</summary>
    public long Changes { get; }

    /// <summary>True where changes would make the sums inexact: the centres are far from the pivots, or one has next to no mass beside the others.</summary>
    public bool NeedsFreshSums => hasLight || inertiaAboutPivots > FarFactor * InertiaAfter;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Move(
        ReadOnlySpan<double> centers, ReadOnlySpan<double> pivots, double[] scales, double mass, ReadOnlySpan<double> shifts, Span<double> values, ref double inertia, ref double after, ref double move)
    {
        for (var j = 0; j < scales.Length; j++)
        {
            var (center, pivot, shift) = (centers[j], pivots[j], shifts[j]);
            var value = mass > 0 ? pivot + (shift / mass) : center;
            values[j] = value;
            var scale = scales[j] * scales[j];
            // Σ v (x − m)² = Σ v (x − p)² − (m − p) (2 Σ v (x − p) − (m − p) Σ v)
            inertia -= scale * (center - pivot) * ((2 * shift) - ((center - pivot) * mass));
            after -= scale * (value - pivot) * ((2 * shift) - ((value - pivot) * mass));
            move += scale * (value - center) * (value - center);
        }
    }

    public static int Length(int components, int dimension) => MassesAt + components + (components * dimension);
}

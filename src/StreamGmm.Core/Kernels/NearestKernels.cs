using System.Runtime.Intrinsics;

namespace StreamGmm.Kernels;

/// <summary>The loops of k-means: the nearest of some centres, distances lowered by a new centre, and samples added to their centres.</summary>
/// <remarks>Tiles are as <see cref="TileKernels{T}"/> has them; counts are multiples of 8.</remarks>
internal abstract class NearestKernels
{
    /// <summary>The kernels for the widest vectors of this machine.</summary>
    public static readonly NearestKernels Best =
        Vector512.IsHardwareAccelerated ? new NearestKernels<Lanes512<double>>()
        : Vector256.IsHardwareAccelerated ? new NearestKernels<Lanes256<double>>()
        : Vector128.IsHardwareAccelerated ? new NearestKernels<Lanes128<double>>()
        : new NearestKernels<LanesScalar<double>>();

    /// <summary>The centres that are compared at a time: their number is filled up to a multiple of it.</summary>
    public const int Block = 4;

    /// <summary>The nearest of K centres at each sample, and by how much it is nearer than the next, from ‖x‖² − 2 x·m + ‖m‖² with scaled axes.</summary>
    /// <param name="x">The tile.</param>
    /// <param name="stride">From an axis to the next.</param>
    /// <param name="count">The samples.</param>
    /// <param name="scales">s, D numbers.</param>
    /// <param name="multipliers">−s² m, the centres of a block side by side for each axis, D × 4 after D × 4.</param>
    /// <param name="constants">½ ‖s m‖²; +∞ for centres that only fill up the last block.</param>
    /// <param name="rounding">The share of ‖s x‖² + <paramref name="farthest"/> by which the difference of two squares may be wrong.</param>
    /// <param name="farthest">The largest ‖s m‖².</param>
    /// <param name="index">The number of the nearest, the first of equals.</param>
    /// <param name="scratch">As long as <paramref name="index"/>.</param>
    /// <param name="gaps">The distance to the next less that to the nearest, less a share <paramref name="rounding"/> of both, or a little less; +∞ where there is no next.</param>
    /// <param name="ahead">Addresses of memory to ask for meanwhile.</param>
    /// <param name="lines">The lines of the cache to ask for at each address.</param>
    /// <returns>False where rounding could have told the nearest otherwise, at one sample or more.</returns>
    public abstract bool Nearest(
        ReadOnlySpan<double> x, int stride, int count, ReadOnlySpan<double> scales, ReadOnlySpan<double> multipliers, ReadOnlySpan<double> constants, double rounding, double farthest,
        Span<double> index, Span<double> scratch, Span<double> gaps, ReadOnlySpan<nint> ahead = default, int lines = 0);

    /// <summary>after = min(before, ‖(x − m) s‖²).</summary>
    /// <returns>Σ weight × after.</returns>
    public abstract double Lower(ReadOnlySpan<double> x, int stride, int count, ReadOnlySpan<double> center, ReadOnlySpan<double> scales, ReadOnlySpan<double> weights, ReadOnlySpan<double> before, Span<double> after);

    /// <summary>mass_k += v and shift_k += v (x − m_k) for the rows, k the label of each.</summary>
    /// <returns>Σ v ‖(x − m_k) s‖².</returns>
    public abstract double AddRows(
        ReadOnlySpan<double> rows, ReadOnlySpan<int> labels, ReadOnlySpan<double> weights, ReadOnlySpan<double> centers, ReadOnlySpan<double> scales, Span<double> masses, Span<double> shifts);
}

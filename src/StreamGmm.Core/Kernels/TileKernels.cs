using System.Runtime.Intrinsics;

namespace StreamGmm.Kernels;

/// <summary>The loops over a tile that no library has. A tile is column-major: the values of axis j stand <c>stride</c> places after those of axis j − 1; counts are multiples of 8.</summary>
internal abstract class TileKernels
{
    /// <summary>The kernels for the widest vectors of this machine.</summary>
    public static readonly TileKernels Best =
        Vector512.IsHardwareAccelerated ? new TileKernels<Lanes512>()
        : Vector256.IsHardwareAccelerated ? new TileKernels<Lanes256>()
        : Vector128.IsHardwareAccelerated ? new TileKernels<Lanes128>()
        : new TileKernels<LanesScalar>();

    /// <summary>The samples that <see cref="TriangularScores"/> needs scratch for, D × this.</summary>
    public const int Panel = 32;

    /// <summary>c − ½ ‖L⁻¹ (x − μ)‖², with L⁻¹ a packed lower triangle.</summary>
    public abstract void TriangularScores(ReadOnlySpan<double> x, int stride, int count, ReadOnlySpan<double> mean, ReadOnlySpan<double> inverse, double constant, Span<double> scratch, Span<double> scores);

    /// <summary>L⁻¹ (x − μ), with L⁻¹ a packed lower triangle, D × stride.</summary>
    public abstract void Whiten(ReadOnlySpan<double> x, int stride, int count, ReadOnlySpan<double> mean, ReadOnlySpan<double> inverse, Span<double> scratch, Span<double> whitened);

    /// <summary>c − ½ Σ ((x − μ) s)², with s one number an axis, or one for all.</summary>
    public abstract void DiagonalScores(ReadOnlySpan<double> x, int stride, int count, ReadOnlySpan<double> mean, ReadOnlySpan<double> inverse, double constant, Span<double> scores);

    /// <summary>Turns the K rows of scores into responsibilities × weight, and gives ln Σ exp(score): with the largest score taken out first.</summary>
    /// <returns>False where all scores of some sample are −∞; its row then holds no numbers.</returns>
    public abstract bool Normalize(Span<double> scores, int stride, int count, int components, ReadOnlySpan<double> weights, Span<double> logDensity);

    /// <summary>The number of the smallest of the K rows at each sample, the first of equals.</summary>
    public abstract void Smallest(ReadOnlySpan<double> rows, int stride, int count, int components, Span<double> index);

    /// <summary>Σ w x, over the samples of weight other than 0.</summary>
    public abstract double WeightedSum(ReadOnlySpan<double> x, ReadOnlySpan<double> weights, int count);

    /// <summary>Σ x.</summary>
    public abstract double Sum(ReadOnlySpan<double> x, int count);

    /// <summary>shift += Σ r y and scatter += Σ r y yᵀ (packed), y = x − pivot. Scratch: (D + 5) × stride.</summary>
    public abstract void AddSymmetric(ReadOnlySpan<double> x, int stride, int count, ReadOnlySpan<double> pivot, ReadOnlySpan<double> r, Span<double> scratch, Span<double> shift, Span<double> scatter);

    /// <summary>shift_k += Σ r_k (x − pivot_k) for each component, and deviation = Σ_k r_k (x − pivot_k) for each sample, D × stride.</summary>
    public abstract void AddDeviations(ReadOnlySpan<double> x, int stride, int count, ReadOnlySpan<double> pivots, ReadOnlySpan<double> r, int components, Span<double> shifts, Span<double> deviations);

    /// <summary>shift += Σ r y and scatter += Σ r y² (D numbers), y = x − pivot.</summary>
    public abstract void AddDiagonal(ReadOnlySpan<double> x, int stride, int count, ReadOnlySpan<double> pivot, ReadOnlySpan<double> r, Span<double> shift, Span<double> scatter);
}

/// <inheritdoc cref="TileKernels"/>
internal sealed partial class TileKernels<TLanes> : TileKernels
    where TLanes : struct, ILanes<TLanes>
{
}

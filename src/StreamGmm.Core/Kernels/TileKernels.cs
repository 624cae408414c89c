using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StreamGmm.Kernels;

/// <summary>The loops over a tile that no library has. A tile is column-major: the values of axis j stand <c>stride</c> places after those of axis j − 1; counts are multiples of those of <see cref="ILanes{TSelf,T}.Count"/>.</summary>
/// <remarks>Samples, parameters and scores are of the element T; what is added up over tiles is double.</remarks>
internal abstract class TileKernels<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The kernels for the widest vectors of this machine.</summary>
    public static readonly TileKernels<T> Best =
        Vector512.IsHardwareAccelerated ? new TileKernels<Lanes512<T>, T>()
        : Vector256.IsHardwareAccelerated ? new TileKernels<Lanes256<T>, T>()
        : Vector128.IsHardwareAccelerated ? new TileKernels<Lanes128<T>, T>()
        : new TileKernels<LanesScalar<T>, T>();

    /// <summary>The samples that <see cref="TriangularScores"/> needs scratch for, D × this.</summary>
    public static int Panel => 4 * 64 / Unsafe.SizeOf<T>();

    /// <summary>c − ½ ‖L⁻¹ (x − μ)‖², with L⁻¹ a packed lower triangle.</summary>
    public abstract void TriangularScores(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> mean, ReadOnlySpan<T> inverse, double constant, Span<T> scratch, Span<T> scores);

    /// <summary>c − ½ (Σ ((u_i · y) s_i)² + ‖(y − Σ (u_i · y) u_i) s‖²), y = x − μ; the factor has r orthonormal directions u, their s, and the s across them.</summary>
    public abstract void LowRankScores(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> mean, ReadOnlySpan<T> factor, int rank, double constant, Span<T> scratch, Span<T> scores);

    /// <summary>L⁻¹ (x − μ), with L⁻¹ a packed lower triangle, D × stride.</summary>
    public abstract void Whiten(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> mean, ReadOnlySpan<T> inverse, Span<T> scratch, Span<T> whitened);

    /// <summary>c_k − ½ Σ ((x − μ_k) s_k)² of every component, K × stride; s has one number an axis, one a component, or one for all.</summary>
    /// <remarks>Meanwhile as much memory as the samples take is asked for at the address <paramref name="ahead"/>, where it is not 0: there is little work to each sample, and waiting for the next ones would take a good part of it.</remarks>
    public abstract void DiagonalScores(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> means, ReadOnlySpan<T> inverses, ReadOnlySpan<double> constants, Span<T> scores, nint ahead = 0);

    /// <summary>c_k − ½ ‖x − μ_k‖² of every component, K × stride.</summary>
    public abstract void DistanceScores(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> means, ReadOnlySpan<double> constants, Span<T> scores, nint ahead = 0);

    /// <summary>Turns the K rows of scores into responsibilities × weight, and gives ln Σ exp(score): with the largest score taken out first.</summary>
    /// <returns>False where all scores of some sample are −∞; its row then holds no numbers.</returns>
    public abstract bool Normalize(Span<T> scores, int stride, int count, int components, ReadOnlySpan<T> weights, Span<T> logDensity);

    /// <summary>The number of the smallest of the K rows at each sample, the first of equals.</summary>
    public abstract void Smallest(ReadOnlySpan<T> rows, int stride, int count, int components, Span<T> index);

    /// <summary>True where |x| is at most the limit of its axis, everywhere.</summary>
    public abstract bool AreWithin(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> limits);

    /// <summary>Σ w x, over the samples of weight other than 0.</summary>
    public abstract double WeightedSum(ReadOnlySpan<T> x, ReadOnlySpan<T> weights, int count);

    /// <summary>x ← x + a.</summary>
    public abstract void Raise(Span<T> x, int count, double a);

    /// <summary>Σ x.</summary>
    public abstract double Sum(ReadOnlySpan<T> x, int count);

    /// <summary>shift += Σ r y and scatter += Σ r y yᵀ (packed), y = x − pivot. Scratch: 4 × stride.</summary>
    public abstract void AddSymmetric(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> pivot, ReadOnlySpan<T> r, Span<T> scratch, Span<double> shift, Span<double> scatter);

    /// <summary>shift_k += Σ r_k (x − pivot) of every component, about one pivot.</summary>
    public abstract void AddShifts(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> pivot, ReadOnlySpan<T> r, int components, Span<double> shifts);

    /// <summary>shift_k += Σ r_k y and scatter_k += Σ r_k y² (D numbers) of every component, y = x − pivot_k.</summary>
    public abstract void AddDiagonal(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> pivots, ReadOnlySpan<T> r, int components, Span<double> shifts, Span<double> scatters);

    /// <summary>The number of the component whose discriminant, a_k · x − b_k, is largest at each sample; the first of equals.</summary>
    public abstract void Nearest(ReadOnlySpan<T> x, int stride, int count, ReadOnlySpan<T> discriminants, ReadOnlySpan<T> offsets, Span<T> index);
}

/// <inheritdoc cref="TileKernels{T}"/>
internal sealed partial class TileKernels<TLanes, T> : TileKernels<T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
}

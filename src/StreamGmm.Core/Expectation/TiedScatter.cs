using System.Numerics;
using StreamGmm.Kernels;

namespace StreamGmm;

/// <summary>The scatter that components share, Σ_i Σ_k r_ik (x_i − p_k)(x_i − p_k)ᵀ, without a product of D² for each component.</summary>
/// <remarks>
/// With d_i = Σ_k r_ik (x_i − p_k) it is Σ_i d_i d_iᵀ / v_i + Σ_{k&lt;l} t_kl (p_k − p_l)(p_k − p_l)ᵀ, t_kl = Σ_i r_ik r_il / v_i: v_i is the weight of a sample, Σ_k r_ik = v_i.
/// All terms are positive, so that nothing is lost however far apart the components lie.
/// </remarks>
internal sealed class TiedScatter<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The pairs of components that are added at once.</summary>
    private const int Pairs = 128;

    private const int PairStride = Pairs + 8;

    private readonly int components;
    private readonly int dimension;
    private readonly AlignedBuffer<T> deviations;
    private readonly AlignedBuffer<T> inverseWeights;
    private readonly double[] within;
    private readonly double[] overlaps;
    private readonly double[] unused;
    private readonly T[] zero;
    private readonly double[] origin;
    private readonly (int K, int L)[] pairOf = new (int K, int L)[Pairs];
    private readonly AlignedBuffer<double> differences;
    private readonly AlignedBuffer<double> pairOverlaps;
    private readonly AlignedBuffer<double> pairScratch;

    public TiedScatter(int components, int dimension, int stride)
    {
        (this.components, this.dimension) = (components, dimension);
        deviations = new AlignedBuffer<T>(dimension * stride);
        inverseWeights = new AlignedBuffer<T>(stride);
        within = new double[PackedTriangle.Length(dimension)];
        overlaps = new double[PackedTriangle.Length(components)];
        unused = new double[Math.Max(components, dimension)];
        zero = new T[Math.Max(components, dimension)];
        origin = new double[dimension];
        differences = new AlignedBuffer<double>(dimension * PairStride);
        pairOverlaps = new AlignedBuffer<double>(Pairs);
        pairScratch = new AlignedBuffer<double>((dimension + 2) * PairStride);
    }

    /// <summary>True where this costs less than a product for each component.</summary>
    public static bool Pays(int components, int dimension) =>
        PackedTriangle.Length(components) + (2L * components * dimension) + PackedTriangle.Length(dimension) < (long)components * PackedTriangle.Length(dimension);

    public void Clear()
    {
        Array.Clear(within);
        Array.Clear(overlaps);
    }

    /// <summary>Adds a tile, and Σ r (x − p) of each component to the shifts.</summary>
    public void Add(TileExpectation<T> expectation, ReadOnlySpan<T> pivots, Span<double> shifts)
    {
        var tile = expectation.Tile;
        var (stride, count) = (tile.Stride, tile.Count);
        TileKernels<T>.Best.AddDeviations(tile.Values, stride, count, pivots, expectation.AllResponsibilities, components, shifts, deviations.Span);
        var inverse = inverseWeights.Span[..count];
        for (var i = 0; i < count; i++)
            inverse[i] = tile.Weights[i] > T.Zero ? T.Min(T.One / tile.Weights[i], T.CreateTruncating(double.MaxValue)) : T.Zero;
        TileKernels<T>.Best.AddSymmetric(deviations.Span, stride, count, zero.AsSpan(0, dimension), inverse, expectation.Scratch, unused.AsSpan(0, dimension), within);
        TileKernels<T>.Best.AddSymmetric(expectation.AllResponsibilities, stride, count, zero.AsSpan(0, components), inverse, expectation.Scratch, unused.AsSpan(0, components), overlaps);
    }

    /// <summary>Writes the scatter about the pivots.</summary>
    public void WriteTo(Span<double> scatter, ReadOnlySpan<double> pivots)
    {
        within.CopyTo(scatter);
        var pairs = 0;
        for (var k = 1; k < components; k++)
        {
            for (var l = 0; l < k; l++)
            {
                var overlap = overlaps[PackedTriangle.Row(k) + l];
                if (!(overlap > 0))
                    continue;
                pairOverlaps.Span[pairs] = overlap;
                pairOf[pairs] = (k * dimension, l * dimension);
                if (++pairs == Pairs)
                    AddPairs(scatter, pivots, ref pairs);
            }
        }

        AddPairs(scatter, pivots, ref pairs);
    }

    public void Dispose()
    {
        deviations.Dispose();
        inverseWeights.Dispose();
        differences.Dispose();
        pairOverlaps.Dispose();
        pairScratch.Dispose();
    }

    /// <summary>Adds the pairs collected as if each were a sample, their difference, of weight t_kl.</summary>
    private void AddPairs(Span<double> scatter, ReadOnlySpan<double> pivots, ref int pairs)
    {
        var count = (pairs + 7) & ~7;
        pairOverlaps.Span[pairs..count].Clear();
        for (var j = 0; j < dimension; j++)
        {
            var column = differences.Span.Slice(j * PairStride, count);
            column[pairs..].Clear();
            for (var i = 0; i < pairs; i++)
                column[i] = pivots[pairOf[i].K + j] - pivots[pairOf[i].L + j];
        }

        TileKernels<double>.Best.AddSymmetric(differences.Span, PairStride, count, origin, pairOverlaps.Span[..count], pairScratch.Span, unused.AsSpan(0, dimension), scatter);
        pairs = 0;
    }
}

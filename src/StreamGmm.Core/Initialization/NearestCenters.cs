using System.Runtime.CompilerServices;
using StreamGmm.Kernels;

namespace StreamGmm;

/// <summary>Finds the nearest centre of each sample of a tile. What one thread needs, used again for every tile.</summary>
internal sealed class NearestCenters : IDisposable
{
    /// <summary>What the difference of two squares may be wrong by, for each of their terms: eight times the rounding of one operation.</summary>
    private const double RoundingPerTerm = 1.0 / (1L << 50);

    /// <summary>The terms that scaling, halving and the constants are worth.</summary>
    private const int OtherTerms = 4;

    private readonly Tile<double> tile;
    private readonly AlignedBuffer<double> index;
    private readonly AlignedBuffer<double> scratch;
    private readonly AlignedBuffer<double> gaps;
    private readonly double[] rows;
    private readonly Samples some;
    private AlignedBuffer<double>? distances;

    public NearestCenters(int dimension, int tileRows)
    {
        tile = new Tile<double>(dimension, tileRows);
        index = new AlignedBuffer<double>(tile.Stride);
        scratch = new AlignedBuffer<double>(tile.Stride);
        gaps = new AlignedBuffer<double>(tile.Stride);
        rows = new double[tileRows * dimension];
        some = Samples.From(rows, dimension);
    }

    /// <summary>The nearest centre of each sample that was looked at, the first of equals.</summary>
    public ReadOnlySpan<double> Nearest => index.Span[..tile.Rows];

    /// <summary>By how much nearer each sample is to its centre than to any other; never more than that.</summary>
    public ReadOnlySpan<double> Gaps => gaps.Span[..tile.Rows];

    /// <summary>Looks at rows one after another.</summary>
    public void Find(Samples samples, int start, int count, ReadOnlySpan<double> origin, ScaledCenters centers)
    {
        tile.Load(samples, start, count, origin);
        Find(centers);
    }

    /// <summary>Looks at some of the rows from a start on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find(Samples samples, int start, ReadOnlySpan<int> chosen, ReadOnlySpan<double> origin, ScaledCenters centers)
    {
        for (var i = 0; i < chosen.Length; i++)
            samples.CopyRow(start + chosen[i], rows.AsSpan(i * samples.Dimension));
        tile.Load(some, 0, chosen.Length, origin);
        Find(centers);
    }

    public void Dispose()
    {
        tile.Dispose();
        index.Dispose();
        scratch.Dispose();
        gaps.Dispose();
        distances?.Dispose();
    }

    private void Find(ScaledCenters centers)
    {
        var rounding = (tile.Dimension + OtherTerms) * RoundingPerTerm;
        if (!NearestKernels.Best.Nearest(
            tile.Values, tile.Stride, tile.Count, centers.Scales, centers.Multipliers, centers.Constants, rounding, centers.Farthest, index.Span, scratch.Span, gaps.Span))
            FindByDifferences(centers);
    }

    /// <summary>Where two centres are equally far but for rounding, differences decide.</summary>
    private void FindByDifferences(ScaledCenters centers)
    {
        var scales = Enumerable.Repeat(centers.Scales, centers.Count).SelectMany(s => s).ToArray();
        distances ??= new AlignedBuffer<double>(centers.Count * tile.Stride);
        TileKernels<double>.Best.DiagonalScores(tile.Values, tile.Stride, tile.Count, centers.Relative, scales, new double[centers.Count], distances.Span);
        for (var k = 0; k < centers.Count; k++)
        {
            foreach (ref var distance in distances.Span.Slice(k * tile.Stride, tile.Count))
                distance = -distance;
        }

        TileKernels<double>.Best.Smallest(distances.Span, tile.Stride, tile.Count, centers.Count, index.Span);
    }
}

using System.Runtime.CompilerServices;
using StreamGmm.Kernels;

namespace StreamGmm;

/// <summary>Finds the nearest centre of some samples. What one thread needs, used again and again.</summary>
/// <remarks>What is found for a sample depends on it and the centres alone.</remarks>
internal sealed class NearestCenters(int dimension, int mostRows) : IDisposable
{
    /// <summary>What the difference of two squares may be wrong by, for each of their terms: eight times the rounding of one operation.</summary>
    private const double RoundingPerTerm = 1.0 / (1L << 50);

    /// <summary>The terms that scaling, halving and the constants are worth.</summary>
    private const int OtherTerms = 4;

    private readonly AlignedBuffer<double> index = new(mostRows + RowPanel.MostRows);
    private readonly AlignedBuffer<double> gaps = new(mostRows + RowPanel.MostRows);
    private readonly AlignedBuffer<double> scratch = new(mostRows + RowPanel.MostRows);
    private Tile<double>? tile;
    private RowPanel? panel;
    private AlignedBuffer<double>? distances;
    private double[] scales = [];
    private double[] zeros = [];
    private int count;

    /// <summary>The nearest centre of each sample that was looked at, the first of equals.</summary>
    public ReadOnlySpan<double> Nearest => index.Span[..count];

    /// <summary>By how much nearer each sample is to its centre than to any other, less a share <see cref="Rounding"/> of both distances; never more than that.</summary>
    public ReadOnlySpan<double> Gaps => gaps.Span[..count];

    /// <summary>The share of two squared distances that their difference may be wrong by, from products or from differences.</summary>
    public static double Rounding(int dimension) => (dimension + OtherTerms) * RoundingPerTerm;

    /// <summary>Looks at rows one after another.</summary>
    public void Find(Samples samples, int start, int rows, ReadOnlySpan<double> origin, ScaledCenters centers)
    {
        tile ??= new Tile<double>(dimension, mostRows);
        tile.Load(samples, start, rows, origin);
        count = rows;
        Find(tile.Values, tile.Stride, tile.Count, 0, centers, [], 0);
    }

    /// <summary>Looks at chosen rows, in ascending order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find(Samples samples, ReadOnlySpan<int> chosen, ReadOnlySpan<double> origin, ScaledCenters centers)
    {
        panel ??= new RowPanel(dimension);
        count = chosen.Length;
        for (var at = 0; at < count; at += RowPanel.MostRows)
        {
            var end = Math.Min(at + RowPanel.MostRows, count);
            panel.Load(samples.Features, chosen[at..end], chosen[end..], origin);
            Find(panel.Values, RowPanel.Stride, panel.Count, at, centers, panel.Coming, panel.Lines);
        }
    }

    public void Dispose()
    {
        tile?.Dispose();
        panel?.Dispose();
        index.Dispose();
        gaps.Dispose();
        scratch.Dispose();
        distances?.Dispose();
    }

    private void Find(ReadOnlySpan<double> x, int stride, int rows, int at, ScaledCenters centers, ReadOnlySpan<nint> ahead, int lines)
    {
        if (!NearestKernels.Best.Nearest(
            x, stride, rows, centers.Scales, centers.Multipliers, centers.Constants, Rounding(dimension), centers.Farthest, index.Span[at..], scratch.Span, gaps.Span[at..], ahead, lines))
            FindByDifferences(x, stride, rows, at, centers);
    }

    /// <summary>Where two centres are equally far but for rounding, differences decide.</summary>
    private void FindByDifferences(ReadOnlySpan<double> x, int stride, int rows, int at, ScaledCenters centers)
    {
        if (distances is null)
        {
            distances = new AlignedBuffer<double>(centers.Count * stride);
            scales = [.. Enumerable.Repeat(centers.Scales, centers.Count).SelectMany(s => s)];
            zeros = new double[centers.Count];
        }

        TileKernels<double>.Best.DiagonalScores(x, stride, rows, centers.Relative, scales, zeros, distances.Span);
        for (var k = 0; k < centers.Count; k++)
        {
            foreach (ref var distance in distances.Span.Slice(k * stride, rows))
                distance = -distance;
        }

        TileKernels<double>.Best.Smallest(distances.Span, stride, rows, centers.Count, index.Span[at..]);
    }
}

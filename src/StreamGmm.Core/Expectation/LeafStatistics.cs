using System.Numerics;
using System.Runtime.CompilerServices;
using StreamGmm.Kernels;

namespace StreamGmm;

/// <summary>Folds the tiles of a leaf into sums about a pivot for each component, and gives them as statistics about the means.</summary>
internal sealed class LeafStatistics<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What is left of a sum of squares after recentring, when it is this share of it or less, is rounding.</summary>
    private static readonly double Rounding = typeof(T) == typeof(float) ? 1e-6 : 1e-15;

    /// <summary>The doubles of statistics up to which a worker is kept: making a larger one is nothing beside using it.</summary>
    private const int LargestKept = 1 << 16;

    [ThreadStatic]
    private static LeafStatistics<T>? kept;

    private readonly StatisticsLayout layout;
    private readonly Scatter form;
    private readonly bool isPacked;
    private readonly double[] masses;
    private readonly double[] shifts;
    private readonly double[] scatters;

    /// <summary>Where shifts go that are known already: never read.</summary>
    private readonly double[] unused;
    private SparseExpectation? sparse;
    private Pivots? pivots;
    private NeumaierSum weight;
    private NeumaierSum logLikelihood;

    private LeafStatistics(StatisticsLayout layout, int tileRows)
    {
        this.layout = layout;
        Expectation = new TileExpectation<T>(layout.Dimension, layout.Components, tileRows);
        // A ball is summed axis by axis, as a diagonal, and put together at the end.
        form = layout.Shape == CovarianceShape.Spherical ? Scatter.Of(CovarianceShape.Diagonal, layout.Dimension) : layout.Scatter;
        unused = new double[layout.Dimension];
        isPacked = layout.Shape.HasMatrices;
        masses = new double[layout.Components];
        shifts = new double[layout.Components * layout.Dimension];
        scatters = new double[(form.IsShared ? 1 : layout.Components) * form.Length];
    }

    /// <summary>A worker for tiles of so many rows: the one that this thread used last, if it fits. Disposing keeps it for the next.</summary>
    public static LeafStatistics<T> Rent(StatisticsLayout layout, Pivots pivots, int tileRows)
    {
        var worker = kept;
        kept = null;
        if (worker is null || !worker.layout.IsLike(layout) || worker.Expectation.Tile.MostRows < tileRows)
        {
            worker?.Free();
            worker = new LeafStatistics<T>(layout, tileRows);
        }

        worker.pivots = pivots;
        return worker;
    }

    public TileExpectation<T> Expectation { get; }

    /// <summary>Where sections of so many rows are evaluated.</summary>
    public SparseExpectation Sparse(int rows)
    {
        if (sparse is null || sparse.Section.MostRows < rows)
        {
            sparse?.Dispose();
            sparse = new SparseExpectation(layout.Dimension, layout.Components, rows);
        }

        return sparse;
    }

    public void Clear()
    {
        Array.Clear(masses);
        Array.Clear(shifts);
        Array.Clear(scatters);
        weight = default;
        logLikelihood = default;
    }

    /// <summary>Adds the tile that <see cref="Expectation"/> has evaluated.</summary>
    public void AddTile()
    {
        var tile = Expectation.Tile;
        var pivots = this.pivots!.All<T>();
        weight += TileKernels<T>.Best.Sum(tile.Weights, tile.Count);
        logLikelihood += TileKernels<T>.Best.WeightedSum(Expectation.LogDensity, tile.Weights, tile.Count);
        for (var k = 0; k < layout.Components; k++)
            masses[k] += TileKernels<T>.Best.Sum(Expectation.Responsibilities(k), tile.Count);
        if (this.pivots.AreOne)
            AddAboutOne(pivots[..layout.Dimension]);
        else if (form.Length == layout.Dimension && !form.IsShared)
            TileKernels<T>.Best.AddDiagonal(tile.Values, tile.Stride, tile.Count, pivots, Expectation.AllResponsibilities, layout.Components, shifts, scatters);
        else
            AddSymmetric(pivots);
    }

    /// <summary>Responsibilities × weight of a sample sum to its weight: about one pivot they are the same scatter as the sample itself.</summary>
    private void AddAboutOne(ReadOnlySpan<T> pivot)
    {
        var tile = Expectation.Tile;
        TileKernels<T>.Best.AddShifts(tile.Values, tile.Stride, tile.Count, pivot, Expectation.AllResponsibilities, layout.Components, shifts);
        TileKernels<T>.Best.AddSymmetric(tile.Values, tile.Stride, tile.Count, pivot, tile.Weights, Expectation.Scratch, unused, scatters);
    }

    private void AddSymmetric(ReadOnlySpan<T> pivots)
    {
        var tile = Expectation.Tile;
        for (var k = 0; k < layout.Components; k++)
            TileKernels<T>.Best.AddSymmetric(tile.Values, tile.Stride, tile.Count, pivots.Slice(k * layout.Dimension, layout.Dimension), Expectation.Responsibilities(k), Expectation.Scratch, Shift(k), ScatterOf(k));
    }

    /// <summary>Adds the section that <see cref="Sparse"/> has evaluated: each component the samples that it matters to.</summary>
    public void AddSection()
    {
        var section = sparse!.Section;
        weight += TileKernels<double>.Best.Sum(section.Weights, section.Weights.Length);
        logLikelihood += TileKernels<double>.Best.WeightedSum(sparse.LogDensity, section.Weights, section.Weights.Length);
        for (var k = 0; k < layout.Components; k++)
        {
            for (int place = 0, count; (count = sparse.Gather(k, ref place)) > 0;)
            {
                masses[k] += TileKernels<double>.Best.Sum(sparse.Shares, count);
                TileKernels<double>.Best.AddSymmetric(sparse.Panel, SparseExpectation.PanelStride, count, Pivot(k), sparse.Shares, sparse.Scratch, Shift(k), ScatterOf(k));
            }
        }
    }

    /// <summary>Writes the statistics of the tiles added, each scatter about its own mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WriteTo(Span<double> statistics)
    {
        layout.AllMeans(statistics).Clear();
        StatisticsLayout.SetWeight(statistics, weight);
        StatisticsLayout.SetLogLikelihood(statistics, logLikelihood);
        masses.CopyTo(layout.Masses(statistics));
        Span<double> before = layout.Dimension <= 128 ? stackalloc double[layout.Dimension] : new double[layout.Dimension];
        for (var k = 0; k < layout.Components; k++)
        {
            var c = ScatterOf(k);
            if (k == 0 || !form.IsShared)
                form.CopyAlong(c, before);
            if (masses[k] > 0)
            {
                var shift = Shift(k);
                var mean = layout.Mean(statistics, k);
                for (var j = 0; j < shift.Length; j++)
                {
                    shift[j] /= masses[k];
                    mean[j] = Pivot(k)[j] + shift[j];
                }

                form.AddOuter(c, -masses[k], shift);
            }

            if (form.IsShared && k < layout.Components - 1)
                continue;
            DropRounding(c, before);
            Store(c, layout.ScatterOf(statistics, k));
        }
    }

    public void Dispose()
    {
        pivots = null;
        if (kept is null && layout.Length <= LargestKept)
            kept = this;
        else
            Free();
    }

    private void Free()
    {
        Expectation.Dispose();
        sparse?.Dispose();
    }

    private ReadOnlySpan<double> Pivot(int component) => pivots!.Values.Slice(component * layout.Dimension, layout.Dimension);

    private Span<double> Shift(int component) => shifts.AsSpan(component * layout.Dimension, layout.Dimension);

    private Span<double> ScatterOf(int component) => scatters.AsSpan(form.IsShared ? 0 : component * form.Length, form.Length);

    /// <summary>Where recentring left nothing but rounding along an axis, the axis has no scatter at all: its row and column are 0.</summary>
    private void DropRounding(Span<double> c, ReadOnlySpan<double> before)
    {
        for (var j = 0; j < before.Length; j++)
        {
            // What is no number came from an overflow, which is not for here to hide.
            if (!(form.Along(c, j) <= Rounding * before[j]))
                continue;
            if (!isPacked)
            {
                c[j] = 0;
                continue;
            }

            c.Slice(PackedTriangle.Row(j), j + 1).Clear();
            for (var i = j + 1; i < before.Length; i++)
                c[PackedTriangle.Row(i) + j] = 0;
        }
    }

    private void Store(ReadOnlySpan<double> c, Span<double> target)
    {
        if (layout.Shape != CovarianceShape.Spherical)
        {
            c.CopyTo(target);
            return;
        }

        target[0] = 0;
        foreach (var square in c)
            target[0] += square;
    }
}

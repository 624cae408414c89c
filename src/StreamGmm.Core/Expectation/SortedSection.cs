using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using StreamGmm.Kernels;

namespace StreamGmm;

/// <summary>Some rows of the samples, and which of them seem to belong to each component.</summary>
/// <remarks>Rows of weight 0 belong to none. A labelled row is with its component.</remarks>
internal sealed class SortedSection : IDisposable
{
    /// <summary>The rows put side by side to be compared: they fit the first-level cache. A multiple of the 16 floats of a register.</summary>
    private const int PanelRows = 256;

    private const int PanelStride = PanelRows + 16;

    private readonly int dimension;
    private readonly AlignedBuffer<double> rows;
    private readonly AlignedBuffer<double> weights;
    private readonly AlignedBuffer<double> panel;
    private readonly AlignedBuffer<double> index;
    private readonly AlignedBuffer<float> rounded;
    private readonly AlignedBuffer<float> nearest;
    private readonly ushort[] numbers;
    private readonly ushort[] order;
    private readonly int[] starts;
    private readonly int[] next;
    private double[] widened = [];
    private ReadOnlyMemory<int>? labels;

    public SortedSection(int dimension, int components, int mostRows)
    {
        (this.dimension, RowLength, MostRows) = (dimension, SkipKernels.RoundUp(dimension), mostRows);
        var filled = mostRows + PanelRows;
        rows = new AlignedBuffer<double>(mostRows * RowLength);
        rows.Span.Clear();
        weights = new AlignedBuffer<double>(filled);
        panel = new AlignedBuffer<double>(RowLength * PanelStride);
        index = new AlignedBuffer<double>(PanelRows);
        rounded = new AlignedBuffer<float>(dimension * PanelStride);
        nearest = new AlignedBuffer<float>(filled);
        numbers = [.. Enumerable.Range(0, filled).Select(row => (ushort)Math.Min(row, mostRows - 1))];
        (starts, next, order) = (new int[components + 1], new int[components], new ushort[filled]);
    }

    /// <summary>The most rows it takes.</summary>
    public int MostRows { get; }

    /// <summary>The rows loaded.</summary>
    public int Count { get; private set; }

    /// <summary>The rows loaded that have a weight.</summary>
    public int Weighted => starts[^1];

    /// <summary>The numbers of a row: D, and zeros up to a multiple of 8.</summary>
    public int RowLength { get; }

    /// <summary>x − origin, row after row.</summary>
    public ReadOnlySpan<double> Rows => rows.Span;

    /// <summary>v of each row; 0 behind the last up to a multiple of 8.</summary>
    public ReadOnlySpan<double> Weights => weights.Span[..SkipKernels.RoundUp(Count)];

    /// <summary>Some rows may have a label.</summary>
    public bool HasLabels => labels is not null;

    /// <summary>The row has a label, which is the component it is with.</summary>
    public bool IsLabelled(int row) => labels is { } given && given.Span[row] >= 0;

    /// <summary>The rows that seem to belong to a component, in order.</summary>
    public ReadOnlySpan<ushort> Of(int component) => order.AsSpan(starts[component]..starts[component + 1]);

    /// <summary>The same, and some others up to a multiple of 8.</summary>
    public ReadOnlySpan<ushort> FilledOf(int component) => order.AsSpan(starts[component], SkipKernels.RoundUp(starts[component + 1] - starts[component]));

    /// <summary>Loads rows and tells where they belong.</summary>
    public void Load(LinearDiscriminants discriminants, Samples samples, int start, int count, ReadOnlySpan<double> origin)
    {
        Count = count;
        labels = samples.Labels?.Slice(start, count);
        SkipKernels.Best.CopyRows(Values(samples.Features.Slice(start * dimension, count * dimension)), origin, rows.Span, RowLength);
        var v = weights.Span;
        if (samples.Weights is { } given)
            given.Span.Slice(start, count).CopyTo(v);
        else
            v[..count].Fill(1);
        v[count..SkipKernels.RoundUp(count)].Clear();
        FindNearest(discriminants);
        Sort();
    }

    public void Dispose()
    {
        rows.Dispose();
        weights.Dispose();
        panel.Dispose();
        index.Dispose();
        rounded.Dispose();
        nearest.Dispose();
    }

    private ReadOnlySpan<double> Values(Features features)
    {
        if (!features.AreFloats)
            return features.Doubles;
        if (widened.Length < features.Length)
            widened = new double[features.Length];
        features.CopyTo(widened);
        return widened.AsSpan(0, features.Length);
    }

    /// <summary>In floats where they will do: wherever a row goes to, all that matters to it is found.</summary>
    private void FindNearest(LinearDiscriminants discriminants)
    {
        for (var i = 0; i < Count; i += PanelRows)
        {
            var panelRows = (Math.Min(PanelRows, Count - i) + 15) & ~15;
            SkipKernels.Best.Turn(rows.Span, RowLength, numbers.AsSpan(i, panelRows), panel.Span, PanelStride);
            var to = nearest.Span.Slice(i, panelRows);
            if (!discriminants.AreRoundable)
            {
                TileKernels<double>.Best.Nearest(panel.Span, PanelStride, panelRows, discriminants.Directions<double>(), discriminants.Offsets<double>(), index.Span);
                TensorPrimitives.ConvertTruncating<double, float>(index.Span[..panelRows], to);
                continue;
            }

            for (var j = 0; j < dimension; j++)
                TensorPrimitives.ConvertTruncating<double, float>(panel.Span.Slice(j * PanelStride, panelRows), rounded.Span[(j * PanelStride)..]);
            TileKernels<float>.Best.Nearest(rounded.Span, PanelStride, panelRows, discriminants.Directions<float>(), discriminants.Offsets<float>(), to);
        }

        var known = labels is { } given ? given.Span : [];
        for (var i = 0; i < known.Length; i++)
        {
            if (known[i] >= 0)
                nearest.Span[i] = known[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sort()
    {
        var to = nearest.Span;
        var v = weights.Span;
        Array.Clear(starts);
        for (var i = 0; i < Count; i++)
            starts[(int)to[i] + 1] += v[i] > 0 ? 1 : 0;
        for (var k = 0; k < next.Length; k++)
        {
            next[k] = starts[k];
            starts[k + 1] += starts[k];
        }

        for (var i = 0; i < Count; i++)
        {
            if (v[i] > 0)
                order[next[(int)to[i]]++] = (ushort)i;
        }
    }
}

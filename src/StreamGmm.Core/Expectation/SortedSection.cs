using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StreamGmm.Kernels;

namespace StreamGmm;

/// <summary>Rows of the samples sorted by the component they seem to belong to, in registers of 8 doubles or 16 floats that are of one component each.</summary>
/// <remarks>The last register of a component is filled up with copies of weight 0. Rows of weight 0 are left out. A labelled row is with its component.</remarks>
internal sealed class SortedSection<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rows of a register: 64 bytes.</summary>
    public static readonly int Register = 64 / Unsafe.SizeOf<T>();

    private readonly Tile<T> tile;
    private readonly AlignedBuffer<T> nearest;
    private readonly AlignedBuffer<T> values;
    private readonly AlignedBuffer<T> weights;
    private readonly int[] starts;
    private readonly int[] ends;
    private readonly int[] home;
    private readonly int[] order;

    public SortedSection(int dimension, int components, int rows)
    {
        tile = new Tile<T>(dimension, rows);
        MostRegisters = (rows / Register) + components + 1;
        nearest = new AlignedBuffer<T>(tile.Stride);
        values = new AlignedBuffer<T>(MostRegisters * Register * dimension);
        weights = new AlignedBuffer<T>(MostRegisters * Register);
        (starts, ends) = (new int[components + 1], new int[components]);
        (home, order) = (new int[MostRegisters], new int[MostRegisters * Register]);
    }

    /// <summary>The most rows it takes.</summary>
    public int MostRows => tile.MostRows;

    public int MostRegisters { get; }

    /// <summary>The registers that are filled.</summary>
    public int Registers { get; private set; }

    /// <summary>x − origin, each register D × 8 doubles or 16 floats.</summary>
    public ReadOnlySpan<T> Values => values.Span;

    /// <summary>v of each sample, register after register.</summary>
    public ReadOnlySpan<T> Weights => weights.Span[..(Registers * Register)];

    /// <summary>The component whose samples are in a register.</summary>
    public int Home(int register) => home[register];

    /// <summary>Where in the rows loaded a sample is from; −1 where a register is filled up.</summary>
    public int Row(int sample) => order[sample];

    /// <summary>Some rows may have a label.</summary>
    public bool HasLabels => tile.Labels is not null;

    /// <summary>The sample has a label, which is the component of its register.</summary>
    public bool IsLabelled(int sample) => tile.Labels is { } labels && order[sample] >= 0 && labels.Span[order[sample]] >= 0;

    /// <summary>The rows of positive weight.</summary>
    public int Load(LinearDiscriminants discriminants, Samples samples, int start, int rows, ReadOnlySpan<double> origin)
    {
        tile.Load(samples, start, rows, origin);
        TileKernels<T>.Best.Nearest(tile.Values, tile.Stride, tile.Count, discriminants.Directions<T>(), discriminants.Offsets<T>(), nearest.Span);
        var labels = tile.Labels is { } given ? given.Span : [];
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= 0)
                nearest.Span[i] = T.CreateTruncating(labels[i]);
        }

        var weighted = Sort();
        Fill();
        return weighted;
    }

    public void Dispose()
    {
        tile.Dispose();
        nearest.Dispose();
        values.Dispose();
        weights.Dispose();
    }

    /// <summary>Rows in the order of their components, those of one in the order they came.</summary>
    private int Sort()
    {
        var to = nearest.Span;
        var v = tile.Weights;
        var weighted = 0;
        Array.Clear(ends);
        for (var i = 0; i < tile.Rows; i++)
            ends[int.CreateTruncating(to[i])] += v[i] > T.Zero ? 1 : 0;
        for (var k = 0; k < ends.Length; k++)
        {
            starts[k + 1] = starts[k] + ((ends[k] + Register - 1) / Register);
            home.AsSpan(starts[k]..starts[k + 1]).Fill(k);
            weighted += ends[k];
            ends[k] = starts[k] * Register;
        }

        Registers = starts[^1];
        order.AsSpan(0, Registers * Register).Fill(-1);
        for (var i = 0; i < tile.Rows; i++)
        {
            if (v[i] > T.Zero)
                order[ends[int.CreateTruncating(to[i])]++] = i;
        }

        return weighted;
    }

    private void Fill()
    {
        var given = tile.Weights;
        var v = weights.Span;
        nint dimension = tile.Dimension, stride = tile.Stride, register = Register;
        ref var from = ref MemoryMarshal.GetReference(tile.Values);
        ref var to = ref MemoryMarshal.GetReference(values.Span);
        for (var i = 0; i < Registers * Register; i++)
        {
            var row = order[i];
            v[i] = row < 0 ? T.Zero : given[row];
            ref var x = ref Unsafe.Add(ref from, row < 0 ? order[i / Register * Register] : row);
            ref var y = ref Unsafe.Add(ref to, (i / Register * dimension * register) + (i % Register));
            for (nint j = 0; j < dimension; j++)
                Unsafe.Add(ref y, j * register) = Unsafe.Add(ref x, j * stride);
        }
    }
}

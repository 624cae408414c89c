using System.Numerics.Tensors;
using StreamGmm.Kernels;

namespace StreamGmm;

/// <summary>The squared distances of a tile's samples to some centres, by the kernel that scores diagonal components.</summary>
internal sealed class TileDistances : IDisposable
{
    private readonly AlignedBuffer<double> distances;
    private readonly int components;
    private readonly int[] nearest;
    private readonly AlignedBuffer<double> index;

    public TileDistances(int dimension, int components, int rows)
    {
        Tile = new Tile<double>(dimension, rows);
        this.components = components;
        distances = new AlignedBuffer<double>(components * Tile.Stride);
        nearest = new int[Tile.Stride];
        index = new AlignedBuffer<double>(Tile.Stride);
    }

    public Tile<double> Tile { get; }

    /// <summary>The squared distance of each row to a centre.</summary>
    public ReadOnlySpan<double> SquaredDistances(int center) => distances.Span.Slice(center * Tile.Stride, Tile.Count);

    public void Evaluate(Samples samples, int start, int rows, ReadOnlySpan<double> origin, RealMatrix centers, ReadOnlySpan<double> scales)
    {
        Tile.Load(samples, start, rows, origin);
        for (var k = 0; k < components; k++)
        {
            var target = distances.Span.Slice(k * Tile.Stride, Tile.Count);
            TileKernels<double>.Best.DiagonalScores(Tile.Values, Tile.Stride, Tile.Count, centers.Row(k), scales, [0.0], target);
            TensorPrimitives.Multiply(target, -2, target);
        }
    }

    /// <summary>The nearest centre of each row, the first of equals; the centre of its label where it has one.</summary>
    public ReadOnlySpan<int> Nearest()
    {
        TileKernels<double>.Best.Smallest(distances.Span, Tile.Stride, Tile.Count, components, index.Span);
        for (var i = 0; i < Tile.Rows; i++)
            nearest[i] = (int)index.Span[i];
        for (var i = 0; Tile.Labels is { } labels && i < Tile.Rows; i++)
        {
            if (labels.Span[i] >= 0)
                nearest[i] = labels.Span[i];
        }

        return nearest.AsSpan(0, Tile.Rows);
    }

    public void Dispose()
    {
        Tile.Dispose();
        distances.Dispose();
        index.Dispose();
    }
}

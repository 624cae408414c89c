using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>The scatter of one component, Σ r v y yᵀ, in the form its shape needs.</summary>
internal abstract class Scatter(int dimension, int length, bool isShared)
{
    /// <summary>D.</summary>
    public int Dimension { get; } = dimension;

    /// <summary>The doubles one scatter takes.</summary>
    public int Length { get; } = length;

    /// <summary>True where all components add to one scatter (tied).</summary>
    public bool IsShared { get; } = isShared;

    public static Scatter Of(CovarianceShape shape, int dimension) =>
        shape == CovarianceShape.Full ? new Packed(dimension, isShared: false)
        : shape == CovarianceShape.Tied ? new Packed(dimension, isShared: true)
        : shape == CovarianceShape.Diagonal ? new Diagonal(dimension)
        : new Spherical(dimension);

    /// <summary>c ← c + factor · d dᵀ, to the same bits for d and −d.</summary>
    public abstract void AddOuter(Span<double> c, double factor, ReadOnlySpan<double> d);

    /// <summary>The sum of squares along an axis; for spherical its mean over the axes.</summary>
    public abstract double Along(ReadOnlySpan<double> c, int axis);

    /// <summary>Writes the sums of squares along all axes.</summary>
    public abstract void CopyAlong(ReadOnlySpan<double> c, Span<double> axes);

    /// <summary>A triangle, packed.</summary>
    private sealed class Packed(int dimension, bool isShared) : Scatter(dimension, PackedTriangle.Length(dimension), isShared)
    {
        /// <summary>Calling for a vector loop costs as much as so many elements.</summary>
        private const int ShortRow = 16;

        public override void AddOuter(Span<double> c, double factor, ReadOnlySpan<double> d)
        {
            for (var j = 0; j < Dimension; j++)
            {
                var row = c.Slice(PackedTriangle.Row(j), j + 1);
                var left = d[..row.Length];
                var right = factor * d[j];
                if (row.Length > ShortRow)
                {
                    TensorPrimitives.MultiplyAdd(left, right, row, row);
                    continue;
                }

                for (var l = 0; l < row.Length; l++)
                    row[l] += left[l] * right;
            }
        }

        public override double Along(ReadOnlySpan<double> c, int axis) => c[PackedTriangle.Diagonal(axis)];

        public override void CopyAlong(ReadOnlySpan<double> c, Span<double> axes)
        {
            for (var j = 0; j < axes.Length; j++)
                axes[j] = c[PackedTriangle.Diagonal(j)];
        }
    }

    /// <summary>D sums of squares.</summary>
    private sealed class Diagonal(int dimension) : Scatter(dimension, dimension, isShared: false)
    {
        public override void AddOuter(Span<double> c, double factor, ReadOnlySpan<double> d)
        {
            for (var j = 0; j < Dimension; j++)
                c[j] += factor * d[j] * d[j];
        }

        public override double Along(ReadOnlySpan<double> c, int axis) => c[axis];

        public override void CopyAlong(ReadOnlySpan<double> c, Span<double> axes) => c.CopyTo(axes);
    }

    /// <summary>One sum of squares, over all axes.</summary>
    private sealed class Spherical(int dimension) : Scatter(dimension, 1, isShared: false)
    {
        public override void AddOuter(Span<double> c, double factor, ReadOnlySpan<double> d)
        {
            for (var j = 0; j < Dimension; j++)
                c[0] += factor * d[j] * d[j];
        }

        public override double Along(ReadOnlySpan<double> c, int axis) => c[0] / Dimension;

        public override void CopyAlong(ReadOnlySpan<double> c, Span<double> axes) => axes.Fill(c[0] / Dimension);
    }
}

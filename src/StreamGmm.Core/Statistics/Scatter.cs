using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
        shape == CovarianceShape.Full || shape.Rank > 0 ? new Packed(dimension, isShared: false)
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
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void AddOuter(Span<double> c, double factor, ReadOnlySpan<double> d)
        {
            ref var row = ref MemoryMarshal.GetReference(c);
            ref var left = ref MemoryMarshal.GetReference(d);
            for (var j = 0; j < Dimension; j++)
            {
                var right = factor * d[j];
                nint l = 0;
                for (; l + Vector<double>.Count <= j + 1; l += Vector<double>.Count)
                {
                    var sum = Vector.LoadUnsafe(ref row, (nuint)l) + (Vector.LoadUnsafe(ref left, (nuint)l) * right);
                    sum.StoreUnsafe(ref row, (nuint)l);
                }

                for (; l <= j; l++)
                    Unsafe.Add(ref row, l) += Unsafe.Add(ref left, l) * right;
                row = ref Unsafe.Add(ref row, j + 1);
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

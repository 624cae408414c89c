using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StreamGmm.Kernels;

namespace StreamGmm;

/// <summary>How the components of a mixture lie to one another: what tells, without its covariance, that a component cannot matter to a sample near another one.</summary>
/// <remarks>
/// With d = ‖L_k⁻¹ (μ_c − μ_k)‖ and w = Σ_k⁻¹ (μ_c − μ_k) / d the squared distance of a sample x from component k is at least (d + w · (x − μ_c))², by Cauchy and Schwarz:
/// D multiplications instead of D² / 2. It is so for every c, and closest for the component that x belongs to.
/// With s² = wᵀ Σ_c w it is at least (d − s r)² for all x within r standard deviations of component c: no multiplication at all.
/// </remarks>
internal sealed class Separation
{
    /// <summary>−ln 2⁻⁵³: what lies so far below the largest is lost when it is added to it.</summary>
    private const double Rounding = 36.8;

    /// <summary>Standard deviations between two means, up to which the place of a sample between them is known to better than one.</summary>
    private const double Farthest = 1e14;

    private readonly int components;
    private readonly int dimension;
    private readonly double[] constants;
    private readonly double[] distances;
    private double[] directions = [];
    private double[] spreads = [];

    /// <summary>Measures the distances; the directions come when they are asked for with <see cref="FindDirections"/>.</summary>
    /// <param name="mixture">K components with a covariance each.</param>
    /// <param name="means">The means relative to an origin, K × D.</param>
    public Separation(GaussianMixture mixture, ReadOnlySpan<double> means)
    {
        (components, dimension) = (mixture.Components, mixture.Dimension);
        constants = new double[components + SkipKernels.Register];
        distances = new double[(components * components) + SkipKernels.Register];
        using var seen = new MeansSeen(means, components);
        for (var k = 0; k < components; k++)
        {
            constants[k] = mixture.Factors.Constant(k);
            seen.From(mixture, k);
            for (var c = 0; c < components; c++)
                distances[(c * components) + k] = seen.Distance(c);
        }
    }

    /// <summary>True where no two means are so far apart that bounds would be rounding.</summary>
    public bool IsAccurate => !distances.AsSpan().ContainsAnyExceptInRange(0, Farthest);

    /// <summary>A score so far below the best of its sample counts for nothing, and so do all such together: 36.8 + ln K.</summary>
    public double Limit => Rounding + Math.Log(components);

    /// <summary>ln π − ½ ln det Σ of each component, as scores have it.</summary>
    public ReadOnlySpan<double> Constants => constants.AsSpan(0, components);

    /// <summary>d of each component, seen from component c: K numbers.</summary>
    public ReadOnlySpan<double> Distances(int component) => distances.AsSpan(component * components, components);

    /// <summary>What bounds the scores of all components for samples near component c.</summary>
    public ScoreBounds From(int c) => new()
    {
        Component = c,
        Constants = constants.AsSpan(0, components),
        Distances = Distances(c),
        Spreads = spreads.AsSpan(c * components, components),
        Directions = directions.AsSpan(c * components * dimension, components * dimension),
        Limit = Limit,
    };

    /// <summary>Finds w and s for all pairs of components.</summary>
    public void FindDirections(GaussianMixture mixture, Covariances.Full covariances, double[] means, int threads)
    {
        var length = PackedTriangle.Length(dimension);
        var matrices = new double[components * length];
        spreads = new double[(components * components) + SkipKernels.Register];
        directions = new double[components * components * dimension];
        for (var k = 0; k < components; k++)
            covariances.CopyPacked(k, matrices.AsSpan(k * length, length));
        var next = -1;
        FixedTree.ForEachThread(threads, () =>
        {
            using var seen = new MeansSeen(means, components);
            for (int k; (k = Interlocked.Increment(ref next)) < components;)
            {
                seen.From(mixture, k);
                seen.TurnBack(mixture, k);
                for (var c = 0; c < components; c++)
                {
                    var w = directions.AsSpan(((c * components) + k) * dimension, dimension);
                    seen.Direct(c, distances[(c * components) + k], w);
                    spreads[(c * components) + k] = Math.Sqrt(Square(matrices.AsSpan(c * length, length), w));
                }
            }
        });
    }

    /// <summary>wᵀ Σ w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Square(ReadOnlySpan<double> matrix, ReadOnlySpan<double> w)
    {
        double square = 0;
        for (var i = 0; i < w.Length; i++)
        {
            var row = matrix.Slice(PackedTriangle.Row(i), i + 1);
            double sum = 0;
            for (var j = 0; j < i; j++)
                sum += row[j] * w[j];
            square += w[i] * ((2 * sum) + (row[i] * w[i]));
        }

        return square;
    }

    /// <summary>The means side by side, as a component sees them: L_k⁻¹ (μ_c − μ_k), D × K.</summary>
    private sealed class MeansSeen : IDisposable
    {
        private readonly int components;
        private readonly int dimension;
        private readonly int stride;
        private readonly double[] means;
        private readonly AlignedBuffer<double> columns;
        private readonly AlignedBuffer<double> seen;
        private readonly AlignedBuffer<double> back;
        private readonly AlignedBuffer<double> scratch;

        public MeansSeen(ReadOnlySpan<double> means, int components)
        {
            (this.components, dimension, stride) = (components, means.Length / components, (components + 7) & ~7);
            this.means = means.ToArray();
            (columns, seen, back) = (new AlignedBuffer<double>(dimension * stride), new AlignedBuffer<double>(dimension * stride), new AlignedBuffer<double>(dimension * stride));
            scratch = new AlignedBuffer<double>(dimension * TileKernels<double>.Panel);
            columns.Span.Clear();
            for (var i = 0; i < means.Length; i++)
                columns.Span[(i % dimension * stride) + (i / dimension)] = means[i];
        }

        public void From(GaussianMixture mixture, int k) =>
            TileKernels<double>.Best.Whiten(columns.Span, stride, stride, means.AsSpan(k * dimension, dimension), mixture.Factors.Inverse(k), scratch.Span, seen.Span);

        /// <summary>The length of what is seen of component c.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public double Distance(int c)
        {
            ref var column = ref MemoryMarshal.GetReference(seen.Span[c..]);
            double square = 0;
            for (var j = 0; j < dimension; j++)
                square += Unsafe.Add(ref column, (nint)j * stride) * Unsafe.Add(ref column, (nint)j * stride);
            return Math.Sqrt(square);
        }

        /// <summary>Writes what was turned back of component c, for a distance of 1; 0 where the distance is 0.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Direct(int c, double distance, Span<double> direction)
        {
            ref var turned = ref MemoryMarshal.GetReference(back.Span[c..]);
            for (var j = 0; j < direction.Length; j++)
                direction[j] = distance > 0 ? Unsafe.Add(ref turned, (nint)j * stride) / distance : 0;
        }

        /// <summary>L_k⁻ᵀ of what is seen: Σ_k⁻¹ (μ_c − μ_k).</summary>
        public void TurnBack(GaussianMixture mixture, int k)
        {
            back.Span.Clear();
            var inverse = mixture.Factors.Inverse(k);
            for (var j = 0; j < dimension; j++)
            {
                for (var l = 0; l <= j; l++)
                {
                    var row = back.Span.Slice(l * stride, stride);
                    TensorPrimitives.MultiplyAdd(seen.Span.Slice(j * stride, stride), inverse[PackedTriangle.Row(j) + l], row, row);
                }
            }
        }

        public void Dispose()
        {
            columns.Dispose();
            seen.Dispose();
            back.Dispose();
            scratch.Dispose();
        }
    }
}

using System.Numerics.Tensors;
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
    private float[]? roundedConstants;
    private float[]? roundedDistances;
    private float[]? roundedDirections;

    /// <summary>Measures the distances; the directions come when they are asked for with <see cref="FindDirections"/>.</summary>
    /// <param name="mixture">K components with a covariance each.</param>
    /// <param name="means">The means relative to an origin, K × D.</param>
    public Separation(GaussianMixture mixture, ReadOnlySpan<double> means)
    {
        (components, dimension) = (mixture.Components, mixture.Dimension);
        constants = new double[components];
        distances = new double[components * components];
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
    public ReadOnlySpan<T> Constants<T>()
        where T : unmanaged => Elements.Of<T>(constants, ref roundedConstants);

    /// <summary>d of each component, seen from component c: K numbers.</summary>
    public ReadOnlySpan<T> Distances<T>(int component)
        where T : unmanaged => Elements.Of<T>(distances, ref roundedDistances).Slice(component * components, components);

    /// <summary>w of each component, seen from component c: K × D.</summary>
    public ReadOnlySpan<T> Directions<T>(int component)
        where T : unmanaged => Elements.Of<T>(directions, ref roundedDirections).Slice(component * components * dimension, components * dimension);

    /// <summary>Lists the components that may matter to samples within a distance of component c, the least limit of which is given.</summary>
    public int List(int c, double radius, double limit, Span<int> list)
    {
        var count = 0;
        for (var k = 0; k < components; k++)
        {
            var nearest = distances[(c * components) + k] - (spreads[(c * components) + k] * radius);
            list[count] = k;
            count += nearest > 0 && constants[k] - (0.5 * nearest * nearest) < limit ? 0 : 1;
        }

        return count;
    }

    /// <summary>Finds w and s for all pairs of components.</summary>
    public void FindDirections(GaussianMixture mixture, Covariances.Full covariances, double[] means, int threads)
    {
        var length = PackedTriangle.Length(dimension);
        var matrices = new double[components * length];
        spreads = new double[components * components];
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
                    var d = distances[(c * components) + k];
                    var w = directions.AsSpan(((c * components) + k) * dimension, dimension);
                    for (var j = 0; j < dimension && d > 0; j++)
                        w[j] = seen[j, c] / d;
                    spreads[(c * components) + k] = Math.Sqrt(Square(matrices.AsSpan(c * length, length), w));
                }
            }
        });
    }

    /// <summary>wᵀ Σ w.</summary>
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

        public double this[int axis, int component] => back.Span[(axis * stride) + component];

        public void From(GaussianMixture mixture, int k) =>
            TileKernels<double>.Best.Whiten(columns.Span, stride, stride, means.AsSpan(k * dimension, dimension), mixture.Factors.Inverse(k), scratch.Span, seen.Span);

        /// <summary>The length of what is seen of component c.</summary>
        public double Distance(int c)
        {
            double square = 0;
            for (var j = 0; j < dimension; j++)
                square += seen.Span[(j * stride) + c] * seen.Span[(j * stride) + c];
            return Math.Sqrt(square);
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

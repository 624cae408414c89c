using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace StreamGmm;

/// <summary>Where everything is in the flat numbers of <see cref="SufficientStatistics"/>, and how two of them add.</summary>
/// <remarks>Weight (sum, compensation), log-likelihood (sum, compensation), K masses, K × D means relative to the origin, then K scatters (tied: one).</remarks>
internal sealed class StatisticsLayout(CovarianceShape shape, int components, int dimension)
{
    private const int HeaderLength = 4;

    public CovarianceShape Shape { get; } = shape;

    public int Components { get; } = components;

    public int Dimension { get; } = dimension;

    public Scatter Scatter { get; } = Scatter.Of(shape, dimension);

    public int Length => checked(ScatterStart + ((Scatter.IsShared ? 1 : Components) * Scatter.Length));

    /// <summary>The same shape and sizes.</summary>
    public bool IsLike(StatisticsLayout other) => (Shape, Components, Dimension) == (other.Shape, other.Components, other.Dimension);

    private int MeanStart => HeaderLength + Components;

    private int ScatterStart => MeanStart + (Components * Dimension);

    public static NeumaierSum Weight(ReadOnlySpan<double> s) => new(s[0], s[1]);

    public static void SetWeight(Span<double> s, NeumaierSum value) => (s[0], s[1]) = (value.Sum, value.Compensation);

    public static NeumaierSum LogLikelihood(ReadOnlySpan<double> s) => new(s[2], s[3]);

    public static void SetLogLikelihood(Span<double> s, NeumaierSum value) => (s[2], s[3]) = (value.Sum, value.Compensation);

    public Span<double> Masses(Span<double> s) => s.Slice(HeaderLength, Components);

    public ReadOnlySpan<double> Masses(ReadOnlySpan<double> s) => s.Slice(HeaderLength, Components);

    public Span<double> AllMeans(Span<double> s) => s[MeanStart..ScatterStart];

    public Span<double> Mean(Span<double> s, int component) => s.Slice(MeanStart + (component * Dimension), Dimension);

    public ReadOnlySpan<double> Mean(ReadOnlySpan<double> s, int component) => s.Slice(MeanStart + (component * Dimension), Dimension);

    public Span<double> ScatterOf(Span<double> s, int component) =>
        s.Slice(ScatterStart + (Scatter.IsShared ? 0 : component * Scatter.Length), Scatter.Length);

    public ReadOnlySpan<double> ScatterOf(ReadOnlySpan<double> s, int component) =>
        s.Slice(ScatterStart + (Scatter.IsShared ? 0 : component * Scatter.Length), Scatter.Length);

    /// <summary>Throws where numbers cannot be statistics: one is not finite (but a log-likelihood may be −∞), or a mass or a sum of squares is negative.</summary>
    public void Check(ReadOnlySpan<double> s)
    {
        for (var i = 0; i < s.Length; i++)
        {
            if (!double.IsFinite(s[i]) && !(i == 2 && double.IsNegativeInfinity(s[i])))
                throw new ArgumentException(FormattableString.Invariant($"Value {i} is {s[i]:R}: statistics are finite numbers."));
        }

        for (var k = 0; k < Components; k++)
        {
            if (Masses(s)[k] < 0)
                throw new ArgumentException(FormattableString.Invariant($"The mass of component {k} is {Masses(s)[k]:R}: masses are not negative."));
            for (var j = 0; j < Dimension; j++)
            {
                if (Scatter.Along(ScatterOf(s, k), j) < 0)
                    throw new ArgumentException($"The scatter of component {k} along axis {j} is negative: it is a sum of squares.");
            }
        }
    }

    /// <summary>s ← the statistics with every weight multiplied by a factor, in place.</summary>
    public void Scale(Span<double> s, double factor)
    {
        SetWeight(s, Weight(s) * factor);
        SetLogLikelihood(s, LogLikelihood(s) * factor);
        TensorPrimitives.Multiply(Masses(s), factor, Masses(s));
        var scatters = s[ScatterStart..Length];
        TensorPrimitives.Multiply(scatters, factor, scatters);
    }

    /// <summary>a ← a + b, in place; to the same bits whichever of the two is a.</summary>
    public void Add(Span<double> a, ReadOnlySpan<double> b) => Combine(a, 1, b, 1, a);

    /// <summary>sum ← the statistics of a with every weight multiplied by f, and of b by g; the sum may be a itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Combine(ReadOnlySpan<double> a, double f, ReadOnlySpan<double> b, double g, Span<double> sum)
    {
        SetWeight(sum, (Weight(a) * f) + (Weight(b) * g));
        SetLogLikelihood(sum, (LogLikelihood(a) * f) + (LogLikelihood(b) * g));
        Span<double> difference = Dimension <= 128 ? stackalloc double[Dimension] : new double[Dimension];
        var massesA = Masses(a);
        var massesB = Masses(b);
        var masses = Masses(sum);
        for (var k = 0; k < Components; k++)
        {
            var (wa, wb) = (f * massesA[k], g * massesB[k]);
            var w = wa + wb;
            masses[k] = w;
            var ma = Mean(a, k);
            var mb = Mean(b, k);
            var mean = Mean(sum, k);
            // Component by component, so that a scatter is in the cache for all that is done to it.
            if (k == 0 || !Scatter.IsShared)
                CombineScatter(ScatterOf(a, k), f, ScatterOf(b, k), g, ScatterOf(sum, k));
            if (wa == 0 || wb == 0)
            {
                (wb == 0 ? ma : mb).CopyTo(mean);
                continue;
            }

            TensorPrimitives.Subtract(ma, mb, difference);
            for (var j = 0; j < difference.Length; j++)
                // Equal means stay what they are to the last bit (adding 0 makes −0 a 0, from either side).
                mean[j] = difference[j] == 0 ? ma[j] + 0.0 : ((wa * ma[j]) + (wb * mb[j])) / w;
            // w_a w_b / w, without a product that could leave the range of doubles.
            Scatter.AddOuter(ScatterOf(sum, k), Math.Max(wa, wb) * (Math.Min(wa, wb) / w), difference);
        }
    }

    private static void CombineScatter(ReadOnlySpan<double> a, double f, ReadOnlySpan<double> b, double g, Span<double> sum)
    {
        if (f == 0)
            sum.Clear();
        else if (f != 1 || a != (ReadOnlySpan<double>)sum)
            TensorPrimitives.Multiply(a, f, sum);
        TensorPrimitives.MultiplyAdd(b, g, sum, sum);
    }
}

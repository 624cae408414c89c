using System.Diagnostics;
using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>Mixtures as vectors, about one of them: ln π, whitened μ and Σ of every component that has weight.</summary>
/// <remarks>
/// Half the squared length of a small difference is the divergence of the mixtures with their components known, in nats; an EM step is then the gradient of the mean log-likelihood.
/// Maps of the data that keep the shape of the covariances do not change lengths and angles.
/// </remarks>
internal sealed class Chart
{
    private readonly GaussianMixture about;
    private readonly int[] present;
    private readonly double[] roots;
    private readonly Frame[] frames;
    private readonly int dimension;

    private Chart(GaussianMixture about, int[] present)
    {
        (this.about, this.present, dimension) = (about, present, about.Dimension);
        roots = [.. present.Select(k => Math.Sqrt(about.Weights[k]))];
        frames = Frame.Of(about, Numbers(about));
    }

    private bool IsShared => about.Shape == CovarianceShape.Tied;

    private int Scatters => IsShared ? 1 : present.Length;

    public static Chart About(GaussianMixture mixture) => new(mixture, Present(mixture));

    /// <summary>True of a mixture whose components have weight just where those of this chart have.</summary>
    public bool Covers(GaussianMixture mixture)
    {
        var next = 0;
        for (var k = 0; k < mixture.Components; k++)
        {
            if (mixture.Weights[k] > 0 != (next < present.Length && present[next] == k))
                return false;
            next += mixture.Weights[k] > 0 ? 1 : 0;
        }

        return true;
    }

    /// <summary>The coordinates of a mixture.</summary>
    public double[] Of(GaussianMixture mixture)
    {
        var numbers = Numbers(mixture);
        var x = new double[(present.Length * (1 + dimension)) + (Scatters * frames[0].Length)];
        Span<double> difference = new double[dimension];
        for (var c = 0; c < present.Length; c++)
        {
            x[c] = roots[c] * Math.Log(mixture.Weights[present[c]] / about.Weights[present[c]]);
            TensorPrimitives.Subtract(mixture.Means.Row(present[c]), about.Means.Row(present[c]), difference);
            var mean = Mean(x, c);
            FrameOf(c).Whiten(difference, mean);
            TensorPrimitives.Multiply(mean, roots[c], mean);
        }

        for (var c = 0; c < Scatters; c++)
        {
            var scatter = Scatter(x, c);
            FrameOf(c).Write(Own(numbers, c), scatter);
            TensorPrimitives.Multiply(scatter, Root(c), scatter);
        }

        return x;
    }

    /// <summary>The mixture at some coordinates, whose weights are first made to sum to 1; null where there is none. Components without weight are as in <paramref name="other"/>.</summary>
    public GaussianMixture? Mixture(Span<double> x, GaussianMixture other)
    {
        var (weights, means, numbers) = (other.Weights.AsSpan().ToArray(), other.Means.AsSpan().ToArray(), Numbers(other));
        Normalize(x, weights);
        Span<double> own = new double[Math.Max(dimension, frames[0].Length)];
        for (var c = 0; c < present.Length; c++)
        {
            var mean = means.AsSpan(present[c] * dimension, dimension);
            TensorPrimitives.Divide(Mean(x, c), roots[c], own);
            FrameOf(c).Unwhiten(own[..dimension], mean);
            TensorPrimitives.Add(mean, about.Means.Row(present[c]), mean);
        }

        for (var c = 0; c < Scatters; c++)
        {
            TensorPrimitives.Divide(Scatter(x, c), Root(c), own);
            FrameOf(c).Read(own[..frames[0].Length], Own(numbers, c));
        }

        return TensorPrimitives.IsFiniteAll<double>(weights) && TensorPrimitives.IsFiniteAll<double>(means) && TensorPrimitives.IsFiniteAll<double>(numbers)
            ? GaussianMixture.TryCreate(RealVector.Create(weights), RealMatrix.Create(other.Components, dimension, means), Covariances(numbers), out _)
            : null;
    }

    private static int[] Present(GaussianMixture mixture) => [.. Enumerable.Range(0, mixture.Components).Where(k => mixture.Weights[k] > 0)];

    /// <summary>The numbers of all covariances, one component's after another's, triangles packed.</summary>
    private static double[] Numbers(GaussianMixture mixture)
    {
        var length = PackedTriangle.Length(mixture.Dimension);
        switch (mixture.Covariances)
        {
            case Covariances.Full full:
                var packed = new double[mixture.Components * length];
                for (var k = 0; k < mixture.Components; k++)
                    full.CopyPacked(k, packed.AsSpan(k * length, length));
                return packed;
            case Covariances.Tied tied:
                var one = new double[length];
                PackedTriangle.Pack(tied.Matrix.AsSpan(), mixture.Dimension, one);
                return one;
            case Covariances.Diagonal diagonal:
                return diagonal.Variances.AsSpan().ToArray();
            case Covariances.Spherical spherical:
                return spherical.Variances.AsSpan().ToArray();
            default:
                throw new UnreachableException();
        }
    }

    private Covariances Covariances(double[] numbers) => about.Covariances switch
    {
        StreamGmm.Covariances.Full => new Covariances.Full(numbers, dimension),
        StreamGmm.Covariances.Tied => new Covariances.Tied(RealMatrix.Create(dimension, dimension, matrix => PackedTriangle.Unpack(numbers, dimension, matrix))),
        StreamGmm.Covariances.Diagonal => new Covariances.Diagonal(RealMatrix.Create(about.Components, dimension, numbers)),
        StreamGmm.Covariances.Spherical => new Covariances.Spherical(RealVector.Create(numbers)),
        _ => throw new UnreachableException(),
    };

    /// <summary>π = softmax of the coordinates, which are moved along by the logarithm of the sum.</summary>
    private void Normalize(Span<double> x, double[] weights)
    {
        double sum = 0;
        for (var c = 0; c < present.Length; c++)
            sum += weights[present[c]] = about.Weights[present[c]] * Math.Exp(x[c] / roots[c]);
        var log = Math.Log(sum);
        for (var c = 0; c < present.Length; c++)
        {
            weights[present[c]] /= sum;
            x[c] -= roots[c] * log;
        }
    }

    private Frame FrameOf(int c) => frames[IsShared ? 0 : present[c]];

    private double Root(int c) => IsShared ? 1 : roots[c];

    private Span<double> Mean(Span<double> x, int c) => x.Slice(present.Length + (c * dimension), dimension);

    private Span<double> Scatter(Span<double> x, int c) => x.Slice((present.Length * (1 + dimension)) + (c * frames[0].Length), frames[0].Length);

    private Span<double> Own(double[] numbers, int c) => numbers.AsSpan((IsShared ? 0 : present[c]) * frames[0].Length, frames[0].Length);
}

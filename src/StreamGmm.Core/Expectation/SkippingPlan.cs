using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace StreamGmm;

/// <summary>What an E-step that leaves components out works with, and when that pays.</summary>
/// <remarks>A function of the mixture and the number of samples: the same for any number of threads.</remarks>
internal sealed class SkippingPlan
{
    /// <summary>The samples a component needs for the separation of the mixture to cost little beside them.</summary>
    private const int LeastRows = 64;

    /// <summary>The numbers that directions may take: 16 MB.</summary>
    private const long MostDirections = 1 << 21;

    /// <summary>How many times faster products of floats are.</summary>
    private const double FloatGain = 2;

    /// <summary>The rows at the beginning of a leaf that tell whether the samples are as the mixture makes one expect.</summary>
    public const int ProbeRows = 32;

    private SkippingPlan(Separation separation, LinearDiscriminants discriminants, bool isForced, double mostShare) =>
        (Separation, Discriminants, IsForced, MostShare) = (separation, discriminants, isForced, mostShare);

    public Separation Separation { get; }

    public LinearDiscriminants Discriminants { get; }

    /// <summary>Skips whatever it costs.</summary>
    public bool IsForced { get; }

    /// <summary>The share of all pairs of a sample and a component up to which it pays to leave out the others.</summary>
    public double MostShare { get; }

    /// <summary>The plan for so many samples; null where every product is better computed. Products of floats are cheaper.</summary>
    public static SkippingPlan? For(GaussianMixture mixture, ReadOnlySpan<double> origin, int count, int threads, Skipping skipping, bool areFloats = false)
    {
        var (components, dimension) = (mixture.Components, mixture.Dimension);
        if (skipping == Skipping.Never || mixture.Covariances is not Covariances.Full covariances || (long)components * components * dimension > MostDirections)
            return null;
        var isForced = skipping == Skipping.Always;
        var most = isForced ? 1 : ShareThatPays(components, dimension, areFloats);
        if (!isForced && (most <= 0 || count < (long)LeastRows * components))
            return null;

        var means = new double[components * dimension];
        for (var k = 0; k < components; k++)
            TensorPrimitives.Subtract(mixture.Means.Row(k), origin, means.AsSpan(k * dimension, dimension));
        var separation = new Separation(mixture, means);
        if (!separation.IsAccurate || (!isForced && ExpectsMore(most, mixture, separation)) || LinearDiscriminants.TryCreate(mixture.Weights, covariances, means) is not { } discriminants)
            return null;
        separation.FindDirections(mixture, covariances, means, isForced ? 1 : threads);
        return new SkippingPlan(separation, discriminants, isForced, most);
    }

    /// <summary>Where the cost of skipping reaches that of computing everything.</summary>
    /// <remarks>Measured, in multiplications a sample: sorting it and bounding what components score, and what a pair listed costs, a tenth more than that to be safe. Floats take the place of doubles only where everything is computed.</remarks>
    private static double ShareThatPays(int components, int dimension, bool areFloats)
    {
        var all = components * (57.0 + ((double)dimension * dimension)) / (areFloats ? FloatGain : 1);
        var always = 300 + (1.6 * components * dimension);
        var listed = components * (260 + (1.1 * dimension * dimension));
        return (all - always) / listed;
    }

    /// <summary>Whether a larger share of the pairs will matter, if the samples are as the mixture says.</summary>
    /// <remarks>A sample of component c is, along the line to another, a standard normal number away from the mean; its own distance is about √D.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool ExpectsMore(double most, GaussianMixture mixture, Separation separation)
    {
        var constants = separation.Constants;
        double share = 0;
        for (var c = 0; c < constants.Length && share <= most * constants.Length; c++)
        {
            var least = constants[c] - (0.5 * mixture.Dimension) - separation.Limit;
            var distances = separation.Distances(c);
            double near = 0;
            for (var k = 0; k < constants.Length; k++)
            {
                // The logistic function of 1.7 x is the normal distribution function to a hundredth.
                if (constants[k] > least)
                    near += 1 / (1 + Math.Exp(1.7 * (distances[k] - Math.Sqrt(2 * (constants[k] - least)))));
            }

            share += mixture.Weights[c] * near;
        }

        return share > most * constants.Length;
    }
}

using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>What an E-step that leaves components out works with, and when that pays.</summary>
/// <remarks>A function of the mixture and the number of samples: the same for any number of threads.</remarks>
internal sealed class SkippingPlan
{
    /// <summary>Of eight samples of a component one lies so many standard deviations nearer to another component than their mean does.</summary>
    private const double Spread = 2;

    /// <summary>The samples a component needs for the separation of the mixture to cost little beside them.</summary>
    private const int LeastRows = 64;

    /// <summary>The numbers that directions may take: 16 MB.</summary>
    private const long MostDirections = 1 << 21;

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

    /// <summary>The plan for so many samples; null where every product is better computed.</summary>
    public static SkippingPlan? For(GaussianMixture mixture, ReadOnlySpan<double> origin, int count, int threads, Skipping skipping)
    {
        var (components, dimension) = (mixture.Components, mixture.Dimension);
        if (skipping == Skipping.Never || mixture.Covariances is not Covariances.Full covariances || (long)components * components * dimension > MostDirections)
            return null;
        var isForced = skipping == Skipping.Always;
        var most = isForced ? 1 : ShareThatPays(components, dimension);
        if (!isForced && (most <= 0 || count < (long)LeastRows * components))
            return null;

        var means = new double[components * dimension];
        for (var k = 0; k < components; k++)
            TensorPrimitives.Subtract(mixture.Means.Row(k), origin, means.AsSpan(k * dimension, dimension));
        var separation = new Separation(mixture, means);
        if (!separation.IsAccurate || (!isForced && ExpectedShare(mixture, separation) > most) || LinearDiscriminants.TryCreate(mixture.Weights, covariances, means) is not { } discriminants)
            return null;
        separation.FindDirections(mixture, covariances, means, isForced ? 1 : threads);
        return new SkippingPlan(separation, discriminants, isForced, most);
    }

    /// <summary>Where the cost of skipping reaches that of computing everything.</summary>
    /// <remarks>Measured, in multiplications a sample: sorting it, two products of D a component, and for each pair listed up to 1.9 of what it costs among all.</remarks>
    private static double ShareThatPays(int components, int dimension)
    {
        var all = components * (57.0 + ((double)dimension * dimension));
        var always = 880 + (2.0 * components * dimension);
        return (1 - (always / all)) / 1.9;
    }

    /// <summary>The share of pairs that will matter if the samples are as the mixture says.</summary>
    private static double ExpectedShare(GaussianMixture mixture, Separation separation)
    {
        var constants = separation.Constants<double>();
        double share = 0;
        for (var c = 0; c < constants.Length; c++)
        {
            var least = constants[c] - (0.5 * mixture.Dimension) - separation.Limit;
            var distances = separation.Distances<double>(c);
            for (var k = 0; k < constants.Length && mixture.Weights[c] > 0; k++)
            {
                var nearest = Math.Max(distances[k] - Spread, 0);
                if (!(constants[k] - (0.5 * nearest * nearest) < least))
                    share += mixture.Weights[c];
            }
        }

        return share / constants.Length;
    }
}

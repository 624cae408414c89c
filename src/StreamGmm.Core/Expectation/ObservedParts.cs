namespace StreamGmm;

/// <summary>What a mixture says of each pattern of missing values, made when it is first asked for; the most frequent are kept for all threads.</summary>
internal sealed class ObservedParts
{
    /// <summary>The doubles that may be kept, 64 MiB: where nearly every row has a pattern of its own, all of them would not fit into memory.</summary>
    private const long MostKept = 1 << 23;

    private readonly GaussianMixture mixture;
    private readonly MissingPatterns patterns;
    private readonly double[] covariances;
    private readonly ObservedPart?[] kept;

    private ObservedParts(GaussianMixture mixture, MissingPatterns patterns)
    {
        (this.mixture, this.patterns) = (mixture, patterns);
        var length = PackedTriangle.Length(mixture.Dimension);
        covariances = new double[!mixture.Shape.HasMatrices ? 0 : mixture.Shape == CovarianceShape.Tied ? length : mixture.Components * length];
        for (var k = 0; k * length < covariances.Length; k++)
            PackedTriangle.Pack(mixture.Covariance(k).AsSpan(), mixture.Dimension, covariances.AsSpan(k * length, length));
        kept = new ObservedPart?[(int)Math.Min(patterns.Count, MostKept / (covariances.Length + mixture.Components))];
    }

    /// <summary>Those for some samples; null where no value is missing.</summary>
    public static ObservedParts? Of(GaussianMixture mixture, Samples samples) => samples.Patterns is { } patterns ? new ObservedParts(mixture, patterns) : null;

    /// <summary>True of a pattern that is made once.</summary>
    public bool Keeps(int pattern) => pattern < kept.Length;

    /// <summary>That for a pattern.</summary>
    public ObservedPart this[int pattern]
    {
        get
        {
            if (!Keeps(pattern))
                return Make();
            return Volatile.Read(ref kept[pattern]) ?? Interlocked.CompareExchange(ref kept[pattern], Make(), null) ?? kept[pattern]!;

            ObservedPart Make() => new(mixture, patterns[pattern], covariances);
        }
    }
}

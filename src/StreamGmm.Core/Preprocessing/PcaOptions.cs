namespace StreamGmm;

/// <summary>How many principal components to keep, and whether to bring them to variance 1.</summary>
/// <remarks>All are kept by default. Where both a number and a share are given, the fewer are kept.</remarks>
public sealed record PcaOptions
{
    /// <summary>The number of components to keep, 1 or more; null for no such limit.</summary>
    public int? Components
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Components), value, "At least one component is kept.");
    }

    /// <summary>The share of the variance that the kept components must exceed, above 0 and up to 1, the fewest that do are kept; null for no such limit.</summary>
    /// <remarks>0.99 keeps as many as scikit-learn's <c>PCA(0.99)</c>; 1 keeps all that have any variance.</remarks>
    public double? Share
    {
        get;
        init => field = value is null or (> 0 and <= 1) ? value : throw new ArgumentOutOfRangeException(nameof(Share), value, "A share of the variance is above 0 and at most 1.");
    }

    /// <summary>Whether every kept component is divided by its standard deviation; false by default.</summary>
    public bool Whiten { get; init; }

    /// <summary>How many of the variances, the largest first, are kept.</summary>
    internal int Kept(ReadOnlySpan<double> variances, double total)
    {
        if (Components > variances.Length)
            throw new ArgumentException($"{Components} components are to be kept: there are {variances.Length} features, which give no more than that.");
        var kept = Components ?? variances.Length;
        if (Share is not { } share)
            return kept;
        if (!(total > 0))
            throw new ArgumentException("The samples do not vary: no number of components exceeds a share of nothing. Give Components instead.");
        var (sum, fewest) = (0.0, 0);
        while (fewest < variances.Length && variances[fewest] > 0 && !(sum / total > share))
            sum += variances[fewest++];
        return Math.Min(kept, fewest);
    }
}

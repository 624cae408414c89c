namespace StreamGmm;

/// <content>Weights and labels: what is asked of them, and the same rows with others.</content>
public sealed partial class Samples
{
    /// <summary>True where every weight is 0 or within 1e-9 and 1e9: squares times weights are then floats.</summary>
    internal bool HaveModerateWeights => haveModerateWeights.Value;

    /// <summary>The first row of positive weight; −1 where there is none.</summary>
    internal int FirstWeighted => Weights is { } weights ? weights.Span.IndexOfAnyExcept(0.0) : Count > 0 ? 0 : -1;

    /// <summary>The number of rows of positive weight.</summary>
    internal int WeightedCount => Weights is { } weights ? Count - weights.Span.Count(0.0) : Count;

    /// <summary>The same rows with a weight each, borrowed.</summary>
    /// <exception cref="ArgumentException">Their number is not that of the rows, or a weight is negative or not finite.</exception>
    public Samples WithWeights(ReadOnlyMemory<double> weights)
    {
        RequireOneEach(weights.Length, "weights");
        for (var i = 0; i < Count; i++)
        {
            if (weights.Span[i] is not (>= 0 and < Limit))
                throw new ArgumentException(FormattableString.Invariant($"The weight of row {i} is {weights.Span[i]:R}: a weight must be a finite number of 0 or more, below 1e150."), nameof(weights));
        }

        return new Samples(features, Dimension, weights, Labels, missing);
    }

    /// <summary>The same rows with a label each, borrowed: the index of the component a row belongs to, or −1.</summary>
    /// <exception cref="ArgumentException">Their number is not that of the rows, or a label is below −1.</exception>
    public Samples WithLabels(ReadOnlyMemory<int> labels)
    {
        RequireOneEach(labels.Length, "labels");
        for (var i = 0; i < Count; i++)
        {
            if (labels.Span[i] < -1)
                throw new ArgumentException($"The label of row {i} is {labels.Span[i]}: a label must be the index of a component, from 0, or −1 for none.", nameof(labels));
        }

        return new Samples(features, Dimension, Weights, labels, missing);
    }

    /// <summary>The same rows without labels: to fit them as if nothing were known of their components.</summary>
    public Samples WithoutLabels() => Labels is null ? this : new Samples(features, Dimension, Weights, null, missing);

    /// <summary>Throws where fewer rows of positive weight than <paramref name="components"/> are there.</summary>
    internal void RequireAtLeast(int components)
    {
        if (WeightedCount < components)
            throw TooFew(WeightedCount, components);
    }

    /// <summary>What is said where fewer rows of positive weight than components are there.</summary>
    internal static ArgumentException TooFew(long weighted, int components) =>
        new($"There are {weighted} samples of positive weight for {components} components: give at least one sample for each, or use fewer components.");

    /// <summary>Throws where a label is no component.</summary>
    internal void RequireLabelsBelow(int components)
    {
        if (LabelFault(components) is { } fault)
            throw new ArgumentException(fault);
    }

    /// <summary>What is wrong with the first label that is no component; null where all are.</summary>
    internal string? LabelFault(int components)
    {
        for (var i = 0; Labels is { } labels && i < Count; i++)
        {
            if (labels.Span[i] >= components)
                return $"The label of row {i} is {labels.Span[i]}: the {components} components are numbered from 0.";
        }

        return null;
    }

    /// <summary>The same rows, each of weight 1.</summary>
    internal Samples WithoutWeights() => Weights is null ? this : unweighted ??= new Samples(features, Dimension, null, Labels, missing);

    private static double Sum(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        foreach (var w in weights)
            sum += w;
        return sum;
    }

    private static bool AreModerate(ReadOnlySpan<double> weights)
    {
        foreach (var w in weights)
        {
            if (w is not (0 or (>= 1e-9 and <= 1e9)))
                return false;
        }

        return true;
    }

    private void RequireOneEach(int length, string what)
    {
        if (length != Count)
            throw new ArgumentException($"There are {length} {what} for {Count} rows: each row needs one.", what);
    }
}

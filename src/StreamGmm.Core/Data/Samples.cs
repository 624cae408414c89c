using System.Collections;
using System.Numerics;

namespace StreamGmm;

/// <summary>Samples to fit or to score: n rows of D features, each perhaps with a weight and a label. The memory is borrowed, not copied, where that is possible.</summary>
/// <remarks>
/// Values are finite and below 1e150 in magnitude; NaN is one that is missing, where <see cref="MissingValues.Marginalize"/> says so. Floats are computed with as floats where that is accurate, and as doubles where it is not: a fit's log-likelihoods agree to 1e-5.
/// A weight of 3 is three copies of the row, a weight of 0 is its absence.
/// A labelled sample belongs to the component of that index for certain; −1 is unlabelled. Do not write to borrowed memory while a fit reads it.
/// Seen as a list, they are their rows.
/// </remarks>
public sealed partial class Samples : IReadOnlyList<RealVector>
{
    /// <summary>The largest magnitude of a value: its square, summed over the axes, still is a double.</summary>
    internal const double Limit = 1e150;

    private readonly Features features;
    private readonly Lazy<MissingPatterns>? missing;
    private readonly Lazy<bool[]> constantAxes;
    private Samples? unweighted;
    private readonly Lazy<bool> haveModerateWeights;

    private Samples(Features features, int dimension, ReadOnlyMemory<double>? weights, ReadOnlyMemory<int>? labels, Lazy<MissingPatterns>? missing)
    {
        (this.features, this.missing) = (features, missing);
        Dimension = dimension;
        Count = features.Length / dimension;
        Weights = weights;
        Labels = labels;
        TotalWeight = weights is { } w ? Sum(w.Span) : Count;
        constantAxes = new Lazy<bool[]>(FindConstantAxes);
        haveModerateWeights = new Lazy<bool>(() => weights is not { } all || AreModerate(all.Span));
    }

    /// <summary>n, the number of rows.</summary>
    public int Count { get; }

    /// <summary>D, the number of features in a row.</summary>
    public int Dimension { get; }

    /// <summary>The weight of every row; null where all weigh 1.</summary>
    public ReadOnlyMemory<double>? Weights { get; }

    /// <summary>The label of every row, −1 where it has none; null where no row has.</summary>
    public ReadOnlyMemory<int>? Labels { get; }

    /// <summary>The sum of the weights; the number of rows where there are none.</summary>
    public double TotalWeight { get; }

    /// <summary>The D features of row <paramref name="index"/>, copied; <see cref="CopyRow"/> writes them to memory that is there.</summary>
    public RealVector this[int index] => RealVector.Create(Dimension, row => CopyRow(index, row));

    /// <summary>The features, row after row, as they are.</summary>
    internal Features Features => features;

    /// <summary>The features, row after row, as doubles: floats are copied at every call.</summary>
    internal ReadOnlySpan<double> Values => features.AsDoubles();

    /// <summary>Axes on which all rows of positive weight that have a value have the very same.</summary>
    internal ReadOnlySpan<bool> ConstantAxes => constantAxes.Value;

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

    /// <summary>The first row of positive weight: the point that the means of a fit are relative to. A value that is missing there is the first of its axis, and 0 (or that of a point given) where there is none.</summary>
    internal RealVector Origin(ReadOnlyMemory<double> otherwise = default) => RealVector.Create(Dimension, origin =>
    {
        if (FirstWeighted < 0)
            return;
        FirstValues().CopyTo(origin);
        for (var j = 0; j < origin.Length; j++)
            origin[j] = !double.IsNaN(origin[j]) ? origin[j] : otherwise.IsEmpty ? 0 : otherwise.Span[j];
    });

    /// <summary>The same values, weights and labels, row by row.</summary>
    internal bool HasSameRows(Samples other) =>
        Dimension == other.Dimension && Values.SequenceEqual(other.Values)
        && Weights.HasValue == other.Weights.HasValue && (Weights is not { } w || w.Span.SequenceEqual(other.Weights!.Value.Span))
        && Labels.HasValue == other.Labels.HasValue && (Labels is not { } l || l.Span.SequenceEqual(other.Labels!.Value.Span));

    /// <summary>The same rows one after another, however they are parted.</summary>
    internal static bool HaveSameRows(IReadOnlyCollection<Samples> parts, IReadOnlyCollection<Samples> others) =>
        parts.Count == 0 || others.Count == 0 ? parts.Count == others.Count : Concat(parts).HasSameRows(Concat(others));

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

    /// <summary>Rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> − 1, with their weights and labels, not copied.</summary>
    public Samples Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Count);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - start);
        var part = features.Slice(start * Dimension, count * Dimension);
        return new Samples(part, Dimension, Weights?.Slice(start, count), Labels?.Slice(start, count), HasMissing ? Find(part, Dimension) : null);
    }

    /// <summary>Some of the rows, copied with their weights and labels.</summary>
    internal Samples Rows(ReadOnlySpan<int> rows)
    {
        var values = new double[rows.Length * Dimension];
        for (var i = 0; i < rows.Length; i++)
            CopyRow(rows[i], values.AsSpan(i * Dimension));
        var picked = new Features(values);
        return new Samples(picked, Dimension, Pick(Weights, rows), Pick(Labels, rows), HasMissing ? Find(picked, Dimension) : null);
    }

    /// <summary>Writes the D features of row <paramref name="index"/> to <paramref name="destination"/>.</summary>
    public void CopyRow(int index, Span<double> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        features.Slice(index * Dimension, Dimension).CopyTo(destination);
    }

    /// <summary>The rows, each copied.</summary>
    public IEnumerator<RealVector> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The size: "n = 272, D = 2".</summary>
    public override string ToString() => $"n = {Count}, D = {Dimension}";

    private static ReadOnlyMemory<T>? Pick<T>(ReadOnlyMemory<T>? values, ReadOnlySpan<int> rows)
    {
        if (values is not { } all)
            return null;
        var picked = new T[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            picked[i] = all.Span[rows[i]];
        return picked;
    }

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

    private bool[] FindConstantAxes() => HasMissing ? FindConstantValues() : features.AreFloats ? FindConstantAxes(features.Floats) : FindConstantAxes(features.Doubles);

    private bool[] FindConstantAxes<T>(ReadOnlySpan<T> span)
        where T : IEqualityOperators<T, T, bool>
    {
        var constant = new bool[Dimension];
        var candidates = Enumerable.Range(0, Dimension).ToList();
        var first = Math.Max(0, FirstWeighted);
        for (var i = first; i < Count && candidates.Count > 0; i++)
        {
            if (Weights is { } weights && weights.Span[i] == 0)
                continue;
            for (var c = candidates.Count - 1; c >= 0; c--)
            {
                if (span[(i * Dimension) + candidates[c]] != span[(first * Dimension) + candidates[c]])
                    candidates.RemoveAt(c);
            }
        }

        foreach (var axis in candidates)
            constant[axis] = true;
        return constant;
    }

    /// <summary>The same where values are missing.</summary>
    private bool[] FindConstantValues()
    {
        var (first, row) = (FirstValues(), new double[Dimension]);
        var constant = Array.ConvertAll(first, value => !double.IsNaN(value) || WeightedCount == 0);
        for (var i = 0; i < Count; i++)
        {
            if (Weights is { } weights && weights.Span[i] == 0)
                continue;
            CopyRow(i, row);
            for (var j = 0; j < row.Length; j++)
                constant[j] &= double.IsNaN(row[j]) || row[j] == first[j];
        }

        return constant;
    }
}

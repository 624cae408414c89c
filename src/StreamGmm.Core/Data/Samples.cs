using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace StreamGmm;

/// <summary>Samples to fit or to score: n rows of D features, each perhaps with a weight and a label. The memory is borrowed, not copied, where that is possible.</summary>
/// <remarks>
/// Values are finite and below 1e150 in magnitude. A weight of 3 is three copies of the row, a weight of 0 is its absence.
/// A labelled sample belongs to the component of that index for certain; −1 is unlabelled. Do not write to borrowed memory while a fit reads it.
/// </remarks>
public sealed class Samples
{
    /// <summary>The largest magnitude of a value: its square, summed over the axes, still is a double.</summary>
    internal const double Limit = 1e150;

    private readonly ReadOnlyMemory<double> values;
    private readonly Lazy<bool[]> constantAxes;

    private Samples(ReadOnlyMemory<double> values, int dimension, ReadOnlyMemory<double>? weights, ReadOnlyMemory<int>? labels)
    {
        this.values = values;
        Dimension = dimension;
        Count = values.Length / dimension;
        Weights = weights;
        Labels = labels;
        TotalWeight = weights is { } w ? Sum(w.Span) : Count;
        constantAxes = new Lazy<bool[]>(FindConstantAxes);
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

    /// <summary>The features, row after row. Read anew for every tile, so that memory that is not an array works too.</summary>
    internal ReadOnlySpan<double> Values => values.Span;

    /// <summary>Axes on which all rows of positive weight have the very same value.</summary>
    internal ReadOnlySpan<bool> ConstantAxes => constantAxes.Value;

    /// <summary>The first row of positive weight; −1 where there is none.</summary>
    internal int FirstWeighted => Weights is { } weights ? weights.Span.IndexOfAnyExcept(0.0) : Count > 0 ? 0 : -1;

    /// <summary>Samples over a flat array, row after row, borrowed.</summary>
    /// <exception cref="ArgumentException">The length is no multiple of the dimension, or a value is not finite or too large.</exception>
    public static Samples From(ReadOnlyMemory<double> values, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (values.Length % dimension != 0)
            throw new ArgumentException($"{values.Length} values are no whole number of rows of {dimension}.", nameof(values));
        Check(values.Span, dimension);
        return new Samples(values, dimension, null, null);
    }

    /// <summary>Samples from a two-dimensional array, n × D, copied.</summary>
    /// <exception cref="ArgumentException">There is no column, or a value is not finite or too large.</exception>
    public static Samples From(double[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var copy = new double[values.Length];
        Buffer.BlockCopy(values, 0, copy, 0, values.Length * sizeof(double));
        return From(copy, RequireColumn(values.GetLength(1)));
    }

    /// <summary>Samples from rows, copied.</summary>
    /// <exception cref="ArgumentException">There is no row, the rows differ in length, or a value is not finite or too large.</exception>
    public static Samples From(double[][] rows) => From(rows, row => row);

    /// <summary>Samples from a matrix of Math.NET, n × D, copied.</summary>
    /// <exception cref="ArgumentException">A value is not finite or too large.</exception>
    public static Samples From(Matrix<double> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return From(matrix.ToRowMajorArray(), matrix.ColumnCount);
    }

    /// <summary>Samples from anything: <paramref name="features"/> gives the row of an item, as in <c>Samples.From(points, p =&gt; [p.X, p.Y])</c>.</summary>
    /// <exception cref="ArgumentException">There is no item, the rows differ in length, or a value is not finite or too large.</exception>
    public static Samples From<T>(IEnumerable<T> items, Func<T, double[]> features)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(features);
        var all = new List<double>();
        var dimension = 0;
        var count = 0;
        foreach (var item in items)
        {
            var row = features(item) ?? throw new ArgumentException($"Row {count} is null.", nameof(items));
            if (count++ == 0)
                dimension = RequireColumn(row.Length);
            if (row.Length != dimension)
                throw new ArgumentException($"Row {count - 1} has {row.Length} features, row 0 has {dimension}: all rows must be equally long.", nameof(items));
            all.AddRange(row);
        }

        return count > 0 ? From(all.ToArray(), dimension) : throw new ArgumentException("There is no row: at least one is needed to know the dimension.", nameof(items));
    }

    /// <summary>The same rows with a weight each, borrowed.</summary>
    /// <exception cref="ArgumentException">Their number is not that of the rows, or a weight is negative or not finite.</exception>
    public Samples WithWeights(ReadOnlyMemory<double> weights)
    {
        RequireOneEach(weights.Length, "weights");
        for (var i = 0; i < Count; i++)
        {
            if (weights.Span[i] is not (>= 0 and < Limit))
                throw new ArgumentException($"The weight of row {i} is {weights.Span[i]:R}: a weight must be a finite number of 0 or more.", nameof(weights));
        }

        return new Samples(values, Dimension, weights, Labels);
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

        return new Samples(values, Dimension, Weights, labels);
    }

    /// <summary>The first row of positive weight: the point that the means of a fit are relative to.</summary>
    internal RealVector Origin() => RealVector.Create(Dimension, origin =>
    {
        if (FirstWeighted is >= 0 and var first)
            CopyRow(first, origin);
    });

    /// <summary>Throws where fewer rows of positive weight than <paramref name="components"/> are there.</summary>
    internal void RequireAtLeast(int components)
    {
        var weighted = Weights is { } weights ? Count - weights.Span.Count(0.0) : Count;
        if (weighted < components)
            throw new ArgumentException($"There are {weighted} samples of positive weight for {components} components: give at least one sample for each, or use fewer components.");
    }

    /// <summary>Throws where a label is no component.</summary>
    internal void RequireLabelsBelow(int components)
    {
        for (var i = 0; Labels is { } labels && i < Count; i++)
        {
            if (labels.Span[i] >= components)
                throw new ArgumentException($"The label of row {i} is {labels.Span[i]}: the {components} components are numbered from 0.");
        }
    }

    /// <summary>The same rows, each of weight 1.</summary>
    internal Samples WithoutWeights() => Weights is null ? this : new Samples(values, Dimension, null, Labels);

    /// <summary>Rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> − 1, with their weights and labels, not copied.</summary>
    public Samples Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - start);
        return new Samples(values.Slice(start * Dimension, count * Dimension), Dimension, Weights?.Slice(start, count), Labels?.Slice(start, count));
    }

    /// <summary>Writes the D features of row <paramref name="index"/> to <paramref name="destination"/>.</summary>
    public void CopyRow(int index, Span<double> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        Values.Slice(index * Dimension, Dimension).CopyTo(destination);
    }

    /// <summary>The size: "n = 272, D = 2".</summary>
    public override string ToString() => $"n = {Count}, D = {Dimension}";

    /// <summary>The same rows without labels.</summary>
    internal Samples WithoutLabels() => Labels is null ? this : new Samples(values, Dimension, Weights, null);

    /// <summary>So many of the rows of positive weight, drawn without replacement, copied; labelled rows are all kept while they are less than half.</summary>
    internal Samples Subset(int size, Draws draws)
    {
        if (size >= Count)
            return this;
        var chosen = Weights is null && Labels is null ? draws.Subset(Count, size) : WeightedSubset(size, draws);
        var copy = new double[chosen.Length * Dimension];
        for (var i = 0; i < chosen.Length; i++)
            CopyRow(chosen[i], copy.AsSpan(i * Dimension));
        return new Samples(copy, Dimension, Picked(Weights, chosen), Picked(Labels, chosen));
    }

    private static ReadOnlyMemory<T>? Picked<T>(ReadOnlyMemory<T>? all, int[] rows)
    {
        if (all is not { } given)
            return null;
        return rows.Select(i => given.Span[i]).ToArray();
    }

    private int[] WeightedSubset(int size, Draws draws)
    {
        var rows = Enumerable.Range(0, Count).Where(i => Weights is not { } weights || weights.Span[i] > 0).ToArray();
        var labelled = Labels is { } labels ? rows.Where(i => labels.Span[i] >= 0).ToArray() : [];
        if (labelled.Length > size / 2)
            labelled = [];
        var others = rows.Except(labelled).ToArray();
        var drawn = draws.Subset(others.Length, Math.Min(others.Length, size - labelled.Length));
        return [.. labelled.Concat(drawn.Select(i => others[i])).Order()];
    }

    private static int RequireColumn(int columns) =>
        columns > 0 ? columns : throw new ArgumentException("The rows are empty: at least one feature is needed.");

    private static void Check(ReadOnlySpan<double> values, int dimension)
    {
        const int Block = 4096;
        for (var start = 0; start < values.Length; start += Block)
        {
            var block = values.Slice(start, Math.Min(Block, values.Length - start));
            if (TensorPrimitives.MaxMagnitude(block) < Limit)
                continue;
            for (var i = start; ; i++)
            {
                if (Math.Abs(values[i]) < Limit)
                    continue;
                throw new ArgumentException(
                    $"Row {i / dimension}, column {i % dimension} is {values[i]:R}: every value must be finite and below 1e150 in magnitude. Clean the row or leave it out.",
                    nameof(values));
            }
        }
    }

    private static double Sum(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        foreach (var w in weights)
            sum += w;
        return sum;
    }

    private void RequireOneEach(int length, string what)
    {
        if (length != Count)
            throw new ArgumentException($"There are {length} {what} for {Count} rows: each row needs one.", what);
    }

    private bool[] FindConstantAxes()
    {
        var constant = new bool[Dimension];
        var candidates = Enumerable.Range(0, Dimension).ToList();
        var span = Values;
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
}

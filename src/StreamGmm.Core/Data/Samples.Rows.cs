using System.Collections;

namespace StreamGmm;

/// <content>Its rows: one, some, all of them as a list, and beside those of others.</content>
public sealed partial class Samples
{
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

    /// <summary>The same values, weights and labels, row by row.</summary>
    internal bool HasSameRows(Samples other) =>
        Dimension == other.Dimension && Values.SequenceEqual(other.Values)
        && Weights.HasValue == other.Weights.HasValue && (Weights is not { } w || w.Span.SequenceEqual(other.Weights!.Value.Span))
        && Labels.HasValue == other.Labels.HasValue && (Labels is not { } l || l.Span.SequenceEqual(other.Labels!.Value.Span));

    /// <summary>The same rows one after another, however they are parted.</summary>
    internal static bool HaveSameRows(IReadOnlyCollection<Samples> parts, IReadOnlyCollection<Samples> others) =>
        parts.Count == 0 || others.Count == 0 ? parts.Count == others.Count : Concat(parts).HasSameRows(Concat(others));

    private static ReadOnlyMemory<T>? Pick<T>(ReadOnlyMemory<T>? values, ReadOnlySpan<int> rows)
    {
        if (values is not { } all)
            return null;
        var picked = new T[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            picked[i] = all.Span[rows[i]];
        return picked;
    }
}

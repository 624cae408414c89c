using System.Numerics;

namespace StreamGmm;

/// <content>The axes on which nothing varies.</content>
public sealed partial class Samples
{
    /// <summary>Axes on which all rows of positive weight that have a value have the very same.</summary>
    internal ReadOnlySpan<bool> ConstantAxes => constantAxes.Value;

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

namespace StreamGmm;

/// <content>Values that are missing: NaN, where <see cref="MissingValues.Marginalize"/> says so.</content>
public sealed partial class Samples
{
    /// <summary>True where a value is missing.</summary>
    public bool HasMissing => Patterns is not null;

    /// <summary>Which values are missing; null where none is.</summary>
    internal MissingPatterns? Patterns => missing?.Value is { Count: > 0 } found ? found : null;

    /// <summary>The first value of each axis in a row of positive weight; NaN where there is none.</summary>
    internal double[] FirstValues()
    {
        var (values, row, open) = (new double[Dimension], new double[Dimension], Dimension);
        Array.Fill(values, double.NaN);
        for (var i = Math.Max(0, FirstWeighted); i < Count && open > 0; i++)
        {
            if (Weights is { } weights && weights.Span[i] == 0)
                continue;
            CopyRow(i, row);
            for (var j = 0; j < row.Length; j++)
            {
                if (!double.IsNaN(values[j]) || double.IsNaN(row[j]))
                    continue;
                values[j] = row[j];
                open--;
            }
        }

        return values;
    }

    /// <summary>The first axis without a value in any row of positive weight; −1 where all have one.</summary>
    internal int UnseenAxis() => HasMissing && WeightedCount > 0 ? Array.FindIndex(FirstValues(), double.IsNaN) : -1;

    /// <summary>Throws where an axis has no value at all.</summary>
    internal void RequireEveryAxis()
    {
        if (UnseenAxis() is >= 0 and var axis)
            throw Unseen(axis);
    }

    /// <summary>What is said where an axis has no value at all.</summary>
    internal static ArgumentException Unseen(int axis) =>
        new($"Column {axis} is missing in every row of positive weight: a fit needs at least one value of each feature. Leave the column out.");

    /// <summary>Throws where a value is missing.</summary>
    internal void RequireComplete(string what)
    {
        if (Patterns is not { } patterns)
            return;
        var row = patterns.FirstRow();
        throw new ArgumentException($"Row {row}, column {patterns[patterns.OfRow(row)].Missing[0]} is missing: {what} needs complete rows. Fill them in with Impute, or leave the row out.");
    }

    /// <summary>Finds the missing values when they are asked for.</summary>
    private static Lazy<MissingPatterns> Find(Features features, int dimension) => new(() => MissingPatterns.Of(features, dimension));
}

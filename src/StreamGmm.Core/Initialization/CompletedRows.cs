namespace StreamGmm;

/// <summary>Rows without missing values for a start to be found on; the fit itself goes on with what is observed alone.</summary>
internal static class CompletedRows
{
    /// <summary>The complete rows where they are at least half of all and enough for a start without labels; else all rows, the mean of its axis in place of each missing value.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="enough">The complete rows that are enough.</param>
    /// <param name="otherwise">The value for an axis that has none in these rows.</param>
    public static Samples Of(Samples samples, int enough, ReadOnlySpan<double> otherwise)
    {
        if (samples.Patterns is not { } patterns)
            return samples;
        int[] complete = samples.Labels is not null ? [] : [.. Enumerable.Range(0, samples.Count).Where(i => patterns.OfRow(i) == MissingPatterns.Complete && Weight(samples, i) > 0)];
        return complete.Length >= Math.Max(enough, samples.WeightedCount / 2.0) ? samples.Rows(complete) : Filled(samples, otherwise);
    }

    private static Samples Filled(Samples samples, ReadOnlySpan<double> otherwise)
    {
        var means = Means(samples, otherwise);
        var values = new double[samples.Count * means.Length];
        for (var i = 0; i < samples.Count; i++)
            samples.CopyRow(i, values.AsSpan(i * means.Length, means.Length));
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
                values[i] = means[i % means.Length];
        }

        var filled = Samples.From(values, means.Length);
        if (samples.Weights is { } weights)
            filled = filled.WithWeights(weights);
        return samples.Labels is { } labels ? filled.WithLabels(labels) : filled;
    }

    /// <summary>The mean of each axis over the rows that have a value, taken from its first on, so that equal values give that very value.</summary>
    private static double[] Means(Samples samples, ReadOnlySpan<double> otherwise)
    {
        var means = samples.FirstValues();
        var (row, masses) = (new double[means.Length], new double[means.Length]);
        for (var i = 0; i < samples.Count; i++)
        {
            var weight = Weight(samples, i);
            if (weight == 0)
                continue;
            samples.CopyRow(i, row);
            for (var j = 0; j < row.Length; j++)
            {
                if (double.IsNaN(row[j]))
                    continue;
                masses[j] += weight;
                means[j] += weight / masses[j] * (row[j] - means[j]);
            }
        }

        for (var j = 0; j < means.Length; j++)
            means[j] = double.IsNaN(means[j]) ? otherwise[j] : means[j];
        return means;
    }

    private static double Weight(Samples samples, int row) => samples.Weights is { } weights ? weights.Span[row] : 1;
}

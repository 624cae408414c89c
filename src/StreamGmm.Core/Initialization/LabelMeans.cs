namespace StreamGmm;

/// <summary>The means of the labelled samples: where the components that labels name are to be found.</summary>
internal static class LabelMeans
{
    /// <summary>The mean of each label that has a sample of positive weight, by ascending label.</summary>
    public static IReadOnlyList<(int Label, RealVector Mean)> Of(Samples samples, RealVector origin)
    {
        if (samples.Labels is not { } labels)
            return [];
        var sums = new SortedDictionary<int, (double Weight, double[] Sum)>();
        var row = new double[samples.Dimension];
        for (var i = 0; i < samples.Count; i++)
        {
            var weight = samples.Weights is { } weights ? weights.Span[i] : 1;
            var label = labels.Span[i];
            if (label < 0 || weight == 0)
                continue;
            if (!sums.TryGetValue(label, out var so))
                so = (0, new double[samples.Dimension]);
            samples.CopyRow(i, row);
            for (var j = 0; j < row.Length; j++)
                so.Sum[j] += weight * (row[j] - origin[j]);
            sums[label] = (so.Weight + weight, so.Sum);
        }

        return [.. sums.Select(s => (s.Key, RealVector.Create(row.Length, mean =>
        {
            for (var j = 0; j < mean.Length; j++)
                mean[j] = origin[j] + (s.Value.Sum[j] / s.Value.Weight);
        })))];
    }
}

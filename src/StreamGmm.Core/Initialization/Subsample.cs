namespace StreamGmm;

/// <summary>A part of the samples, drawn without replacement.</summary>
internal static class Subsample
{
    /// <summary>So many of the rows of positive weight, copied with their weights and labels; labelled rows are all kept while they are at most half.</summary>
    public static Samples Of(Samples samples, int size, Draws draws)
    {
        if (size >= samples.Count)
            return samples;
        var rows = samples.Weights is null && samples.Labels is null ? draws.Subset(samples.Count, size) : OfWeighted(samples, size, draws);
        var values = new double[rows.Length * samples.Dimension];
        for (var i = 0; i < rows.Length; i++)
            samples.CopyRow(rows[i], values.AsSpan(i * samples.Dimension));

        var part = Samples.From(values, samples.Dimension);
        if (samples.Weights is { } weights)
            part = part.WithWeights(rows.Select(i => weights.Span[i]).ToArray());
        return samples.Labels is { } labels ? part.WithLabels(rows.Select(i => labels.Span[i]).ToArray()) : part;
    }

    private static int[] OfWeighted(Samples samples, int size, Draws draws)
    {
        var rows = Enumerable.Range(0, samples.Count).Where(i => samples.Weights is not { } weights || weights.Span[i] > 0).ToArray();
        var labelled = samples.Labels is { } labels ? rows.Where(i => labels.Span[i] >= 0).ToArray() : [];
        if (labelled.Length > size / 2)
            labelled = [];
        var others = rows.Except(labelled).ToArray();
        var drawn = draws.Subset(others.Length, Math.Min(others.Length, size - labelled.Length));
        return [.. labelled.Concat(drawn.Select(i => others[i])).Order()];
    }
}

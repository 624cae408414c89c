namespace StreamGmm;

/// <summary>Parts of samples, drawn without replacement. The rows are looked through once for all parts.</summary>
internal sealed class Subsample
{
    private readonly Samples samples;
    private readonly int[]? unlabelled;
    private readonly List<int>[] labelled;

    public Subsample(Samples samples)
    {
        this.samples = samples;
        labelled = [];
        if (samples.Weights is null && samples.Labels is null)
            return;

        var byLabel = new SortedDictionary<int, List<int>>();
        var others = new List<int>();
        for (var i = 0; i < samples.Count; i++)
        {
            if (samples.Weights is { } weights && weights.Span[i] == 0)
                continue;
            if (samples.Labels is not { } labels || labels.Span[i] < 0)
            {
                others.Add(i);
                continue;
            }

            if (!byLabel.TryGetValue(labels.Span[i], out var rows))
                byLabel[labels.Span[i]] = rows = [];
            rows.Add(i);
        }

        unlabelled = [.. others];
        labelled = [.. byLabel.Values];
    }

    /// <summary>So many of the rows of positive weight, copied with their weights and labels; of each label an equal share of half the part, or all there are.</summary>
    public Samples Draw(int size, Draws draws) => size >= samples.Count ? samples : samples.Rows(Rows(size, draws));

    private int[] Rows(int size, Draws draws)
    {
        if (unlabelled is null)
            return draws.Subset(samples.Count, size);
        var chosen = new List<int>(size);
        for (var l = 0; l < labelled.Length; l++)
        {
            var rows = labelled[l];
            chosen.AddRange(draws.Stream(l).Subset(rows.Count, Math.Min(rows.Count, Math.Max(1, size / (2 * labelled.Length)))).Select(i => rows[i]));
        }

        chosen.AddRange(draws.Subset(unlabelled.Length, Math.Clamp(size - chosen.Count, 0, unlabelled.Length)).Select(i => unlabelled[i]));
        chosen.Sort();
        return [.. chosen];
    }
}

namespace StreamGmm;

/// <summary>Greedy k-means++: centre after centre, the best of a few candidates.</summary>
internal sealed class KMeansSeeds(Metric metric, int components, Draws draws, int threads, CancellationToken cancellationToken)
{
    private readonly Samples samples = metric.Samples;
    private readonly List<(int Component, RealVector Center)> chosen = [];
    private readonly double[] nearest = Infinite(metric.Samples.Count);
    private long position;

    /// <summary>K centres; those of labels first, at the place of their label, then samples.</summary>
    public RealMatrix Choose()
    {
        foreach (var (label, mean) in LabelMeans())
            Add(label, mean);
        var free = Enumerable.Range(0, components).Except(chosen.Select(c => c.Component)).ToArray();
        foreach (var component in free)
            Add(component, chosen.Count == 0 ? Row(ByWeight()) : BestOf(Candidates()));
        return RealMatrix.Create(chosen.OrderBy(c => c.Component).Select(c => c.Center).ToArray());
    }

    private static double[] Infinite(int length)
    {
        var values = new double[length];
        Array.Fill(values, double.PositiveInfinity);
        return values;
    }

    private void Add(int component, RealVector center)
    {
        chosen.Add((component, center));
        metric.Lower([center], nearest, threads, cancellationToken);
    }

    private RealMatrix Candidates()
    {
        double total = 0;
        for (var i = 0; i < nearest.Length; i++)
            total += Weighted(i);
        var count = 2 + (int)Math.Log(components);
        var rows = new RealVector[count];
        for (var c = 0; c < count; c++)
            rows[c] = Row(total > 0 ? Find(total * draws.Uniform(position++), Weighted) : ByWeight());
        return RealMatrix.Create(rows);
    }

    private RealVector BestOf(RealMatrix candidates)
    {
        var potentials = metric.Potentials(candidates, nearest, threads, cancellationToken);
        return RealVector.Create(candidates.Row(potentials.IndexOf(potentials.Min())));
    }

    private int ByWeight() => samples.Weights is { } weights
        ? Find(samples.TotalWeight * draws.Uniform(position++), i => weights.Span[i])
        : draws.Index(position++, samples.Count);

    private double Weighted(int row) => samples.Weights is { } weights
        ? (weights.Span[row] == 0 ? 0 : weights.Span[row] * nearest[row])
        : nearest[row];

    /// <summary>The row in which the running sum of <paramref name="share"/> passes the target.</summary>
    private int Find(double target, Func<int, double> share)
    {
        var last = 0;
        double sum = 0;
        for (var i = 0; i < samples.Count && sum <= target; i++)
        {
            var part = share(i);
            if (part > 0)
                last = i;
            sum += part;
        }

        return last;
    }

    private RealVector Row(int index) => RealVector.Create(samples.Dimension, row => samples.CopyRow(index, row));

    private IEnumerable<(int Label, RealVector Mean)> LabelMeans()
    {
        if (samples.Labels is not { } labels)
            yield break;
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
                so.Sum[j] += weight * (row[j] - metric.Origin[j]);
            sums[label] = (so.Weight + weight, so.Sum);
        }

        foreach (var (label, (weight, sum)) in sums)
            yield return (label, RealVector.Create(sum.Length, mean =>
            {
                for (var j = 0; j < sum.Length; j++)
                    mean[j] = metric.Origin[j] + (sum[j] / weight);
            }));
    }
}

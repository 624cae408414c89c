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
        foreach (var (label, mean) in LabelMeans.Of(samples, metric.Origin))
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
        var shares = new double[nearest.Length];
        double total = 0;
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = Weight(i) is > 0 and var weight ? weight * nearest[i] : 0;
            total += shares[i];
        }

        var rows = new RealVector[2 + (int)Math.Log(components)];
        for (var c = 0; c < rows.Length; c++)
            rows[c] = Row(total > 0 ? Find(shares, total * draws.Uniform(position++)) : ByWeight());
        return RealMatrix.Create(rows);
    }

    private RealVector BestOf(RealMatrix candidates)
    {
        var potentials = metric.Potentials(candidates, nearest, threads, cancellationToken);
        return RealVector.Create(candidates.Row(potentials.IndexOf(potentials.Min())));
    }

    private int ByWeight() => samples.Weights is { } weights
        ? Find(weights.Span, samples.TotalWeight * draws.Uniform(position++))
        : draws.Index(position++, samples.Count);

    private double Weight(int row) => samples.Weights is { } weights ? weights.Span[row] : 1;

    /// <summary>The row in which the running sum of the shares passes the target.</summary>
    private static int Find(ReadOnlySpan<double> shares, double target)
    {
        var last = 0;
        double sum = 0;
        for (var i = 0; i < shares.Length && sum <= target; i++)
        {
            if (shares[i] > 0)
                last = i;
            sum += shares[i];
        }

        return last;
    }

    private RealVector Row(int index) => RealVector.Create(samples.Dimension, row => samples.CopyRow(index, row));
}

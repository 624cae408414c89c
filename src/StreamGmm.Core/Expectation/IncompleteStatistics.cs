using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>The expected statistics of the incomplete rows of a leaf: those of the rows as each component completes them, and the covariance of what is missing.</summary>
/// <remarks>Ghahramani and Jordan (1994); Little and Rubin (2002). A mean and a scatter move from row to row, so that nothing is ever subtracted.</remarks>
internal sealed class IncompleteStatistics(StatisticsLayout layout, GaussianMixture mixture, ObservedParts parts, bool[] settled)
{
    private readonly IncompleteRow row = new(mixture, parts);
    private readonly double[] statistics = new double[layout.Length];
    private readonly double[] completed = new double[layout.Dimension];

    // What each pattern that is kept has of each component, K masses, in the order in which patterns are met.
    private readonly List<(ObservedPart Part, double[] Masses)> seen = [];
    private readonly Dictionary<int, int> placeOf = [];

    /// <summary>True where rows were added since <see cref="Clear"/>.</summary>
    public bool HasRows { get; private set; }

    /// <summary>Begins a leaf.</summary>
    public void Clear()
    {
        Array.Clear(statistics);
        HasRows = false;
        seen.Clear();
        placeOf.Clear();
    }

    /// <summary>Adds the incomplete ones among some rows, and writes ln p of each where there is room for it.</summary>
    public void Add(Samples samples, int start, int rows, ReadOnlySpan<double> origin, Span<double> logDensities)
    {
        for (var i = start; i < start + rows; i++)
        {
            var pattern = samples.Patterns!.OfRow(i);
            var weight = samples.Weights is { } weights ? weights.Span[i] : 1;
            if (pattern == MissingPatterns.Complete || weight == 0)
                continue;
            row.Evaluate(samples, i, samples.Labels is { } labels ? labels.Span[i] : -1);
            if (!logDensities.IsEmpty)
                logDensities[i - start] = row.LogDensity;
            StatisticsLayout.SetWeight(statistics, StatisticsLayout.Weight(statistics) + weight);
            StatisticsLayout.SetLogLikelihood(statistics, StatisticsLayout.LogLikelihood(statistics) + (weight * row.LogDensity));
            HasRows = true;
            var masses = parts.Keeps(pattern) ? MassesOf(pattern) : [];
            for (var k = 0; k < layout.Components; k++)
            {
                var mass = weight * row.Shares[k];
                if (mass == 0)
                    continue;
                row.Complete(k, origin, completed);
                Fold(k, mass);
                if (masses.Length > 0)
                    masses[k] += mass;
                else
                    AddCovariance(row.Part, k, mass);
            }
        }
    }

    /// <summary>The statistics of the leaf's incomplete rows; asked for once.</summary>
    public ReadOnlySpan<double> ToStatistics()
    {
        foreach (var (part, masses) in seen)
        {
            for (var k = 0; k < masses.Length; k++)
            {
                if (masses[k] > 0)
                    AddCovariance(part, k, masses[k]);
            }
        }

        return statistics;
    }

    /// <summary>The masses of a pattern, to be added to.</summary>
    private double[] MassesOf(int pattern)
    {
        if (!placeOf.TryGetValue(pattern, out var place))
        {
            placeOf[pattern] = place = seen.Count;
            seen.Add((row.Part, new double[layout.Components]));
        }

        return seen[place].Masses;
    }

    private void AddCovariance(ObservedPart part, int component, double mass) =>
        part.AddCovariance(component, mass, layout.Scatter, layout.ScatterOf(statistics.AsSpan(), component), settled);

    /// <summary>Adds a completed row to a component.</summary>
    private void Fold(int component, double mass)
    {
        ref var before = ref layout.Masses(statistics.AsSpan())[component];
        var mean = layout.Mean(statistics.AsSpan(), component);
        var total = before + mass;
        if (before == 0)
        {
            completed.CopyTo(mean);
        }
        else
        {
            TensorPrimitives.Subtract(completed, mean, completed);
            layout.Scatter.AddOuter(layout.ScatterOf(statistics.AsSpan(), component), Math.Max(before, mass) * (Math.Min(before, mass) / total), completed);
            for (var j = 0; j < mean.Length; j++)
                mean[j] += completed[j] * (mass / total);
        }

        before = total;
    }
}

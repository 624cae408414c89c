namespace StreamGmm.Core.Tests;

/// <summary>Problems with missing values.</summary>
internal static class Holes
{
    /// <summary>Rows of which each value is missing with a probability; every axis of the first row is there.</summary>
    public static double[][] In(double[][] rows, Draw draw, double share) =>
        [.. rows.Select((row, i) => row.Select(x => i > 0 && draw.Chance(share) ? double.NaN : x).ToArray())];

    /// <summary>The values of a problem, a share of them, from none to most, missing; one row without any.</summary>
    public static double[][] Values(Problem p)
    {
        var draw = new Draw(p.Seed ^ 0xB01E);
        var rows = In(p.Values(), draw, draw.Uniform(0.02, 0.6));
        Array.Fill(rows[^1], double.NaN);
        return rows;
    }

    /// <summary>The samples of a problem with such values. The first row has weight.</summary>
    public static Samples Samples(Problem p) => Of(p, Values(p));

    /// <summary>The same with other values.</summary>
    public static Samples Of(Problem p, double[][] values)
    {
        var samples = StreamGmm.Samples.From(values, MissingValues.Marginalize);
        if (p.IsWeighted)
        {
            var weights = p.Weights();
            weights[0] = 1;
            samples = samples.WithWeights(weights);
        }

        return p.IsLabelled ? samples.WithLabels(p.Labels()) : samples;
    }
}

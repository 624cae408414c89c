using System.Diagnostics;
using System.Globalization;

namespace StreamGmm.Cli.Output;

/// <summary>Intervals for people: those of weights, means and standard deviations; of many features the first ones.</summary>
internal static class IntervalsText
{
    /// <summary>A line that says what they are, then one for each component; nothing where they could not be told.</summary>
    public static void Write(TextWriter output, FittedIntervals fitted, IReadOnlyList<string> names, int mostFeatures)
    {
        if (fitted.Intervals is not { } intervals)
            return;
        var method = fitted.Wanted.Replicates is { } replicates ? $"{replicates} replicates of the weighted-likelihood bootstrap" : "the observed information";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{100 * intervals.Level:G6} % intervals from {method}"));
        var (lower, upper) = (intervals.Lower, intervals.Upper);
        for (var k = 0; k < lower.Weights.Length; k++)
        {
            var features = names.Take(mostFeatures).Select((name, j) =>
                $"{name} mean {Range(lower.Means[k, j], upper.Means[k, j])}, deviation {Range(Deviation(lower.Covariances, k, j), Deviation(upper.Covariances, k, j))}");
            output.WriteLine($"component {k}: weight {Range(lower.Weights[k], upper.Weights[k])}; {string.Join("; ", features)}{(names.Count > mostFeatures ? "; …" : "")}");
        }
    }

    private static double Deviation(Covariances covariances, int component, int axis) => Math.Sqrt(covariances switch
    {
        Covariances.Full full => full.Matrices[component][axis, axis],
        Covariances.Tied tied => tied.Matrix[axis, axis],
        Covariances.Diagonal diagonal => diagonal.Variances[component, axis],
        Covariances.Spherical spherical => spherical.Variances[component],
        _ => throw new UnreachableException(),
    });

    private static string Range(double lower, double upper) => string.Create(CultureInfo.InvariantCulture, $"{lower:G5} to {upper:G5}");
}

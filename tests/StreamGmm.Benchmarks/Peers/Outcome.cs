using StreamGmm.Benchmarks.Machine;

namespace StreamGmm.Benchmarks.Peers;

/// <summary>All turns of all contestants at one line.</summary>
internal sealed class Outcome(Line line, Problem problem, IReadOnlyList<Measurement> measurements)
{
    /// <summary>How far, relative to 1 + |L|, log-likelihoods may lie apart: sums in another order, through covariances that are near singular where there is a ridge.</summary>
    private readonly double agreement = line.Ridge > 0 ? 1e-6 : 1e-9;

    /// <summary>Seconds of an iteration by contestant, those that agree.</summary>
    private readonly Dictionary<string, double> seconds = [];

    public Line Line => line;

    /// <summary>Contestants whose log-likelihood is not that of the majority, with what it is.</summary>
    public Dictionary<string, double> Disagreeing { get; } = [];

    /// <summary>True where we, or all others, disagree: the line says nothing then.</summary>
    public bool IsVoid => Ours is null || (Best is null && Disagreeing.Count > 0);

    public double? Ours => Of(OurContestant.OurName);

    public (string Name, double Seconds)? Best => seconds.Where(pair => pair.Key != OurContestant.OurName)
        .OrderBy(pair => pair.Value).Select(pair => ((string, double)?)(pair.Key, pair.Value)).FirstOrDefault();

    /// <summary>The faster of scikit-learn's two.</summary>
    public double? ScikitLearn => seconds.Where(pair => pair.Key.StartsWith("scikit-learn", StringComparison.Ordinal)).Min(pair => (double?)pair.Value);

    public double? Of(string contestant) => seconds.TryGetValue(contestant, out var value) ? value : null;

    /// <summary>The seconds that the products take at the machine's peak.</summary>
    public double ProductLimit(Limits limits) => problem.Operations / limits.Operations;

    /// <summary>The seconds that products and exponentials take at the machine's best, or the reading of the samples where that takes longer.</summary>
    public double WholeLimit(Limits limits) => Math.Max(
        ProductLimit(limits) + ((double)line.Count * line.Components * limits.Exponential / limits.Threads),
        8.0 * line.Count * line.Dimension / limits.Bandwidth);

    /// <summary>Compares the log-likelihoods; then only those that agree count, with the median of their runs by the clock or of the processor.</summary>
    public Outcome Judge(bool byProcessor)
    {
        var byContestant = measurements.GroupBy(measurement => measurement.Contestant).ToArray();
        var middle = Median(byContestant.Select(turns => turns.First().LogLikelihood));
        foreach (var turns in byContestant)
        {
            if (turns.All(turn => Math.Abs(turn.LogLikelihood - middle) <= agreement * (1 + Math.Abs(middle))))
                seconds[turns.Key] = Median(turns.SelectMany(turn => byProcessor ? turn.Processor : turn.Seconds));
            else
                Disagreeing[turns.Key] = turns.First().LogLikelihood;
        }

        return this;
    }

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

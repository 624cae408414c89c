namespace StreamGmm;

/// <summary>Equal bins that weight is counted in.</summary>
internal sealed class HistogramBins
{
    private const int Fewest = 10;
    private const int Most = 200;

    /// <summary>An odd number: a value that never varies has the bin in the middle.</summary>
    private const int OfConstants = 11;

    private readonly double from;
    private readonly double to;
    private readonly double[] counts;

    private HistogramBins(double from, double to, int bins) => (this.from, this.to, counts) = (from, to, new double[bins]);

    /// <summary>Bins from the lowest to the highest value, as wide as the rule of Freedman and Diaconis (1981) has them, 2 IQR n^(−1/3), but 10 to 200 of them.</summary>
    /// <param name="lowest">The lowest value.</param>
    /// <param name="highest">The highest value.</param>
    /// <param name="some">Values that quartiles are taken of.</param>
    /// <param name="weights">Their weights; empty where all weigh 1.</param>
    /// <param name="count">n, the number of all values.</param>
    public static HistogramBins Of(double lowest, double highest, double[] some, double[] weights, int count)
    {
        if (!(highest > lowest))
            return new HistogramBins(lowest - 0.5, lowest + 0.5, OfConstants);
        var (lower, upper) = Quartiles(some, weights);
        var width = 2 * (upper - lower) / Math.Cbrt(count);
        var wanted = width > 0 ? (highest - lowest) / width : Math.Sqrt(count);
        return new HistogramBins(lowest, highest, (int)Math.Clamp(Math.Ceiling(wanted), Fewest, Most));
    }

    /// <summary>Counts a value; beyond the limits it is in the outermost bin.</summary>
    public void Add(double value, double weight) =>
        counts[(int)Math.Clamp((value - from) / (to - from) * counts.Length, 0, counts.Length - 1)] += weight;

    /// <summary>What was counted.</summary>
    public Histogram Count() => new(from, to, RealVector.Create(counts));

    /// <summary>The values that a quarter and three quarters of the weight reach up to.</summary>
    private static (double Lower, double Upper) Quartiles(double[] some, double[] weights)
    {
        var ordered = some.Select((value, i) => (Value: value, Weight: weights.Length == 0 ? 1 : weights[i])).OrderBy(pair => pair.Value).ToArray();
        var total = ordered.Sum(pair => pair.Weight);
        return (At(0.25), At(0.75));

        double At(double share)
        {
            var sum = 0.0;
            foreach (var (value, weight) in ordered)
            {
                sum += weight;
                if (sum >= share * total)
                    return value;
            }

            return ordered[^1].Value;
        }
    }
}

namespace StreamGmm;

/// <summary>Watches the mean log-likelihood of blocks of 100 samples, before they are learned, for a lasting fall (Page, 1954; Hinkley, 1971).</summary>
internal sealed record DriftDetector
{
    /// <summary>The rows of a block, whatever the batches are.</summary>
    public const int BlockRows = 100;

    /// <summary>No alarm before so many blocks: a mean and a deviation must be known.</summary>
    private const int LearningBlocks = 30;

    /// <summary>A block counts no more than this many deviations, so that a wild row is harmless.</summary>
    private const double LargestScore = 6;

    /// <summary>A fall smaller than this many deviations a block is none.</summary>
    private const double Slack = 0.2;

    /// <summary>The sum of falls that is an alarm.</summary>
    private const double Threshold = 25;

    /// <summary>A deviation below this, in nats, is not believed.</summary>
    private const double SmallestDeviation = 0.01;

    /// <summary>The first blocks are kept until the middle of them is known.</summary>
    private const int FirstBlocks = 5;

    /// <summary>The scores of the first blocks; none later.</summary>
    public RealVector First { get; internal init; } = [];

    /// <summary>The rows of the open block.</summary>
    public int Rows { get; internal init; }

    /// <summary>Their weight.</summary>
    public double Weight { get; internal init; }

    /// <summary>Their log-likelihood.</summary>
    public double LogLikelihood { get; internal init; }

    /// <summary>The blocks that were closed.</summary>
    public long Blocks { get; internal init; }

    /// <summary>The mean of the blocks' scores.</summary>
    public double Mean { get; internal init; }

    /// <summary>The sum of their squared deviations.</summary>
    public double Squares { get; internal init; }

    /// <summary>The falls summed up, in deviations.</summary>
    public double Evidence { get; internal init; }

    /// <summary>The evidence has reached the threshold.</summary>
    public bool HasFired => Evidence >= Threshold;

    /// <summary>With some more rows, not beyond the end of the open block: the log density of each, and its weight where they have weights.</summary>
    public DriftDetector Add(ReadOnlySpan<double> logDensities, ReadOnlySpan<double> weights)
    {
        var (total, sum) = (0.0, 0.0);
        for (var i = 0; i < logDensities.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            total += weight;
            if (weight > 0)
                sum += weight * logDensities[i];
        }

        return Add(logDensities.Length, total, sum);
    }

    /// <summary>With some more rows, not beyond the end of the open block.</summary>
    public DriftDetector Add(int rows, double weight, double logLikelihood)
    {
        var open = this with { Rows = Rows + rows, Weight = Weight + weight, LogLikelihood = LogLikelihood + logLikelihood };
        return open.Rows < BlockRows ? open : open.Close();
    }

    private DriftDetector Close()
    {
        var next = this with { Rows = 0, Weight = 0, LogLikelihood = 0 };
        if (!(Weight > 0))
            return next;
        var score = LogLikelihood / Weight;
        if (Blocks < FirstBlocks)
            return Begin(next, [.. First, score]);

        var deviation = Math.Max(Math.Sqrt(Squares / (Blocks - 1)), SmallestDeviation);
        var z = Math.Clamp((score - Mean) / deviation, -LargestScore, LargestScore);
        var evidence = Blocks < LearningBlocks ? Evidence : Math.Max(0, Evidence - z - Slack);
        return Count(next, Mean + (z * deviation)) with { Evidence = evidence };
    }

    /// <summary>The moments of the first blocks, a wild one drawn in to where the others are.</summary>
    private static DriftDetector Begin(DriftDetector next, RealVector first)
    {
        next = next with { Blocks = first.Length, First = first };
        if (first.Length < FirstBlocks)
            return next;
        var median = Median(first);
        var deviation = Math.Max(1.4826 * Median(first.Select(s => Math.Abs(s - median))), SmallestDeviation);
        var start = next with { Blocks = 0, Mean = 0, Squares = 0, First = [] };
        return double.IsFinite(median)
            ? first.Aggregate(start, (d, s) => d.Count(d, Math.Clamp(s, median - (LargestScore * deviation), median + (LargestScore * deviation))))
            : start;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(FirstBlocks / 2);

    /// <summary>Welford's update (1962).</summary>
    private DriftDetector Count(DriftDetector next, double score)
    {
        var mean = Mean + ((score - Mean) / (Blocks + 1));
        return next with { Blocks = Blocks + 1, Mean = mean, Squares = Squares + ((score - Mean) * (score - mean)) };
    }
}

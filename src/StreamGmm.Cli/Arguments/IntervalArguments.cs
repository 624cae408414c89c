using System.CommandLine;
using System.Globalization;

namespace StreamGmm.Cli.Arguments;

/// <summary>The options that ask for intervals: how sure, and by which method.</summary>
internal sealed class IntervalArguments
{
    private const double DefaultLevel = 0.95;

    private readonly Option<bool> intervals = new("--intervals") { Description = "Tell standard errors and confidence intervals of weights, means and covariances, from the observed information." };

    private readonly Option<double?> level = Parsed.Option(
        "--level",
        "L",
        "How many of such intervals hold the true value; needs --intervals. [default: 0.95]",
        "a number between 0 and 1 was expected, with a decimal point, as in 0.95",
        (string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value is > 0 and < 1);

    private readonly Option<int?> bootstrap = Parsed.Whole("--bootstrap", "B", "Take them from so many replicates of the weighted-likelihood bootstrap, better 999; needs --intervals.", 2);

    public IEnumerable<Option> All => [intervals, level, bootstrap];

    /// <summary>What is asked for; null where nothing is.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="shape">The shape of the covariances.</param>
    /// <param name="byBlocks">What of the command line has the samples read by blocks; null where they are in memory.</param>
    public WantedIntervals? Read(ParseResult result, CovarianceShape shape, string? byBlocks)
    {
        var (wanted, replicates) = (result.GetValue(level), result.GetValue(bootstrap));
        if (!result.GetValue(intervals))
        {
            return (wanted, replicates) is (null, null)
                ? null
                : throw new UsageException($"{(wanted is null ? "--bootstrap" : "--level")} is given and --intervals is not: it says which intervals. Say --intervals too.");
        }

        if (byBlocks is not null)
            throw new UsageException($"--intervals and {byBlocks} are both given: intervals need the samples in memory. Leave one of them out.");
        if (shape.Rank > 0 && replicates is null)
            throw new UsageException($"--intervals is given and the shape is {shape}: its observed information is not known here. Say --bootstrap 999 too.");
        return new WantedIntervals(wanted ?? DefaultLevel, replicates);
    }
}

using System.CommandLine;
using System.Globalization;

namespace StreamGmm.Cli.Arguments;

/// <summary>The options that say how to iterate and when to stop, and the <see cref="EmOptions"/> they come to.</summary>
internal sealed class EmArguments
{
    private static readonly Dictionary<string, Acceleration> Accelerations = new()
    {
        ["none"] = Acceleration.None,
        ["squarem"] = Acceleration.Squarem,
        ["hybrid"] = Acceleration.Hybrid,
    };

    private readonly Option<double?> tolerance = Parsed.Option(
        "--tolerance",
        "T",
        "Converged is an estimate of what is still to be gained in mean log-likelihood below this; 0 runs all iterations. [default: 1e-5]",
        "a finite number of 0 or more was expected, with a decimal point, as in 1e-5 or 0.001",
        (string text, out double value) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value is >= 0 and < double.PositiveInfinity);

    private readonly Option<int?> maxIterations = Parsed.Whole("--max-iterations", "I", "The most iterations. [default: 500]", 0);

    private readonly Option<Regularization?> regularization = Inputs.Regularization();

    private readonly Option<Acceleration?> acceleration = Parsed.Option(
        "--acceleration",
        string.Join('|', Accelerations.Keys),
        "How iterations are sped up; none is plain EM. [default: hybrid]",
        $"one of {string.Join(", ", Accelerations.Keys)} was expected",
        (string text, out Acceleration value) => Accelerations.TryGetValue(text, out value));

    private readonly Option<int?> threads = Inputs.Threads();

    public IEnumerable<Option> All => [tolerance, maxIterations, regularization, acceleration, threads];

    public EmOptions Read(ParseResult result)
    {
        var defaults = new EmOptions();
        return new EmOptions
        {
            Tolerance = result.GetValue(tolerance) ?? defaults.Tolerance,
            MaxIterations = result.GetValue(maxIterations) ?? defaults.MaxIterations,
            Regularization = result.GetValue(regularization) ?? defaults.Regularization,
            Acceleration = result.GetValue(acceleration) ?? defaults.Acceleration,
            Threads = result.GetValue(threads) ?? defaults.Threads,
        };
    }
}

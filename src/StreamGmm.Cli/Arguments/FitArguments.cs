using System.CommandLine;
using System.Globalization;

namespace StreamGmm.Cli.Arguments;

/// <summary>The options that say how to fit, and the <see cref="FitOptions"/> they come to.</summary>
internal sealed class FitArguments
{
    private static readonly Dictionary<string, Seeding> Seedings = new()
    {
        ["k-means"] = new Seeding.KMeans(),
        ["k-means++"] = new Seeding.KMeansPlusPlus(),
        ["random"] = new Seeding.RandomSamples(),
        ["small-em"] = new Seeding.SmallEm(),
    };

    private static readonly Dictionary<string, Acceleration> Accelerations = new()
    {
        ["none"] = Acceleration.None,
        ["squarem"] = Acceleration.Squarem,
        ["hybrid"] = Acceleration.Hybrid,
    };

    private readonly Option<int?> components = Parsed.Whole("--components", "K", "The number of components; required unless --init is given.", 1);

    private readonly Option<CovarianceShape?> shape = Inputs.Shape();

    private readonly Option<Seeding?> seeding = Parsed.Text(
        "--seeding",
        string.Join('|', Seedings.Keys),
        "How the start is found. [default: small-em]",
        $"one of {string.Join(", ", Seedings.Keys)} was expected",
        (string text, out Seeding? value) => Seedings.TryGetValue(text, out value));

    private readonly Option<int?> seed = Inputs.Seed();

    private readonly Option<int?> restarts = Parsed.Whole("--restarts", "R", "How many fits to make from different starts; the best is kept. [default: 1]", 1);

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
        "How iterations are sped up; none is plain EM, as with --out-of-core always. [default: hybrid]",
        $"one of {string.Join(", ", Accelerations.Keys)} was expected",
        (string text, out Acceleration value) => Accelerations.TryGetValue(text, out value));

    private readonly Option<int?> threads = Inputs.Threads();

    public IEnumerable<Option> All => [components, shape, seeding, seed, restarts, tolerance, maxIterations, regularization, acceleration, threads];

    /// <summary>What the options come to, starting from <paramref name="start"/> where it is given.</summary>
    public FitOptions Read(ParseResult result, GaussianMixture? start)
    {
        var defaults = new EmOptions();
        var options = start is null ? Seeded(result) : From(result, start);
        return options with
        {
            Seed = result.GetValue(seed) ?? 0,
            Em = new EmOptions
            {
                Tolerance = result.GetValue(tolerance) ?? defaults.Tolerance,
                MaxIterations = result.GetValue(maxIterations) ?? defaults.MaxIterations,
                Regularization = result.GetValue(regularization) ?? defaults.Regularization,
                Acceleration = result.GetValue(acceleration) ?? defaults.Acceleration,
                Threads = result.GetValue(threads) ?? defaults.Threads,
            },
        };
    }

    private FitOptions Seeded(ParseResult result)
    {
        var k = result.GetValue(components)
            ?? throw new UsageException("--components is not given: a fit needs the number of components, or a mixture to start from. Say --components K or --init FILE.");
        return new FitOptions(k)
        {
            Shape = result.GetValue(shape) ?? CovarianceShape.Full,
            Seeding = result.GetValue(seeding) ?? new Seeding.SmallEm(),
            Restarts = result.GetValue(restarts) ?? 1,
        };
    }

    private FitOptions From(ParseResult result, GaussianMixture start)
    {
        if (result.GetValue(components) is { } k && k != start.Components)
            throw new UsageException($"--components is {k}, the mixture of --init has {start.Components}: they must agree. Leave --components out.");
        if (result.GetValue(shape) is { } wanted && wanted != start.Shape)
            throw new UsageException($"--shape is {wanted}, the mixture of --init is {start.Shape}: they must agree. Leave --shape out.");
        if (result.GetValue(seeding) is not null)
            throw new UsageException("--seeding and --init are both given: with --init there is no seeding. Leave one of them out.");
        if (result.GetValue(restarts) is > 1 and var r)
            throw new UsageException($"--restarts is {r} and --init is given: with --init there is one start only. Leave one of them out.");
        return FitOptions.From(start);
    }
}

using System.CommandLine;

namespace StreamGmm.Cli.Arguments;

/// <summary>The options that say how to fit, and the <see cref="FitOptions"/> they come to.</summary>
internal sealed class FitArguments
{
    private readonly Option<int?> components = Parsed.Whole("--components", "K", "The number of components; required unless --init is given.", 1);

    private readonly Option<CovarianceShape?> shape = Inputs.Shape();

    private readonly StartArguments starts = new("small-em");

    private readonly EmArguments em = new();

    public IEnumerable<Option> All => [components, shape, .. starts.All, .. em.All];

    /// <summary>What the options come to, starting from <paramref name="start"/> where it is given.</summary>
    public FitOptions Read(ParseResult result, GaussianMixture? start)
    {
        var options = start is null ? Seeded(result) : From(result, start);
        return options with { Seed = starts.Seed(result), Em = em.Read(result) };
    }

    private FitOptions Seeded(ParseResult result)
    {
        var k = result.GetValue(components)
            ?? throw new UsageException("--components is not given: a fit needs the number of components, or a mixture to start from. Say --components K or --init FILE.");
        return new FitOptions(k)
        {
            Shape = result.GetValue(shape) ?? CovarianceShape.Full,
            Seeding = starts.Seeding(result) ?? new Seeding.SmallEm(),
            Restarts = starts.Restarts(result),
        };
    }

    private FitOptions From(ParseResult result, GaussianMixture start)
    {
        if (result.GetValue(components) is { } k && k != start.Components)
            throw new UsageException($"--components is {k}, the mixture of --init has {start.Components}: they must agree. Leave --components out.");
        if (result.GetValue(shape) is { } wanted && wanted != start.Shape)
            throw new UsageException($"--shape is {wanted}, the mixture of --init is {start.Shape}: they must agree. Leave --shape out.");
        if (starts.Seeding(result) is not null)
            throw new UsageException("--seeding and --init are both given: with --init there is no seeding. Leave one of them out.");
        if (starts.Restarts(result) is > 1 and var r)
            throw new UsageException($"--restarts is {r} and --init is given: with --init there is one start only. Leave one of them out.");
        return FitOptions.From(start);
    }
}

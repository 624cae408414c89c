using System.CommandLine;
using System.Globalization;

namespace StreamGmm.Cli.Arguments;

/// <summary>The options that say how to follow a stream, and the <see cref="OnlineOptions"/> they come to.</summary>
internal sealed class FollowArguments
{
    private readonly Option<int?> components = Parsed.Whole("--components", "K", "The number of components; required.", 1);

    private readonly Option<CovarianceShape?> shape = Inputs.Shape();

    private readonly Option<double?> halfLife = Parsed.Option(
        "--half-life",
        "H",
        "A row counts half after H others. [default: all rows count until the stream drifts, older ones less]",
        "a number of rows above 0 was expected, as in 10000",
        (string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value is > 0 and < double.PositiveInfinity);

    private readonly Option<bool> adaptive = new("--adaptive") { Description = "Forget at once when the stream drifts, with --half-life too; without it this is so anyhow." };

    private readonly Option<Regularization?> regularization = Inputs.Regularization();

    private readonly Option<int?> seed = Inputs.Seed();

    private readonly Option<int?> threads = Inputs.Threads();

    public IEnumerable<Option> All => [components, shape, halfLife, adaptive, regularization, seed, threads];

    /// <summary>What the options come to; they must suit the state that is gone on from.</summary>
    public OnlineOptions Read(ParseResult result, SavedState? saved, string? statePath)
    {
        var k = result.GetValue(components)
            ?? throw new UsageException("--components is not given: a stream is followed with a number of components. Say --components K.");
        var defaults = new OnlineOptions(k);
        var options = defaults with
        {
            Shape = result.GetValue(shape) ?? CovarianceShape.Full,
            Memory = Memory(result) ?? defaults.Memory,
            Regularization = result.GetValue(regularization) ?? defaults.Regularization,
            Seed = result.GetValue(seed) ?? 0,
            Threads = result.GetValue(threads) ?? 0,
        };
        if (saved?.State.Current is { } mixture && (mixture.Components != k || mixture.Shape != options.Shape))
            throw new UsageException($"--components is {k} and --shape {options.Shape}, the state of '{statePath}' is {mixture}: they must agree. Say --components {mixture.Components} --shape {mixture.Shape}, or begin anew with another file.");
        return options;
    }

    private MemoryPolicy? Memory(ParseResult result) => result.GetValue(halfLife) is not { } h ? null
        : result.GetValue(adaptive) ? new MemoryPolicy.Adaptive(new MemoryPolicy.HalfLife(h))
        : new MemoryPolicy.HalfLife(h);
}

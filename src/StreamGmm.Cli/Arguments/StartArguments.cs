using System.CommandLine;

namespace StreamGmm.Cli.Arguments;

/// <summary>The options that say from where and how often to fit.</summary>
/// <param name="defaultSeeding">What is said of the seeding where none is asked for.</param>
internal sealed class StartArguments(string defaultSeeding)
{
    private static readonly Dictionary<string, Seeding> Seedings = new()
    {
        ["k-means"] = new Seeding.KMeans(),
        ["k-means++"] = new Seeding.KMeansPlusPlus(),
        ["random"] = new Seeding.RandomSamples(),
        ["small-em"] = new Seeding.SmallEm(),
    };

    private readonly Option<Seeding?> seeding = Parsed.Text(
        "--seeding",
        string.Join('|', Seedings.Keys),
        $"How the start is found. [default: {defaultSeeding}]",
        $"one of {string.Join(", ", Seedings.Keys)} was expected",
        (string text, out Seeding? value) => Seedings.TryGetValue(text, out value));

    private readonly Option<int?> seed = Inputs.Seed();

    private readonly Option<int?> restarts = Parsed.Whole("--restarts", "R", "How many fits to make from different starts; the best is kept. [default: 1]", 1);

    public IEnumerable<Option> All => [seeding, seed, restarts];

    /// <summary>The seeding asked for; null where none is.</summary>
    public Seeding? Seeding(ParseResult result) => result.GetValue(seeding);

    public int Seed(ParseResult result) => result.GetValue(seed) ?? 0;

    public int Restarts(ParseResult result) => result.GetValue(restarts) ?? 1;
}

using System.CommandLine;
using System.Globalization;

namespace StreamGmm.Cli.Arguments;

/// <summary>The options that say which models to choose from and by what, and the <see cref="SelectionOptions"/> they come to.</summary>
internal sealed class SelectArguments
{
    /// <summary>More numbers than this are a slip of the keys.</summary>
    private const int Most = 10_000;

    private static readonly Dictionary<string, Criterion> Criteria = Enum.GetValues<Criterion>().ToDictionary(Name);

    private readonly Option<IReadOnlyList<int>?> components = Parsed.Text(
        "--components",
        "A..B",
        "The numbers of components to try, as in 1..10 or 2,4,8; required.",
        "numbers of 1 or more were expected, as in 1..10 or 2,4,8",
        (string text, out IReadOnlyList<int>? value) => TryNumbers(text, out value));

    private readonly Option<IReadOnlyList<CovarianceShape>?> shapes = Parsed.Text(
        "--shapes",
        string.Join(',', CovarianceShape.All),
        "The shapes to try with each number of components; low-rank:R too. [default: all of these]",
        $"shapes were expected with commas between them, each one of {string.Join(", ", CovarianceShape.All)} or low-rank:R",
        (string text, out IReadOnlyList<CovarianceShape>? value) => TryShapes(text, out value));

    private readonly Option<Criterion?> criterion = Parsed.Option(
        "--criterion",
        string.Join('|', Criteria.Keys),
        "What the models are compared by. [default: bic]",
        $"one of {string.Join(", ", Criteria.Keys)} was expected",
        (string text, out Criterion value) => Criteria.TryGetValue(text, out value));

    private readonly StartArguments starts = new("small-em, then k-means++ and random among the restarts");

    private readonly EmArguments em = new();

    public IEnumerable<Option> All => [components, shapes, criterion, .. starts.All, .. em.All];

    /// <summary>A criterion as scripts write it.</summary>
    public static string Name(Criterion criterion) => criterion.ToString().ToLowerInvariant();

    public SelectionOptions Read(ParseResult result)
    {
        var numbers = result.GetValue(components)
            ?? throw new UsageException("--components is not given: the numbers of components to choose from were expected. Say --components 1..10.");
        var defaults = new SelectionOptions(numbers);
        return defaults with
        {
            Shapes = result.GetValue(shapes) ?? defaults.Shapes,
            Criterion = result.GetValue(criterion) ?? defaults.Criterion,
            Seedings = starts.Seeding(result) is { } seeding ? [seeding] : defaults.Seedings,
            Seed = starts.Seed(result),
            Restarts = starts.Restarts(result),
            Em = em.Read(result),
        };
    }

    private static bool TryNumbers(string text, out IReadOnlyList<int>? value)
    {
        var numbers = new List<int>();
        value = numbers;
        foreach (var part in text.Split(','))
        {
            var ends = part.Split("..");
            if (ends.Length > 2 || !TryNumber(ends[0], out var first) || !TryNumber(ends[^1], out var last) || last < first || last - first >= Most)
                return false;
            numbers.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return true;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1;

    private static bool TryShapes(string text, out IReadOnlyList<CovarianceShape>? value)
    {
        try
        {
            value = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(CovarianceShape.Parse)];
            return true;
        }
        catch (FormatException)
        {
            value = null;
            return false;
        }
    }
}

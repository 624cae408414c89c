using System.Collections.ObjectModel;

namespace StreamGmm;

/// <summary>What the columns of an input are read as: their indices, and the names of the features.</summary>
internal sealed class ColumnRoles
{
    private readonly IReadOnlyList<string> names;
    private readonly bool hasHeader;
    private readonly string source;

    /// <summary>Finds the columns asked for; <paramref name="isNumeric"/> tells which ones are features where none are named.</summary>
    public ColumnRoles(IReadOnlyList<string> names, bool hasHeader, Func<int, bool> isNumeric, ReadOptions? options, string source)
    {
        this.names = names;
        this.hasHeader = hasHeader;
        this.source = Cell.Quote(source);
        options ??= new ReadOptions();
        Weights = options.Weights is { } weights ? Find(weights) : null;
        MayMiss = options.MissingValues == MissingValues.Marginalize;
        Labels = options.Labels is { } labels ? Find(labels) : null;
        if (Weights is not null && Weights == Labels)
            throw new InvalidDataException($"Column {Cell.Quote(options.Weights!)} is named for both the weights and the labels: they must be two columns.");

        var others = Enumerable.Range(0, names.Count).Where(i => i != Weights && i != Labels).ToArray();
        var fitted = options.FittedColumns is { } all && (hasHeader || all.Any(names.Contains)) ? all : null;
        Features = options.Columns is { } columns ? [.. columns.Select(Find)]
            : fitted is not null ? [.. fitted.Select(name => FindFitted(name, fitted))]
            : [.. others.Where(isNumeric)];
        RequireDistinctFeatures();
        FeatureNames = NamesOf(Features);
        Skipped = NamesOf(options.Columns is null && fitted is null ? others.Except(Features) : []);
        if (Features.Length == 0)
        {
            throw new InvalidDataException(options.Columns is null
                ? $"{this.source} has no numeric column for the features: the first row must hold a number in at least one column besides weights and labels. Write numbers as 1.5 and separate cells by commas."
                : "No column is asked for: at least one is needed. Name one, or leave --columns out to read all numeric ones.");
        }
    }

    /// <summary>The indices of the features, in the order asked for.</summary>
    public int[] Features { get; }

    /// <summary>The index of the weights; null where there are none.</summary>
    public int? Weights { get; }

    /// <summary>The index of the labels; null where there are none.</summary>
    public int? Labels { get; }

    /// <summary>Features may be missing.</summary>
    public bool MayMiss { get; }

    /// <summary>The names of the features.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The names of the columns left out because they are not numeric.</summary>
    public IReadOnlyList<string> Skipped { get; }

    /// <summary>The number of columns of the input.</summary>
    public int Count => names.Count;

    /// <summary>The name of a column of the input.</summary>
    public string Name(int column) => names[column];

    private ReadOnlyCollection<string> NamesOf(IEnumerable<int> columns) => columns.Select(Name).ToList().AsReadOnly();

    private int Find(string name) => IndexOf(name) is >= 0 and var index ? index
        : throw new InvalidDataException($"{source} has no column {Cell.Quote(name)}: {(hasHeader ? "its" : "without a header the")} columns are {There}. Name one of these.");

    private int FindFitted(string name, IReadOnlyList<string> fitted) => IndexOf(name) is >= 0 and var index ? index
        : throw new InvalidDataException(
            $"{source} has no column {Cell.Quote(name)}: the mixture was fitted to {List(fitted)}, and the columns here are {There}. Name those to take, in the order of the mixture, with --columns.");

    private int IndexOf(string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
                return i;
        }

        return -1;
    }

    /// <summary>The columns of the input, as a message lists them.</summary>
    private string There => hasHeader ? List(names) : $"the numbers 0 to {names.Count - 1}";

    private static string List(IReadOnlyList<string> names)
    {
        const int Most = 20;
        return string.Join(", ", names.Take(Most).Select(Cell.Quote)) + (names.Count > Most ? $", … ({names.Count} in all)" : "");
    }

    private void RequireDistinctFeatures()
    {
        var seen = new HashSet<int>();
        foreach (var i in Features)
        {
            if (i == Weights || i == Labels)
            {
                throw new InvalidDataException(
                    $"Column {Cell.Quote(names[i])} is the {(i == Weights ? "weights" : "labels")} column: it cannot be a feature too. Leave it out of --columns.");
            }

            if (!seen.Add(i))
                throw new InvalidDataException($"Column {Cell.Quote(names[i])} is asked for twice: a column can be one feature only. Name it once.");
        }
    }
}

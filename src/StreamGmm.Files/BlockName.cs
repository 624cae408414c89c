using System.Globalization;

namespace StreamGmm;

/// <summary>The name of a block: its file below some root, and after a question mark how it is read, as far as that is not what is usual.</summary>
/// <remarks>
/// <code>
/// data/a.csv?columns=x,y&amp;weights=w&amp;labels=l&amp;missing=marginalize
/// data/big.npy?rows=0-250000
/// </code>
/// Rows are counted from 0, and the last is not among them. Names of columns are percent-encoded, with commas between them; of the file's name '%' and '?' are.
/// </remarks>
internal sealed record BlockName(string File, ReadOptions Options, RowRange? Rows)
{
    /// <summary>Reads a name.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static BlockName Parse(string name)
    {
        var end = name.IndexOf('?', StringComparison.Ordinal);
        if (end < 0)
            return new BlockName(Uri.UnescapeDataString(name), new ReadOptions(), null);
        var (options, rows, seen) = (new ReadOptions(), (RowRange?)null, new HashSet<string>());
        foreach (var part in name[(end + 1)..].Split('&'))
        {
            var (key, value) = part.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (part[..at], part[(at + 1)..]) : (part, "");
            if (value.Length == 0 || !seen.Add(key))
                throw Bad(name, part);
            switch (key)
            {
                case "columns":
                    options = options with { Columns = [.. value.Split(',').Select(Uri.UnescapeDataString)] };
                    break;
                case "weights":
                    options = options with { Weights = Uri.UnescapeDataString(value) };
                    break;
                case "labels":
                    options = options with { Labels = Uri.UnescapeDataString(value) };
                    break;
                case "missing":
                    options = options with { MissingValues = value == "marginalize" ? MissingValues.Marginalize : throw Bad(name, part) };
                    break;
                case "rows":
                    rows = Range(value) ?? throw Bad(name, part);
                    break;
                default:
                    throw Bad(name, part);
            }
        }

        return new BlockName(Uri.UnescapeDataString(name[..end]), options, rows);
    }

    /// <summary>The name as it is told.</summary>
    public override string ToString()
    {
        var how = new List<string>();
        if (Options.Columns is { } columns)
            how.Add($"columns={string.Join(',', columns.Select(Uri.EscapeDataString))}");
        if (Options.Weights is { } weights)
            how.Add($"weights={Uri.EscapeDataString(weights)}");
        if (Options.Labels is { } labels)
            how.Add($"labels={Uri.EscapeDataString(labels)}");
        if (Options.MissingValues == MissingValues.Marginalize)
            how.Add("missing=marginalize");
        if (Rows is { } rows)
            how.Add(string.Create(CultureInfo.InvariantCulture, $"rows={rows.Start}-{rows.End}"));
        var file = File.Replace("%", "%25", StringComparison.Ordinal).Replace("?", "%3F", StringComparison.Ordinal);
        return how.Count == 0 ? file : $"{file}?{string.Join('&', how)}";
    }

    private static RowRange? Range(string text)
    {
        var ends = text.Split('-');
        return ends.Length == 2
            && long.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            && long.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            && start < end
            ? new RowRange(start, end)
            : null;
    }

    private static FormatException Bad(string name, string part) => new(
        $"The name of block {Cell.Quote(name)} has {Cell.Quote(part)}: columns=, weights=, labels=, missing=marginalize or rows=FIRST-END was expected, each once. See whether it comes from another version of the library.");
}

namespace StreamGmm.Cli.Input;

/// <summary>The rows that a stream goes on with: of a file those behind the position of the state, of standard input all.</summary>
internal sealed class FollowedRows(LiveRows? live, string name, SavedState? saved, bool isPiped, FollowedRows.LabelRule labels) : IDisposable
{
    private const int MostPassedOver = 1 << 14;

    /// <summary>The position before the first row of the input.</summary>
    private readonly long first = isPiped ? saved?.Position ?? 0 : 0;

    /// <summary>The rows of the input that the state has seen.</summary>
    private readonly long seen = isPiped ? 0 : saved?.Position ?? 0;

    private UsageException? fault;
    private long held;

    /// <summary>The rows come once only.</summary>
    public bool IsPiped => isPiped;

    /// <summary>The names of the features, where they are known: those of the beginning of the stream.</summary>
    public IReadOnlyList<string>? Columns => saved?.Columns ?? live?.Columns;

    /// <summary>D; 0 where nothing is known of it, and no row comes.</summary>
    public int Dimension => live?.Columns.Count ?? saved?.Columns?.Count ?? saved?.State.Current?.Dimension ?? 0;

    /// <summary>The position in the stream of the row after the last that was given.</summary>
    public long Position => first + Row - held;

    /// <summary>The number of the last row that was read, counted from 1 in this input.</summary>
    private long Row => live?.Position ?? 0;

    /// <summary>Opens the input, and says what is left out of it.</summary>
    public static FollowedRows Open(string path, Shell shell, ReadOptions options, bool tail, bool skipsBadRows, LabelRule labels, SavedState? saved, Action<string> note)
    {
        var (isPiped, reading) = (path == "-", options with { FittedColumns = saved?.Columns });
        var name = isPiped ? "standard input" : path;
        LiveRows? live = null;
        var told = 0;
        Action<InvalidDataException>? onBadRow = skipsBadRows ? Tell : null;
        live = Opened.Read(name, "a file of rows (CSV, NDJSON or .npy)", () => isPiped
            ? LiveRows.Open(shell.Input, name, reading, onBadRow, shell.Cancelled)
            : LiveRows.Open(path, reading, tail, onBadRow, shell.Cancelled));
        if (live is null && saved is null)
            throw new UsageException($"'{name}' has no row: rows of numbers were expected, as CSV or NDJSON. Check that it was written.");
        if (options.Columns is null && live is not null && saved?.Columns is { } columns && columns.Count == live.Columns.Count && !columns.SequenceEqual(live.Columns))
            note($"The columns have no names, those of the state have ({DataInput.Shorten(columns)}): taken in order are {DataInput.Shorten(live.Columns)}.");
        if (live is { Skipped.Count: > 0 })
            note($"Left out, as the first row has no number there: {string.Join(", ", live.Skipped.Select(column => $"'{column}'"))}.");
        return new FollowedRows(live, name, saved, isPiped, labels);

        void Tell(InvalidDataException fault)
        {
            const int Most = 20;
            if (live!.Position < (isPiped ? 0 : saved?.Position ?? 0) || told > Most)
                return;
            shell.Say(told++ < Most ? $"Passed over: {fault.Message}" : "Passed over: more rows, which are not told one by one.");
        }
    }

    /// <summary>Refuses rows that do not go on where those before ended: of another source, or of another dimension.</summary>
    public void RequireSameStream(string? statePath)
    {
        if (saved?.Source is { } source)
            throw new UsageException($"The state of '{statePath}' is one of {source}, and '{name}' was to be followed: its positions mean nothing there. Follow the same stream, or begin anew with another file.");
        if ((saved?.Columns?.Count ?? saved?.State.Current?.Dimension) is { } before && before != Dimension)
            throw new UsageException($"'{name}' gives {Dimension} features ({DataInput.Shorten(live?.Columns ?? [])}), the state of '{statePath}' has {before}{(saved!.Columns is { } columns ? $" ({DataInput.Shorten(columns)})" : "")}: they must agree. Choose columns with --columns.");
    }

    /// <summary>The rows that have come, waiting for one at least; null at the end of the input. Those before a fault come before it.</summary>
    public Samples? Next(int most)
    {
        if (fault is not null)
            throw fault;
        while (live?.Read(Row < seen ? (int)Math.Min(MostPassedOver, seen - Row) : most) is { } rows)
        {
            if (Row > seen)
                return Checked(rows.Count <= Row - seen ? rows : rows.Slice(rows.Count - (int)(Row - seen), (int)(Row - seen)));
        }

        return live is null || Row >= seen ? null : throw new UsageException(
            $"'{name}' ends at row {Row}, the state is at position {seen}: its rows are not those that were followed before, or not all of them. Use a state of its own, or - to let new rows follow.");
    }

    /// <summary>The rows before the first with a label of no component.</summary>
    private Samples Checked(Samples rows)
    {
        if (DataInput.FirstBadLabel(labels.Components, rows) is not { } index)
            return rows;
        held = rows.Count - index;
        fault = DataInput.BadLabel(labels.Components, name, rows, index, Row - held + 1, labels.Column);
        return index > 0 ? rows.Slice(0, index) : throw fault;
    }

    public void Dispose() => live?.Dispose();

    /// <summary>What a label may be, and where it is from.</summary>
    internal sealed record LabelRule(int Components, string? Column);
}

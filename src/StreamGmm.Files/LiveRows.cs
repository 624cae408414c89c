namespace StreamGmm;

/// <summary>Rows of CSV or NDJSON that are read as they come: each is there as soon as its line is complete. Rows of <c>.npy</c> and <c>.gz</c> too, as far as they are written.</summary>
/// <remarks>
/// NDJSON is an object a line, whose fields are the columns, or an array a line; all lines of the kind of the first. It is told from CSV by <c>.ndjson</c> or <c>.jsonl</c>, or by <c>{</c> or <c>[</c> at the beginning;
/// <c>.csv</c> is always CSV, to the rules of <see cref="CsvFile"/>. The text is UTF-8.
/// The input is read a little ahead on a thread of its own. Not thread-safe.
/// </remarks>
public sealed class LiveRows : IDisposable
{
    private readonly RowSource source;
    private readonly IDisposable[] owned;
    private readonly CancellationToken cancellationToken;

    private LiveRows(RowSource source, IDisposable[] owned, CancellationToken cancellationToken) =>
        (this.source, this.owned, this.cancellationToken) = (source, owned, cancellationToken);

    /// <summary>The names of the features, in order; without a header, and of arrays, their numbers from 0 as text.</summary>
    public IReadOnlyList<string> Columns => source.Roles.FeatureNames;

    /// <summary>The names of the columns left out because they are not numeric.</summary>
    public IReadOnlyList<string> Skipped => source.Roles.Skipped;

    /// <summary>The number of rows of the input up to the last that was given, those passed over among them.</summary>
    public long Position => source.Taken;

    /// <summary>The rows of a file; null where it ends before its first row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which columns are read, and as what.</param>
    /// <param name="tail">True to wait at the end of the file for more, for ever; a line that is not complete waits too.</param>
    /// <param name="onBadRow">What is told of a row that is none, which is then passed over; null where it is a fault.</param>
    /// <param name="cancellationToken">Ends the wait for more.</param>
    /// <exception cref="InvalidDataException">The input does not begin with rows of numbers, or <paramref name="tail"/> is asked of what does not grow by lines.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a directory.</exception>
    public static LiveRows? Open(string path, ReadOptions? options = null, bool tail = false, Action<InvalidDataException>? onBadRow = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (tail && DataFile.IsClosed(path))
            throw new InvalidDataException($"{Cell.Quote(path)} cannot be waited for: only text that grows line by line can. Leave --tail out.");
        var stream = tail ? new GrowingFile(path, cancellationToken) : DataFile.Open(path);
        if (!DataFile.IsNpy(path))
            return Open(stream, Path.GetFileName(path), DataFile.IsJson(path), [stream], options, onBadRow, cancellationToken);
        return new LiveRows(new NpyRows(stream, Path.GetFileName(path), options), [stream], cancellationToken);
    }

    /// <summary>The rows of a stream, which is left open; null where it ends before its first row.</summary>
    /// <param name="stream">The input.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">Which columns are read, and as what.</param>
    /// <param name="onBadRow">What is told of a row that is none, which is then passed over; null where it is a fault.</param>
    /// <param name="cancellationToken">Ends the wait for more.</param>
    /// <exception cref="InvalidDataException">The input does not begin with rows of numbers.</exception>
    public static LiveRows? Open(Stream stream, string name, ReadOptions? options = null, Action<InvalidDataException>? onBadRow = null, CancellationToken cancellationToken = default) =>
        Open(stream, name, null, [], options, onBadRow, cancellationToken);

    /// <summary>The rows that have come, one at least and <paramref name="most"/> at most, waiting only where there is none; null at the end.</summary>
    /// <remarks>Rows before a bad one are given first, and then the fault is thrown. A cancelled wait throws only when all rows that have come are given.</remarks>
    /// <exception cref="InvalidDataException">A row does not hold what was expected; the message names the row and the column.</exception>
    /// <exception cref="IOException">The input cannot be read on.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, and there is no row.</exception>
    public Samples? Read(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        return source.ReadSome(most, cancellationToken);
    }

    /// <summary>Closes what was opened.</summary>
    public void Dispose()
    {
        source.Dispose();
        foreach (var part in owned)
            part.Dispose();
    }

    private static LiveRows? Open(
        Stream stream, string name, bool? isJson, IDisposable[] owned, ReadOptions? options, Action<InvalidDataException>? onBadRow, CancellationToken cancellationToken)
    {
        var input = new ReadAhead(new TextStream(stream, name));
        owned = [input, .. owned];
        RowSource? source = null;
        try
        {
            var lines = new WholeLines(input, name, isJson);
            source = lines.Next(cancellationToken) is not { } first ? null
                : lines.IsJson ? new JsonRows(() => lines.Next(cancellationToken), first, name, options) { OnBadRow = onBadRow }
                : CsvRows.Live(() => lines.Next(cancellationToken), first, name, options, onBadRow);
            return source is null ? null : new LiveRows(source, owned, cancellationToken);
        }
        finally
        {
            foreach (var part in source is null ? owned : [])
                part.Dispose();
        }
    }
}

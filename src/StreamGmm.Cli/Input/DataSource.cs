namespace StreamGmm.Cli.Input;

/// <summary>Where samples come from: a file, or CSV on standard input; the first row can be looked at beforehand.</summary>
internal sealed class DataSource
{
    /// <summary>How much of standard input the first row is looked for in.</summary>
    private const int Beginning = 1 << 20;

    private readonly string path;
    private readonly Shell shell;
    private ReadOnlyMemory<byte> beginning;

    public DataSource(string path, Shell shell) => (this.path, this.shell) = (path, shell);

    /// <summary>What the user calls it.</summary>
    public string Name => IsPiped ? "standard input" : path;

    private bool IsPiped => path == "-";

    /// <summary>All rows.</summary>
    public NamedSamples Read(ReadOptions options)
    {
        if (!IsPiped)
            return Open(() => DataFile.Read(path, options, shell.Cancelled));
        using var whole = new RejoinedStream(beginning, shell.Input);
        return CsvFile.Read(whole, Name, options, shell.Cancelled);
    }

    /// <summary>The names of all columns; empty where not even a row can be read.</summary>
    public HashSet<string> ColumnNames()
    {
        try
        {
            var first = FirstRow();
            return [.. first.Columns, .. first.Skipped];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    private NamedSamples FirstRow()
    {
        if (!IsPiped)
            return Open(() => DataFile.ReadBlocks(path, rowsPerBlock: 1, cancellationToken: shell.Cancelled).First());
        var bytes = new byte[Beginning];
        beginning = bytes.AsMemory(0, shell.Input.ReadAtLeast(bytes, Beginning, throwOnEndOfStream: false));
        return CsvFile.ReadBlocks(new RejoinedStream(beginning, Stream.Null), Name, rowsPerBlock: 1, cancellationToken: shell.Cancelled).First();
    }

    private T Open<T>(Func<T> read) => Opened.Read(path, "a file of samples (CSV or .npy)", read);
}

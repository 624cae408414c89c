namespace StreamGmm.Cli.Input;

/// <summary>Where samples come from: a file, which may be a pipe, or CSV on standard input. It is opened and read once; by blocks a file can be read again.</summary>
/// <param name="path">The file, or - for standard input.</param>
/// <param name="shell">What surrounds the run.</param>
/// <param name="opened">What can be read once only and was opened already; null for the file itself, or standard input.</param>
internal sealed class DataSource(string path, Shell shell, Stream? opened = null)
{
    private const string Expected = "a file of samples (CSV or .npy)";

    /// <summary>What the user calls it.</summary>
    public string Name => IsPiped ? "standard input" : path;

    private bool IsPiped => path == "-";

    /// <summary>All rows.</summary>
    public NamedSamples Read(ReadOptions options) => Opened.Read(Name, Expected, () =>
    {
        using (opened)
        {
            return opened is not null || IsPiped
                ? CsvFile.Read(opened ?? shell.Input, Name, options, shell.Cancelled)
                : DataFile.Read(path, options, shell.Cancelled);
        }
    });

    /// <summary>The rows of a file in blocks.</summary>
    public IEnumerable<NamedSamples> ReadBlocks(ReadOptions options, int rowsPerBlock = 65_536)
    {
        using var blocks = DataFile.ReadBlocks(path, options, rowsPerBlock, shell.Cancelled).GetEnumerator();
        while (Opened.Read(Name, Expected, blocks.MoveNext))
            yield return blocks.Current;
    }

    /// <summary>The length of the file and when it was written.</summary>
    public FileStamp Stamp() => Opened.Read(Name, Expected, () => FileStamp.Of(path));

    /// <summary>Refuses what can be read only once.</summary>
    public void RequireFile()
    {
        if (IsPiped || (File.Exists(path) && AtomicFile.IsSpecial(path)))
            throw new UsageException($"'{Name}' can be read only once, --out-of-core reads the data in every pass: a file was expected. Save the data to a file first, or leave --out-of-core out.");
    }
}

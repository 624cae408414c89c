namespace StreamGmm;

/// <summary>Reads samples from a file, by its extension: <c>.npy</c> is NumPy, anything else CSV; <c>.gz</c> after either is decompressed.</summary>
/// <remarks><see cref="CsvFile"/> and <see cref="NpyFile"/> have the rules of the two formats and read streams.</remarks>
public static class DataFile
{
    /// <summary>All rows of a file.</summary>
    /// <exception cref="InvalidDataException">The file does not hold what was expected; the message names the row and the column.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a directory.</exception>
    public static NamedSamples Read(string path, ReadOptions? options = null, CancellationToken cancellationToken = default) =>
        Read(path, options, null, cancellationToken);

    /// <summary>Some rows of a file that can be cut, or all of any.</summary>
    internal static NamedSamples Read(string path, ReadOptions? options, RowRange? range, CancellationToken cancellationToken)
    {
        using var stream = Open(path);
        using var rows = RowsOf(stream, path, options, range);
        return rows.ReadAll(cancellationToken);
    }

    /// <summary>The rows of a file in blocks of <paramref name="rowsPerBlock"/>, the last one perhaps smaller; memory is bounded by one block.</summary>
    /// <remarks>The file is opened when an enumeration begins and closed when it ends; each enumeration reads it anew, so that blocks of a fit are <c>() =&gt; DataFile.ReadBlocks(path).Select(block =&gt; block.Samples)</c>.</remarks>
    /// <exception cref="InvalidDataException">Met while enumerating: the file does not hold what was expected.</exception>
    /// <exception cref="IOException">Met while enumerating: the file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Met while enumerating: the file may not be read, or is a directory.</exception>
    public static IEnumerable<NamedSamples> ReadBlocks(
        string path, ReadOptions? options = null, int rowsPerBlock = 65_536, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsPerBlock, 1);
        return Enumerate();

        IEnumerable<NamedSamples> Enumerate()
        {
            using var stream = Open(path);
            using var rows = RowsOf(stream, path, options);
            foreach (var block in rows.ReadBlocks(rowsPerBlock, cancellationToken))
                yield return block;
        }
    }

    internal static Stream Open(string path)
    {
        // 64 KiB: the reader of gzip asks for small pieces; the others bring larger buffers of their own, which bypass this one.
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
        return HasExtension(path, ".gz") ? new GzipInput(file, Path.GetFileName(path)) : file;
    }

    private static RowSource RowsOf(Stream stream, string path, ReadOptions? options, RowRange? range = null)
    {
        var name = Path.GetFileName(path);
        if (range is not null && !CanBeCut(path))
            throw new InvalidDataException($"{Cell.Quote(name)} is asked for some of its rows: that is possible with .npy only. Read it as a whole.");
        return IsNpy(path)
            ? new NpyRows(stream, name, options, range)
            : new CsvRows(stream, name, options);
    }

    /// <summary>Any rows of the file can be read without those before them.</summary>
    internal static bool CanBeCut(string path) => HasExtension(path, ".npy");

    /// <summary>The file holds an array.</summary>
    internal static bool IsNpy(string path) => HasExtension(Unpacked(path), ".npy");

    /// <summary>The file holds NDJSON, or CSV; null where its name does not tell.</summary>
    internal static bool? IsJson(string path) =>
        HasExtension(Unpacked(path), ".ndjson") || HasExtension(Unpacked(path), ".jsonl") ? true : HasExtension(Unpacked(path), ".csv") ? false : null;

    /// <summary>The file is written once and does not grow by lines.</summary>
    internal static bool IsClosed(string path) => IsNpy(path) || HasExtension(path, ".gz");

    private static string Unpacked(string path) => HasExtension(path, ".gz") ? path[..^3] : path;

    private static bool HasExtension(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}

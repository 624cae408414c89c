using System.Globalization;

namespace StreamGmm;

/// <summary>Files as the blocks of a fit, each read as a whole when it is opened: <c>.npy</c>, CSV, and either with <c>.gz</c>.</summary>
/// <remarks>
/// A block is named by its path below the root, with slashes, so that a machine that has the files elsewhere finds them by the same names; and the blocks are in the ordinal order of those.
/// In patterns <c>*</c> is any number of characters, <c>?</c> is one and <c>**/</c> any number of folders; a backslash makes the next character plain, except on Windows.
/// Where the first file has a header, its features are those of all: the others need columns of the same names, in any order.
/// </remarks>
public sealed class FileBlocks : IBlockSource
{
    private readonly string root;
    private readonly GlobPattern pattern;
    private readonly Lazy<ReadOptions> options;

    /// <summary>The files below a folder that match a pattern.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="pattern">The names below it: "*.npy", "2026-??/**/part-*.csv.gz".</param>
    /// <param name="options">Which columns are read, and as what; null for all numeric ones.</param>
    /// <exception cref="ArgumentException">The pattern leads out of the folder.</exception>
    /// <exception cref="IOException">No file matches, or the folder is not there.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be read.</exception>
    public FileBlocks(string root, string pattern, ReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        (this.root, this.pattern) = (Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)), new GlobPattern(pattern));
        if (!Directory.Exists(this.root))
            throw new DirectoryNotFoundException($"There is no folder '{this.root}' to look for '{pattern}' in. Check the path.");
        Blocks = this.pattern.Find(this.root);
        if (Blocks.Count == 0)
            throw new FileNotFoundException($"No file in '{this.root}' matches '{pattern}'. '*' stands for any characters but a slash, and '**/' for any folders: check the pattern, and the letters' case.");
        this.options = new Lazy<ReadOptions>(() => Decided(options ?? new ReadOptions()), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>The paths of the files below the root, in ordinal order, as they were found at the beginning.</summary>
    public IReadOnlyList<string> Blocks { get; }

    /// <summary>The files that a path with wildcards stands for, as "data/*.npy"; the root is the folder before the first wildcard.</summary>
    /// <inheritdoc cref="FileBlocks(string, string, ReadOptions?)"/>
    public static FileBlocks Glob(string path, ReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var (root, pattern) = GlobPattern.Split(path);
        return pattern.Length > 0
            ? new FileBlocks(root, pattern, options)
            : throw new ArgumentException($"'{path}' is a folder: name the files in it, as '{path}*.npy'.", nameof(path));
    }

    /// <summary>Reads a file. One that matches the pattern may also have come after the others were found.</summary>
    /// <exception cref="InvalidDataException">The file does not hold what was expected; the message names the row and the column.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read, or the name is none of a file below the root that matches.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a directory.</exception>
    public Samples Open(string block, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(block);
        return pattern.Matches(block)
            ? DataFile.Read(Path.Combine(root, block), options.Value, cancellationToken).Samples
            : throw new FileNotFoundException($"'{block}' is not the name of a file that belongs to these blocks: such as '{Blocks[0]}' was expected.");
    }

    /// <summary>The root and what was found: "3 files in /data, from a.npy to c.npy".</summary>
    public override string ToString() => Blocks.Count == 1 ? $"{Blocks[0]} in {root}" : $"{Blocks.Count} files in {root}, from {Blocks[0]} to {Blocks[^1]}";

    /// <summary>The options, with the features of the first file where they do not say which and its columns have names.</summary>
    private ReadOptions Decided(ReadOptions given)
    {
        var first = Path.Combine(root, Blocks[0]);
        if (given.Columns is not null || given.FittedColumns is not null || DataFile.IsNpy(first))
            return given;
        var columns = DataFile.ReadBlocks(first, given, rowsPerBlock: 1).First().Columns;
        var areNumbers = columns.Select((name, i) => name == i.ToString(CultureInfo.InvariantCulture)).All(isNumber => isNumber);
        return areNumbers ? given : given with { Columns = columns };
    }
}

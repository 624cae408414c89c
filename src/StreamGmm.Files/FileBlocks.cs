using System.Globalization;

namespace StreamGmm;

/// <summary>Files as the blocks of a fit, each read as a whole when it is opened: <c>.npy</c>, CSV, and either with <c>.gz</c>. Large <c>.npy</c> files may be several blocks.</summary>
/// <remarks>
/// A block is named by its path below the root, with slashes, and by how it is read: <c>data/a.csv?columns=x,y&amp;weights=w</c>, <c>data/big.npy?rows=0-250000</c>.
/// So a machine that has the files elsewhere opens them by the same names, and needs nothing else: see <see cref="ByName"/>. The blocks are in the ordinal order of the paths, those of a file in the order of its rows.
/// In patterns <c>*</c> is any number of characters, <c>?</c> is one and <c>**/</c> any number of folders; a backslash makes the next character plain, except on Windows.
/// Where the first file has a header, its features are those of all: the others need columns of the same names, in any order.
/// </remarks>
public sealed class FileBlocks : IBlockSource
{
    private readonly string root;
    private readonly GlobPattern? pattern;

    /// <summary>The files below a folder that match a pattern. The first is looked into where its columns may have names, and all <c>.npy</c> files where they may be cut.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="pattern">The names below it: "*.npy", "2026-??/**/part-*.csv.gz".</param>
    /// <param name="options">Which columns are read, and as what; null for all numeric ones.</param>
    /// <param name="rowsPerBlock">The most rows of a block of a <c>.npy</c> file, which is cut where it has more; 0 for whole files. Others are not cut.</param>
    /// <exception cref="ArgumentException">The pattern leads out of the folder.</exception>
    /// <exception cref="InvalidDataException">A file that was looked into does not hold what was expected.</exception>
    /// <exception cref="IOException">No file matches, the folder is not there, or a file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder or a file may not be read.</exception>
    public FileBlocks(string root, string pattern, ReadOptions? options = null, int rowsPerBlock = 0)
        : this(root)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        ArgumentOutOfRangeException.ThrowIfNegative(rowsPerBlock);
        this.pattern = new GlobPattern(pattern);
        if (!Directory.Exists(this.root))
            throw new DirectoryNotFoundException($"There is no folder '{this.root}' to look for '{pattern}' in. Check the path.");
        var files = this.pattern.Find(this.root);
        if (files.Count == 0)
            throw new FileNotFoundException($"No file in '{this.root}' matches '{pattern}'. '*' stands for any characters but a slash, and '**/' for any folders: check the pattern, and the letters' case.");
        var decided = Decided(Place(files[0]), options ?? new ReadOptions());
        Blocks = [.. files.SelectMany(file => Parts(file, rowsPerBlock).Select(rows => new BlockName(file, decided, rows).ToString()))];
    }

    private FileBlocks(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        (this.root, Blocks) = (Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)), []);
    }

    /// <summary>The names of the blocks, in order, as they were found at the beginning.</summary>
    public IReadOnlyList<string> Blocks { get; }

    /// <summary>The files that a path with wildcards stands for, as "data/*.npy"; the root is the folder before the first wildcard.</summary>
    /// <inheritdoc cref="FileBlocks(string, string, ReadOptions?, int)"/>
    public static FileBlocks Glob(string path, ReadOptions? options = null, int rowsPerBlock = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var (root, pattern) = GlobPattern.Split(path);
        return pattern.Length > 0
            ? new FileBlocks(root, pattern, options, rowsPerBlock)
            : throw new ArgumentException($"'{path}' is a folder: name the files in it, as '{path}*.npy'.", nameof(path));
    }

    /// <summary>Opens whatever is below a folder by the names that it was given elsewhere, and nothing outside of it, by links neither; it names no blocks itself. What a worker has.</summary>
    /// <param name="root">The folder that the names are below of.</param>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public static FileBlocks ByName(string root)
    {
        var blocks = new FileBlocks(root);
        return Directory.Exists(blocks.root) ? blocks : throw new DirectoryNotFoundException($"There is no folder '{blocks.root}' to open blocks in. Check the path.");
    }

    /// <summary>Reads a block. One whose file matches the pattern may also have come after the others were found.</summary>
    /// <exception cref="InvalidDataException">The file does not hold what was expected; the message names the row and the column.</exception>
    /// <exception cref="FormatException">The name does not say how to read the file.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read, or the name is none of a file below the root that matches.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a directory.</exception>
    public Samples Open(string block, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(block);
        var name = BlockName.Parse(block);
        if (pattern is null)
            RequireBelow(name.File);
        else if (!pattern.Matches(name.File))
            throw new FileNotFoundException($"'{name.File}' is not the name of a file that belongs to these blocks: such as '{Blocks[0]}' was expected.");
        return DataFile.Read(Place(name.File), name.Options, name.Rows, cancellationToken).Samples;
    }

    /// <summary>The root and what was found: "3 blocks in /data, from a.npy to c.npy".</summary>
    public override string ToString() => Blocks.Count switch
    {
        0 => $"all files in {root}",
        1 => $"{Blocks[0]} in {root}",
        _ => $"{Blocks.Count} blocks in {root}, from {Blocks[0]} to {Blocks[^1]}",
    };

    private string Place(string file) => Path.Combine(root, file);

    /// <summary>A name that came from elsewhere leads nowhere but below the root.</summary>
    private void RequireBelow(string file)
    {
        if (!GlobPattern.IsInside(file))
            throw new FileNotFoundException($"'{file}' is not the name of a file below '{root}': names of files and folders with '/' between them were expected.");
        if (!File.Exists(Place(file)))
            throw new FileNotFoundException($"There is no file '{file}' below '{root}': every worker needs all files, below its own root. Mount them there, or choose another root.");
        if (!RealPath.IsBelow(root, Place(file)))
            throw new FileNotFoundException($"'{file}' is a link that leads out of '{root}': nothing outside is opened. Choose a root that has the file below it.");
    }

    private List<RowRange?> Parts(string file, int rowsPerBlock)
    {
        if (rowsPerBlock == 0 || !DataFile.CanBeCut(file))
            return [null];
        using var stream = DataFile.Open(Place(file));
        var rows = NpyHeader.Read(stream, Path.GetFileName(file)).Rows;
        return rows <= rowsPerBlock ? [null] : [.. RowRange.Parts(rows, rowsPerBlock)];
    }

    /// <summary>The options, with the features of the first file where they do not say which and its columns have names, or where a mixture's are to be found.</summary>
    private static ReadOptions Decided(string first, ReadOptions given)
    {
        if (given.Columns is not null || (given.FittedColumns is null && DataFile.IsNpy(first)))
            return given with { FittedColumns = null };
        var columns = DataFile.ReadBlocks(first, given, rowsPerBlock: 1).First().Columns;
        var areNumbers = columns.Select((name, i) => name == i.ToString(CultureInfo.InvariantCulture)).All(isNumber => isNumber);
        return given with { Columns = areNumbers && given.FittedColumns is null ? null : columns, FittedColumns = null };
    }
}

using StreamGmm.Cli.Arguments;

namespace StreamGmm.Cli.Input;

/// <summary>The files that a fit over blocks reads, here or on workers.</summary>
internal static class BlockFiles
{
    /// <summary>Numbers in a block, 8 MB: many blocks of a large file, and much more time for each than it takes to ask for it.</summary>
    private const int NumbersOfBlock = 1 << 20;

    /// <summary>Finds the files, and looks at the first.</summary>
    /// <param name="wanted">Which.</param>
    /// <param name="options">Which columns are read.</param>
    /// <param name="parameters">The free parameters of the mixture, given the number of features.</param>
    public static FileBlocks Find(WantedBlocks wanted, ReadOptions options, Func<int, int> parameters)
    {
        try
        {
            var whole = Find(wanted, options, 0);
            var dimension = whole.First!.Samples.Dimension;

            // What is known of a block after a pass is to be less than the block.
            return Find(wanted, options, wanted.Rows ?? Math.Max(1, Math.Max(NumbersOfBlock, parameters(dimension)) / dimension));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(e.Message, e);
        }
    }

    private static FileBlocks Find(WantedBlocks wanted, ReadOptions options, int rowsPerBlock)
    {
        if (wanted.Root is { } root)
            return new FileBlocks(root, Pattern(root, Path.IsPathRooted(wanted.Data) ? Below(root, wanted.Data) : wanted.Data), options, rowsPerBlock);
        var pattern = Pattern(".", wanted.Data);
        return IsAbove(pattern) ? FileBlocks.Glob(pattern, options, rowsPerBlock) : new FileBlocks(".", BelowHere(pattern), options, rowsPerBlock);
    }

    /// <summary>What stands for the files; the name of a file for that alone, whatever signs are in it.</summary>
    private static string Pattern(string root, string data) => File.Exists(Path.Combine(root, data)) ? Plain(data) : data;

    private static string Below(string root, string data)
    {
        var start = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) + Path.DirectorySeparatorChar;
        return data.StartsWith(start, StringComparison.Ordinal) ? data[start.Length..]
            : throw new UsageException($"DATA is '{data}' and --root is '{root}': files below that folder were expected. Say --root with a folder above DATA.");
    }

    /// <summary>True for what may not be below the current folder.</summary>
    public static bool IsAbove(string data) => Path.IsPathRooted(data) || Parts(data).Contains("..");

    private static string BelowHere(string data) => string.Join('/', Parts(data).Where(part => part.Length > 0 && part != "."));

    private static string[] Parts(string data) => OperatingSystem.IsWindows() ? data.Split('/', '\\') : data.Split('/');

    private static string Plain(string name) => OperatingSystem.IsWindows() ? name
        : name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("?", "\\?", StringComparison.Ordinal);
}

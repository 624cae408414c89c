using System.IO.Enumeration;

namespace StreamGmm;

/// <summary>Names of files with wildcards: <c>*</c> is any number of characters, <c>?</c> is one, <c>**</c> between slashes is any number of folders, and a backslash makes the next character plain.</summary>
/// <remarks>As in a shell, a wildcard does not stand for a dot at the beginning, and <c>**</c> does not follow links. On Windows a backslash is a slash.</remarks>
internal sealed class GlobPattern
{
    private const string AnyFolders = "**";

    private static readonly bool IgnoresCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

    private readonly string[] segments;

    public GlobPattern(string pattern)
    {
        segments = Slashed(pattern).Split('/');
        if (!IsInside(segments))
            throw new ArgumentException($"The pattern '{pattern}' does not stay in one folder: names of files and folders with '/' between them were expected. Give the folder as the root.", nameof(pattern));
    }

    /// <summary>A path with wildcards as the folder before the first of them, and the pattern within it.</summary>
    public static (string Root, string Pattern) Split(string path)
    {
        var slashed = Slashed(path);
        var wildcard = slashed.AsSpan().IndexOfAny('*', '?', '\\');
        var end = slashed.LastIndexOf('/', wildcard < 0 ? slashed.Length - 1 : wildcard) + 1;
        return (end == 0 ? "." : slashed[..end], slashed[end..]);
    }

    /// <summary>The names of the files below a folder that match, with slashes, in ordinal order.</summary>
    public IReadOnlyList<string> Find(string root)
    {
        var isDeep = segments.Contains(AnyFolders);
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false, MaxRecursionDepth = isDeep ? int.MaxValue : segments.Length - 1 };
        var files = new FileSystemEnumerable<string>(root, (ref entry) => Path.GetRelativePath(root, entry.ToFullPath()), options)
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref entry) => !isDeep || !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        return [.. files.Select(name => Path.DirectorySeparatorChar == '/' ? name : name.Replace(Path.DirectorySeparatorChar, '/')).Where(Matches).Order(StringComparer.Ordinal)];
    }

    /// <summary>True for the name of a file below the root, wherever that is, that the pattern stands for.</summary>
    public bool Matches(string name)
    {
        var parts = name.Split('/');
        return IsInside(parts) && Matches(segments, parts);
    }

    /// <summary>True for a name that leads from a folder to something below it.</summary>
    public static bool IsInside(string name) => IsInside(name.Split('/'));

    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> parts)
    {
        if (pattern.IsEmpty || parts.IsEmpty)
            return pattern.IsEmpty && parts.IsEmpty;
        if (pattern[0] == AnyFolders && pattern.Length > 1)
            return Matches(pattern[1..], parts) || (!parts[0].StartsWith('.') && Matches(pattern, parts[1..]));
        return (!parts[0].StartsWith('.') || pattern[0].StartsWith('.'))
            && FileSystemName.MatchesSimpleExpression(pattern[0], parts[0], IgnoresCase)
            && Matches(pattern[1..], parts[1..]);
    }

    /// <summary>No part leads out of the folder, or nowhere.</summary>
    private static bool IsInside(string[] parts) =>
        parts.All(part => part is not ("" or "." or "..") && !part.Contains(Path.DirectorySeparatorChar) && !part.Contains('\0')) && !Path.IsPathRooted(parts[0]);

    private static string Slashed(string path) => OperatingSystem.IsWindows() ? path.Replace('\\', '/') : path;
}

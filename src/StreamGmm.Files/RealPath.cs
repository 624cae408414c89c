namespace StreamGmm;

/// <summary>Where a path leads when its links are followed.</summary>
internal static class RealPath
{
    /// <summary>A path with more links than this leads in a circle: the limit of Linux.</summary>
    private const int MostLinks = 40;

    /// <summary>The path without links, as far as it is there.</summary>
    /// <exception cref="IOException">Its links lead in a circle.</exception>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        var at = Path.GetPathRoot(full)!;
        var rest = new Stack<string>();
        Push(rest, full[at.Length..]);
        var links = 0;
        while (rest.TryPop(out var part))
        {
            if (part == "..")
            {
                at = Path.GetDirectoryName(at) ?? at;
            }
            else if (new FileInfo(Path.Combine(at, part)).LinkTarget is not { } target)
            {
                at = Path.Combine(at, part);
            }
            else
            {
                if (++links > MostLinks)
                    throw new IOException($"The links of '{path}' lead in a circle.");
                var start = Path.GetPathRoot(target) ?? "";
                at = start.Length > 0 ? start : at;
                Push(rest, target[start.Length..]);
            }
        }

        return at;
    }

    /// <summary>True where the path leads to something below a folder, whatever links there are in either.</summary>
    public static bool IsBelow(string folder, string path)
    {
        var real = Of(folder);
        return Of(path).StartsWith(Path.EndsInDirectorySeparator(real) ? real : real + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    private static void Push(Stack<string> rest, string path)
    {
        foreach (var part in path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            if (part != ".")
                rest.Push(part);
        }
    }
}

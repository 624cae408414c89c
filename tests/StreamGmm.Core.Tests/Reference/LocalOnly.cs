namespace StreamGmm.Core.Tests.Reference;

/// <summary>Data that may not be copied into the project: read where it is, and tests are skipped where it is not.</summary>
internal static class LocalOnly
{
    private static readonly string Data = Path.Combine("shared", "local-only", "data");

    /// <summary>The path of a file of it; skips the test where there is none.</summary>
    public static string Require(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, Data, name);
            if (File.Exists(path))
                return path;
        }

        Skip.If(true, $"{name} is not here: its licence forbids keeping it with the project. It is read from {Data}, in a folder beside or above the repository.");
        return "";
    }
}

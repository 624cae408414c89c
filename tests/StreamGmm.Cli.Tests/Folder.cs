namespace StreamGmm.Cli.Tests;

/// <summary>A directory of a test's own, gone afterwards.</summary>
public sealed class Folder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("streamgmm-").FullName;

    public string this[string name] => Path.Combine(path, name);

    public string[] Names => [.. Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal)];

    /// <summary>The path of one of the reference data sets.</summary>
    public static string Data(string name) => Path.Combine(AppContext.BaseDirectory, "Reference", "data", name);

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}

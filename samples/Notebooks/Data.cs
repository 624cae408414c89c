using StreamGmm;

namespace Notebooks;

/// <summary>The data sets, copied beside the program; two may not be kept with it and are looked for in the folders above.</summary>
internal static class Data
{
    public static Samples Read(string name, ReadOptions? options = null) => DataFile.Read(Path.Combine(AppContext.BaseDirectory, "data", name), options).Samples;

    /// <summary>A file of <c>shared/local-only/data</c> in a folder above; null where there is none.</summary>
    public static Samples? ReadIfThere(string name, ReadOptions? options = null)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "local-only", "data", name);
            if (File.Exists(path))
                return DataFile.Read(path, options).Samples;
        }

        return null;
    }
}

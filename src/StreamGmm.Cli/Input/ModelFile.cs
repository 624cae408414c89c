namespace StreamGmm.Cli.Input;

/// <summary>A mixture in a file.</summary>
internal static class ModelFile
{
    public static SavedMixture Read(string path) => Opened.Read(path, "a mixture as fit --save writes it", () =>
    {
        using var stream = File.OpenRead(path);
        try
        {
            return SavedMixture.Read(stream);
        }
        catch (InvalidDataException e)
        {
            throw new UsageException($"'{path}' holds no mixture. {e.Message}", e);
        }
    });

    /// <summary>Refuses a place that no file can be saved at, before the work is done.</summary>
    public static void RequireWritable(string path) => SavePlace.RequireWritable(path, "--save", "model.json");

    /// <summary>Saves the mixture of a fit.</summary>
    public static void Save(SavedMixture saved, string path) => SavePlace.Save(path, "--save", () => Gmm.Save(saved.Mixture, path, saved.Columns));
}

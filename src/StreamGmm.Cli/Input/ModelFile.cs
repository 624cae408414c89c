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
    public static void RequireWritable(string path)
    {
        if (Directory.Exists(path))
            throw new UsageException($"--save is '{path}', a directory: a file was expected. Add a name, as in {Path.Combine(path, "model.json")}.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new UsageException($"--save is '{path}': there is no directory '{folder}'. Make it first, or name another.");
        try
        {
            AtomicFile.RequireWritable(path);
        }
        catch (IOException e)
        {
            throw new UsageException(Refusal(e, ""), e);
        }
    }

    /// <summary>Saves the mixture of a fit.</summary>
    public static void Save(SavedMixture saved, string path)
    {
        try
        {
            Gmm.Save(saved.Mixture, path, saved.Columns);
        }
        catch (IOException e)
        {
            var old = File.Exists(path) ? " The old file there is as it was." : "";
            throw new IOException(Refusal(e, old), e);
        }
    }

    private static string Refusal(IOException e, string rest) => $"{e.Message.TrimEnd('.')}.{rest} Name another place with --save.";
}

namespace StreamGmm.Cli.Input;

/// <summary>A place that an option names to save at.</summary>
internal static class SavePlace
{
    /// <summary>Refuses a place that no file can be saved at, before the work is done.</summary>
    public static void RequireWritable(string path, string option, string example)
    {
        if (Directory.Exists(path))
            throw new UsageException($"{option} is '{path}', a directory: a file was expected. Add a name, as in {Path.Combine(path, example)}.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new UsageException($"{option} is '{path}': there is no directory '{folder}'. Make it first, or name another.");
        try
        {
            AtomicFile.RequireWritable(path);
        }
        catch (IOException e)
        {
            throw new UsageException(Refusal(e, "", option), e);
        }
    }

    /// <summary>Saves, and says what became of the old file where that fails.</summary>
    public static void Save(string path, string option, Action save)
    {
        try
        {
            save();
        }
        catch (IOException e)
        {
            var old = File.Exists(path) ? " The old file there is as it was." : "";
            throw new IOException(Refusal(e, old, option), e);
        }
    }

    private static string Refusal(IOException e, string rest, string option) => $"{e.Message.TrimEnd('.')}.{rest} Name another place with {option}.";
}

namespace StreamGmm.Cli.Input;

/// <summary>The file that a stream's state is kept in between runs.</summary>
internal sealed class StateFile(string path)
{
    /// <summary>What the user calls it.</summary>
    public string Path => path;

    /// <summary>The state of the runs before; null where there was none.</summary>
    public SavedState? Read() => !File.Exists(path) ? null : Opened.Read(path, "a state as follow --state writes it", () =>
    {
        using var stream = File.OpenRead(path);
        try
        {
            return SavedState.Read(stream);
        }
        catch (InvalidDataException e)
        {
            throw new UsageException($"'{path}' holds no state to go on from. {e.Message}", e);
        }
    });

    /// <summary>Refuses a place that no file can be saved at, before the work is done.</summary>
    public void RequireWritable() => SavePlace.RequireWritable(path, "--state", "state.json");

    /// <summary>Replaces the file as a whole, or leaves it as it was.</summary>
    public void Save(SavedState state) => SavePlace.Save(path, "--state", () => AtomicFile.Write(path, state.Write));
}

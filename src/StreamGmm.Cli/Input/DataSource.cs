namespace StreamGmm.Cli.Input;

/// <summary>Where samples come from: a file, which may be a pipe, or CSV on standard input. It is opened and read once.</summary>
internal sealed class DataSource(string path, Shell shell)
{
    /// <summary>What the user calls it.</summary>
    public string Name => IsPiped ? "standard input" : path;

    private bool IsPiped => path == "-";

    /// <summary>All rows.</summary>
    public NamedSamples Read(ReadOptions options) => Opened.Read(Name, "a file of samples (CSV or .npy)", () => IsPiped
        ? CsvFile.Read(shell.Input, Name, options, shell.Cancelled)
        : DataFile.Read(path, options, shell.Cancelled));
}

namespace StreamGmm.Cli.Input;

/// <summary>Reads a file that a user named, and says in his terms why it cannot be read.</summary>
internal static class Opened
{
    public static T Read<T>(string path, string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' {Reason(path, e)}: {what} was expected. Check the path.", e);
        }
    }

    private static string Reason(string path, Exception e) => e switch
    {
        _ when Directory.Exists(path) => "is a directory",
        FileNotFoundException or DirectoryNotFoundException => "is not there",
        UnauthorizedAccessException => "may not be read",
        _ => $"cannot be read ({e.Message})",
    };
}

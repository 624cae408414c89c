namespace StreamGmm.Cli.Input;

/// <summary>What tells that a file was written to.</summary>
internal readonly record struct FileStamp(long Length, DateTime Written)
{
    public static FileStamp Of(string path)
    {
        using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        return new FileStamp(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
    }
}

namespace StreamGmm;

/// <summary>Replaces a file as a whole: written beside it, flushed to the disk, then renamed over it.</summary>
internal static class AtomicFile
{
    /// <summary>After a failure or a kill at any moment, <paramref name="path"/> is the old file or the new one, never a part.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var target = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}

namespace StreamGmm;

/// <summary>A file that is written to while it is read: at its end there is no end, but a wait for more.</summary>
internal sealed class GrowingFile(string path, CancellationToken cancellationToken) : ForwardStream
{
    /// <summary>How often a file that has come to its end is looked at again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly FileStream file = Open(path);

    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            if (file.Read(buffer) is > 0 and var count)
                return count;
            RequireSameFile();
            if (cancellationToken.WaitHandle.WaitOne(Pause))
                throw new OperationCanceledException(cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }

    private static FileStream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
        if (file.CanSeek)
            return file;
        file.Dispose();
        throw new InvalidDataException($"{Cell.Quote(path)} is a pipe or a device: one is waited for anyhow until it ends, and only a file grows behind its end. Leave --tail out.");
    }

    /// <summary>Positions count the rows of one file: in another they would mean others.</summary>
    private void RequireSameFile()
    {
        // The path is asked first: the file itself can only have grown since.
        var there = LengthThere();
        if (there is null)
            throw Gone("was removed or renamed");
        if (there < file.Position)
            throw Gone($"was cut from {file.Position} to {there} bytes, or another file took its place,");
        if (there > file.Length)
            throw Gone("was replaced by another file");
    }

    /// <summary>The length of what is at the path now, at the end of links; null where there is nothing.</summary>
    private long? LengthThere()
    {
        var there = new FileInfo(path);
        if (there.LinkTarget is not null)
            there = (FileInfo)there.ResolveLinkTarget(returnFinalTarget: true)!;
        return there.Exists ? there.Length : null;
    }

    private IOException Gone(string what) => new(
        $"{Cell.Quote(path)} {what} while it was followed: its rows have no known position any more. Follow a file that is rotated through a pipe: tail -n +1 -F {Path.GetFileName(path)} | streamgmm follow -");
}

namespace StreamGmm;

/// <summary>A file that is written to while it is read: at its end there is no end, but a wait for more.</summary>
internal sealed class GrowingFile(string path, CancellationToken cancellationToken) : ForwardStream
{
    /// <summary>How often a file that has come to its end is looked at again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);

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

    /// <summary>Positions count the rows of one file: in another they would mean others.</summary>
    private void RequireSameFile()
    {
        var there = new FileInfo(path);
        if (!there.Exists)
            throw Gone("was removed or renamed");
        if (there.Length < file.Position)
            throw Gone($"was cut from {file.Position} to {there.Length} bytes, or another file took its place,");
    }

    private IOException Gone(string what) => new(
        $"{Cell.Quote(path)} {what} while it was followed: its rows have no known position any more. Follow a file that is rotated through a pipe: tail -n +1 -F {Path.GetFileName(path)} | streamgmm follow -");
}

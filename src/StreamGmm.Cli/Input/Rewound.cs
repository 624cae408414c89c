namespace StreamGmm.Cli.Input;

/// <summary>A stream whose beginning was looked at already, from that beginning.</summary>
internal sealed class Rewound(ReadOnlyMemory<byte> beginning, Stream rest) : Stream
{
    private const int Look = 4096;

    private ReadOnlyMemory<byte> beginning = beginning;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The stream again, and its first character that is neither blank nor the mark of UTF-8; null where there is none.</summary>
    public static (Stream Stream, char? First) Of(Stream stream)
    {
        var bytes = new byte[Look];
        var (length, read) = (0, 0);
        int first;
        do
        {
            read = stream.Read(bytes, length, bytes.Length - length);
            length += read;
            first = bytes.AsSpan(0, length).IndexOfAnyExcept(" \t\r\n\uFEFF"u8);
        }
        while (first < 0 && read > 0);
        return (new Rewound(bytes.AsMemory(0, length), stream), first < 0 ? null : (char)bytes[first]);
    }

    public override int Read(Span<byte> buffer)
    {
        if (beginning.IsEmpty)
            return rest.Read(buffer);
        var count = Math.Min(buffer.Length, beginning.Length);
        beginning.Span[..count].CopyTo(buffer);
        beginning = beginning[count..];
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            rest.Dispose();
        base.Dispose(disposing);
    }
}

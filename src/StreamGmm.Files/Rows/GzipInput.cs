using System.IO.Compression;

namespace StreamGmm;

/// <summary>A decompressed stream whose faults name the file.</summary>
internal sealed class GzipInput(GZipStream decompressed, string name) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return decompressed.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{Cell.Quote(name)} is no whole gzip file: it is damaged, cut off, or not compressed at all. Copy it again, or take .gz off its name.", e);
        }
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
            decompressed.Dispose();
        base.Dispose(disposing);
    }
}

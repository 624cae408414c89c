using System.Collections.Concurrent;
using System.Text;

namespace StreamGmm.Files.Tests;

/// <summary>A stream that gives what is written to it and then waits, until it is closed.</summary>
internal sealed class Pipe : Stream
{
    private readonly BlockingCollection<byte[]> pieces = [];
    private ReadOnlyMemory<byte> rest;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>A pipe that gives the text in pieces of so many bytes, and ends.</summary>
    public static Pipe Of(ReadOnlySpan<byte> text, int size)
    {
        var pipe = new Pipe();
        for (var at = 0; at < text.Length; at += size)
            pipe.pieces.Add(text.Slice(at, Math.Min(size, text.Length - at)).ToArray());
        pipe.Finish();
        return pipe;
    }

    public void Write(string text) => pieces.Add(Encoding.UTF8.GetBytes(text));

    public void Finish() => pieces.CompleteAdding();

    public override int Read(Span<byte> buffer)
    {
        if (rest.IsEmpty && pieces.TryTake(out var piece, Timeout.Infinite))
            rest = piece;
        var count = Math.Min(buffer.Length, rest.Length);
        rest.Span[..count].CopyTo(buffer);
        rest = rest[count..];
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

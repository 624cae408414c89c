using System.IO.Compression;

namespace StreamGmm;

/// <summary>The decompressed content of a gzip file; one that is damaged or cut off is a fault that names the file.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes a file that is cut off for a whole one, unless a switch of the whole process is set. Hence a mark, compressed,
/// is put behind the file (gzip files may follow each other) and kept back from what is read: it comes out last only if the file is whole.
/// </remarks>
internal sealed class GzipInput : ForwardStream
{
    private static readonly byte[] Mark = [0x9A, 0x1F, 0xE3, 0x44, 0xD7, 0x06, 0xB8, 0x71, 0x2D, 0xC5, 0x5E, 0xF0, 0x83, 0x38, 0xAB, 0x67];
    private static readonly byte[] PackedMark = Pack(Mark);

    private readonly GZipStream decompressed;
    private readonly string name;
    private readonly byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;

    public GzipInput(Stream file, string name)
    {
        decompressed = new GZipStream(new Joined(file, new MemoryStream(PackedMark)), CompressionMode.Decompress);
        this.name = name;
    }

    public override int Read(Span<byte> buffer)
    {
        while (end - start <= Mark.Length)
        {
            if (!Refill())
                return this.buffer.AsSpan(start, end - start).SequenceEqual(Mark) ? 0 : throw Broken(null);
        }

        var count = Math.Min(buffer.Length, end - start - Mark.Length);
        this.buffer.AsSpan(start, count).CopyTo(buffer);
        start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            decompressed.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Moves what is left to the front and reads on behind it.</summary>
    private bool Refill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        try
        {
            var got = decompressed.Read(buffer, end, buffer.Length - end);
            end += got;
            return got > 0;
        }
        catch (InvalidDataException e)
        {
            throw Broken(e);
        }
    }

    private InvalidDataException Broken(InvalidDataException? inner) =>
        new($"{Cell.Quote(name)} is no whole gzip file: it is damaged, cut off, or not compressed at all. Copy it again, or take .gz off its name.", inner);

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>One stream after the other.</summary>
    private sealed class Joined(Stream first, Stream second) : ForwardStream
    {
        public override int Read(Span<byte> buffer) => first.Read(buffer) is var count and > 0 ? count : second.Read(buffer);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                first.Dispose();
                second.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}

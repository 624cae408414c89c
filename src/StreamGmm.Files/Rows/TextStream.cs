namespace StreamGmm;

/// <summary>A stream of text, left open; bytes that are no text but of another format that is read here are a fault that names it.</summary>
internal sealed class TextStream : ForwardStream
{
    private readonly Stream stream;
    private readonly string name;
    private bool begun;

    public TextStream(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        (this.stream, this.name) = (stream, name);
    }

    public override int Read(Span<byte> buffer)
    {
        if (begun || buffer.Length < 2)
            return stream.Read(buffer);
        begun = true;
        var count = stream.ReadAtLeast(buffer, 2, throwOnEndOfStream: false);
        RequireText(buffer[..count]);
        return count;
    }

    private void RequireText(ReadOnlySpan<byte> beginning)
    {
        if (beginning.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            throw NoText("compressed by gzip", "Decompress it first, or read it from a file whose name ends in .gz.");
        if (beginning.StartsWith((ReadOnlySpan<byte>)[0x93, (byte)'N']))
            throw NoText("an array of NumPy", "Read it from a file whose name ends in .npy.");
    }

    private InvalidDataException NoText(string seen, string remedy) => new($"{Cell.Quote(name)} is {seen}: CSV text was expected. {remedy}");
}

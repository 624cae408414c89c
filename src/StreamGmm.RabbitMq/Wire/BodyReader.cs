using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace StreamGmm;

/// <summary>Reads the fields of a body one after another. What cannot be there is an <see cref="InvalidDataException"/>, before memory is taken for it.</summary>
internal ref struct BodyReader(ReadOnlySpan<byte> body)
{
    /// <summary>Refuses bytes that are no UTF-8.</summary>
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> rest = body;

    public byte Byte() => Take(1)[0];

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public ulong ULong() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public double Number() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public bool Flag() => Byte() is var flag && flag <= 1 ? flag == 1 : throw new InvalidDataException($"a flag is {flag}: 0 or 1 was expected.");

    public string Text()
    {
        var bytes = Take(BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort))));
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException("a text is not UTF-8.");
        }
    }

    /// <summary>A number of things of which each needs so many bytes at least.</summary>
    public int Count(int bytesEach)
    {
        var count = Int();
        return count >= 0 && (long)count * bytesEach <= rest.Length
            ? count
            : throw new InvalidDataException($"a list of {count} things is said to follow in {rest.Length} bytes.");
    }

    public double[] Numbers(long count)
    {
        if (count < 0 || count > rest.Length / sizeof(double))
            throw new InvalidDataException($"{count} numbers are said to follow in {rest.Length} bytes.");
        var source = Take((int)count * sizeof(double));
        var values = new double[count];
        if (BitConverter.IsLittleEndian)
        {
            source.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }

        for (var i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(source[(i * sizeof(double))..]);
        return values;
    }

    public double[] List() => Numbers(Count(sizeof(double)));

    /// <summary>Throws where anything is left.</summary>
    public readonly void RequireEnd()
    {
        if (!rest.IsEmpty)
            throw new InvalidDataException($"{rest.Length} bytes too many.");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > rest.Length)
            throw new InvalidDataException($"{length} bytes were expected where {rest.Length} are left.");
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace StreamGmm;

/// <summary>Writes the fields of a body one after another.</summary>
internal sealed class BodyWriter
{
    private readonly ArrayBufferWriter<byte> bytes = new();

    public ReadOnlySpan<byte> Written => bytes.WrittenSpan;

    public void Byte(byte value) => Take(1)[0] = value;

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), value);

    public void Long(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), value);

    public void ULong(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(sizeof(ulong)), value);

    public void Number(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(sizeof(double)), value);

    /// <summary>Its length in bytes, then UTF-8.</summary>
    /// <exception cref="ArgumentException">It is longer than 65535 bytes.</exception>
    public void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        if (length > ushort.MaxValue)
            throw new ArgumentException($"A name or message of {length} bytes: at most {ushort.MaxValue} can be sent.", nameof(text));
        BinaryPrimitives.WriteUInt16LittleEndian(Take(sizeof(ushort)), (ushort)length);
        Encoding.UTF8.GetBytes(text, Take(length));
    }

    /// <summary>The numbers alone: the reader knows how many.</summary>
    public void Numbers(ReadOnlySpan<double> values)
    {
        var target = Take(checked(values.Length * sizeof(double)));
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(target);
            return;
        }

        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(target[(i * sizeof(double))..], values[i]);
    }

    /// <summary>How many, then the numbers.</summary>
    public void List(ReadOnlySpan<double> values)
    {
        Int(values.Length);
        Numbers(values);
    }

    private Span<byte> Take(int length)
    {
        var span = bytes.GetSpan(length)[..length];
        bytes.Advance(length);
        return span;
    }
}

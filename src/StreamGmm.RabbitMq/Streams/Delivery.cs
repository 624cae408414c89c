using System.Buffers;

namespace StreamGmm;

/// <summary>A message of a stream as it came: its bytes are in rented memory until it is given back.</summary>
internal readonly record struct Delivery(long Offset, ulong Tag, DateTimeOffset? Time, byte[] Buffer, int Length)
{
    public ReadOnlyMemory<byte> Body => Buffer.AsMemory(0, Length);

    public static Delivery Copy(long offset, ulong tag, DateTimeOffset? time, ReadOnlyMemory<byte> body)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(body.Length);
        body.CopyTo(buffer);
        return new Delivery(offset, tag, time, buffer, body.Length);
    }

    public void Return() => ArrayPool<byte>.Shared.Return(Buffer);
}

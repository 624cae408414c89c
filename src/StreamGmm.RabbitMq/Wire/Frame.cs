using System.Buffers.Binary;
using System.Numerics;

namespace StreamGmm;

/// <summary>What every message of the cluster looks like on the wire: a head, a body and a checksum, little endian throughout.</summary>
/// <remarks>
/// <code>
/// offset  bytes  field
///      0      4  magic: "SGMM"
///      4      2  protocol version, 2
///      6      1  kind: see MessageKind
///      7      1  reserved, 0
///      8      4  length of the body, at most that of the kind
///     12     16  coordinator: a number that each draws for itself
///     28      8  pass: counts the passes of a coordinator, from 1; 0 in messages that belong to none
///     36      n  body
/// 36 + n      4  CRC-32C of all before it
/// </code>
/// The first six bytes are the same in every version. A text is its length in bytes (2) and UTF-8; a list is its length (4) and its items; numbers are IEEE 754 doubles, bit for bit.
/// <code>
/// call        reply: text
/// hello       queue, name, kernel path: text; kernel fingerprint: 8; whether it works: 1; blocks kept: list of text
/// bye         queue: text
/// refuse      reason: text
/// mixture     origin: list of D numbers; shape, with its rank: text; K: 4; weights: K; means: K D; covariances: full K D D, tied D D, diagonal K D, spherical K, low rank K D r directions, K r variances, K noise
/// task        reply: text; what to do: 1 (0 summarize, 1 draw, 2 expect); then
///             summarize   block: text; K: 4
///             draw        summary (below); seed: 4; first row: 8; limits: list of numbers
///             expect      a run of neighbours: list of summaries, a power of two and at most 1024
/// answer      queue: text; what was done: 1; seconds: number; then
///             summarize   summary
///             draw        block: text; D: 4; indexes: list of 4; which follow: 1 (bit 0 weights, bit 1 labels); n D values; n weights; n labels of 4
///             expect      first block: text; blocks: 4; rows of all: 8; the sum of their statistics: list of numbers, as SufficientStatistics.CopyTo writes them
/// failed      queue, block: text; whether the data do not suit the fit: 1; message: text
/// end         nothing; of pass 0, the coordinator goes
///
/// summary     block: text; rows: 4; first values: list of D numbers; weighted rows: list of K + 1 numbers; fingerprint: 8
/// </code>
/// </remarks>
internal static class Frame
{
    /// <summary>Of this version of the protocol.</summary>
    public const ushort Version = 2;

    public const int HeadLength = 36;

    public const int ChecksumLength = 4;

    /// <summary>What a broker takes at most, unless it is told otherwise: 128 MiB.</summary>
    public const int LargestMessage = 128 << 20;

    private const uint Magic = 0x4D4D4753;

    /// <summary>The longest body of a kind; 0 where there is no such kind.</summary>
    public static int LongestBody(MessageKind kind) => kind switch
    {
        MessageKind.End => 0,
        MessageKind.Call or MessageKind.Bye => 1 << 10,
        MessageKind.Refuse => 1 << 14,

        // Room for any name of a block.
        MessageKind.Failed => 1 << 17,
        MessageKind.Hello or MessageKind.Task => 1 << 20,
        MessageKind.Mixture or MessageKind.Answer => LargestMessage - HeadLength - ChecksumLength,
        _ => -1,
    };

    /// <summary>A frame around a body.</summary>
    /// <exception cref="ArgumentException">The body is longer than its kind may be.</exception>
    public static byte[] Write(MessageKind kind, Guid coordinator, long pass, ReadOnlySpan<byte> body)
    {
        if (body.Length > LongestBody(kind))
            throw new ArgumentException($"A message of kind {kind} would have {body.Length} bytes, at most {LongestBody(kind)} can be sent: cut the data into more blocks, or take fewer components or a simpler shape.", nameof(body));
        var frame = new byte[HeadLength + body.Length + ChecksumLength];
        var span = frame.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(span, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(span[4..], Version);
        span[6] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(span[8..], body.Length);
        coordinator.TryWriteBytes(span[12..]);
        BinaryPrimitives.WriteInt64LittleEndian(span[28..], pass);
        body.CopyTo(span[HeadLength..]);
        BinaryPrimitives.WriteUInt32LittleEndian(span[^ChecksumLength..], Checksum(span[..^ChecksumLength]));
        return frame;
    }

    /// <summary>What is wrong with the frame; null where nothing is, and its parts are given.</summary>
    public static Refusal? Read(ReadOnlySpan<byte> frame, out MessageKind kind, out Guid coordinator, out long pass, out ReadOnlySpan<byte> body)
    {
        (kind, coordinator, pass) = (default, default, 0);
        body = default;
        if (frame.Length < 6 || BinaryPrimitives.ReadUInt32LittleEndian(frame) != Magic)
            return new Refusal(RefusalReason.Malformed, $"{frame.Length} bytes that are no message of a cluster.");
        if (BinaryPrimitives.ReadUInt16LittleEndian(frame[4..]) is var version && version != Version)
            return new Refusal(RefusalReason.ForeignVersion, $"A message of protocol version {version}, this is version {Version}: run the same version of StreamGmm on all machines.");
        if (frame.Length < HeadLength + ChecksumLength)
            return new Refusal(RefusalReason.Malformed, $"A message of {frame.Length} bytes: one has {HeadLength + ChecksumLength} at least.");
        kind = (MessageKind)frame[6];
        var longest = LongestBody(kind);
        if (longest < 0 || frame[7] != 0)
            return new Refusal(RefusalReason.Malformed, $"A message of kind {frame[6]}, {frame[7]}: there is none.");
        if (frame.Length - HeadLength - ChecksumLength > longest)
            return new Refusal(RefusalReason.Oversized, $"A message of kind {kind} with a body of {frame.Length - HeadLength - ChecksumLength} bytes: at most {longest} are taken.");
        if (BinaryPrimitives.ReadInt32LittleEndian(frame[8..]) is var length && length != frame.Length - HeadLength - ChecksumLength)
            return new Refusal(RefusalReason.Malformed, $"A message of kind {kind} that says its body has {length} bytes; it has {frame.Length - HeadLength - ChecksumLength}.");
        if (BinaryPrimitives.ReadUInt32LittleEndian(frame[^ChecksumLength..]) != Checksum(frame[..^ChecksumLength]))
            return new Refusal(RefusalReason.Malformed, $"A message of kind {kind} whose checksum does not fit: it was changed on the way.");
        (coordinator, pass) = (new Guid(frame.Slice(12, 16)), BinaryPrimitives.ReadInt64LittleEndian(frame[28..]));
        body = frame[HeadLength..^ChecksumLength];
        return pass >= 0 ? null : new Refusal(RefusalReason.Malformed, $"A message of pass {pass}: passes count from 1.");
    }

    /// <summary>CRC-32C (Castagnoli): no error of up to three bits, and no burst of up to 32, goes unseen.</summary>
    internal static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}

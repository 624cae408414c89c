using System.Buffers.Binary;
using System.Security.Cryptography;

namespace StreamGmm;

/// <summary>The head of a record: which call it answers, and how long the answer is.</summary>
/// <param name="Call">What was asked.</param>
/// <param name="Number">Which call of the fit it was, from 0.</param>
/// <param name="Length">The bytes of the answer.</param>
/// <param name="Digest">SHA-256 of all that was asked.</param>
internal sealed record JournalRecord(JournalCall Call, int Number, long Length, byte[] Digest)
{
    public const int HeadLength = CheckedLength + ChecksumLength;

    public const int ChecksumLength = 16;

    private const int CheckedLength = 16 + SHA256.HashSizeInBytes;

    /// <summary>Where the answer begins in the file.</summary>
    public long Start { get; init; }

    /// <summary>Head, answer and checksum of the answer.</summary>
    public byte[] Around(ReadOnlySpan<byte> answer)
    {
        var record = new byte[HeadLength + answer.Length + ChecksumLength];
        var span = record.AsSpan();
        span[0] = (byte)Call;
        BinaryPrimitives.WriteInt32LittleEndian(span[4..], Number);
        BinaryPrimitives.WriteInt64LittleEndian(span[8..], Length);
        Digest.CopyTo(span[16..]);
        Checksum(span[..CheckedLength]).CopyTo(span[CheckedLength..]);
        answer.CopyTo(span[HeadLength..]);
        Checksum(answer).CopyTo(span[^ChecksumLength..]);
        return record;
    }

    /// <summary>What a head says; null where its checksum does not fit.</summary>
    public static JournalRecord? Read(ReadOnlySpan<byte> head) => !Checksum(head[..CheckedLength]).SequenceEqual(head[CheckedLength..HeadLength])
        ? null
        : new JournalRecord((JournalCall)head[0], BinaryPrimitives.ReadInt32LittleEndian(head[4..]), BinaryPrimitives.ReadInt64LittleEndian(head[8..]), head[16..CheckedLength].ToArray());

    /// <summary>An answer with its checksum is whole.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> answer) => Checksum(answer[..^ChecksumLength]).SequenceEqual(answer[^ChecksumLength..]);

    /// <summary>Half of SHA-256.</summary>
    private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> bytes) => SHA256.HashData(bytes).AsSpan(0, ChecksumLength);
}

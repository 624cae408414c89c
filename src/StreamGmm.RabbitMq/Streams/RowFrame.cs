using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace StreamGmm;

/// <summary>Rows in the body of a message, little endian throughout.</summary>
/// <remarks>
/// <code>
/// offset      bytes  field
///      0          4  magic: "SGMR"
///      4          2  version, 1
///      6          1  which parts follow: bit 0 weights, bit 1 labels, bit 2 the time is told
///      7          1  reserved, 0
///      8          4  n, the rows, 1 or more
///     12          4  D, the features of a row, 1 or more
///     16          8  when the last row was taken, in 100 ns since the year 1, UTC; 0 where it is not told
///     24      n D 8  rows, one after another
///              n 8  weights
///              n 4  labels
///                4  CRC-32C of all before it
/// </code>
/// A frame has 16 MiB at most.
/// </remarks>
internal static class RowFrame
{
    /// <summary>Long enough for any batch, short enough that many wait in memory.</summary>
    public const int Longest = 16 << 20;

    private const ushort Version = 1;

    private const int HeadLength = 24;

    private const int ChecksumLength = 4;

    private const int HasWeights = 1;

    private const int HasLabels = 2;

    private const int HasTime = 4;

    private static ReadOnlySpan<byte> Magic => "SGMR"u8;

    /// <summary>True where the bytes say that they are such a frame, whole or not.</summary>
    public static bool IsOne(ReadOnlySpan<byte> body) => body.StartsWith(Magic);

    /// <summary>The most rows that a frame holds.</summary>
    public static int MostRows(int dimension, bool areWeighted, bool areLabelled) =>
        (int)((Longest - HeadLength - ChecksumLength) / RowLength(dimension, areWeighted, areLabelled));

    /// <summary>The frame of some rows.</summary>
    /// <exception cref="ArgumentException">There are none, or more than a frame holds.</exception>
    public static byte[] Write(Samples samples, DateTimeOffset? time)
    {
        var (count, dimension) = (samples.Count, samples.Dimension);
        var (areWeighted, areLabelled) = (samples.Weights is not null, samples.Labels is not null);
        if (count < 1 || count > MostRows(dimension, areWeighted, areLabelled))
            throw new ArgumentException($"{count} rows of {dimension} features: a message holds 1 to {MostRows(dimension, areWeighted, areLabelled)} of them. Cut them into more messages.", nameof(samples));
        var to = new BodyWriter();
        foreach (var b in Magic)
            to.Byte(b);
        to.Byte((byte)Version);
        to.Byte(0);
        to.Byte((byte)((areWeighted ? HasWeights : 0) | (areLabelled ? HasLabels : 0) | (time is null ? 0 : HasTime)));
        to.Byte(0);
        to.Int(count);
        to.Int(dimension);
        to.Long(time?.UtcTicks ?? 0);
        var row = new double[dimension];
        for (var i = 0; i < count; i++)
        {
            samples.CopyRow(i, row);
            to.Numbers(row);
        }

        to.Numbers(samples.Weights.GetValueOrDefault().Span);
        foreach (var label in samples.Labels.GetValueOrDefault().Span)
            to.Int(label);
        to.Int((int)Frame.Checksum(to.Written));
        return to.Written.ToArray();
    }

    /// <summary>Reads the rows of a frame.</summary>
    /// <exception cref="InvalidDataException">It is not as it was written, of another version or of another dimension.</exception>
    public static void Read(ReadOnlySpan<byte> frame, MessageRows rows)
    {
        if (frame.Length < HeadLength + ChecksumLength)
            throw new InvalidDataException($"{frame.Length} bytes of a frame of rows, which has {HeadLength + ChecksumLength} at least: it was cut off.");
        if (frame.Length > Longest)
            throw new InvalidDataException($"a frame of rows of {frame.Length} bytes: at most {Longest} are taken.");
        if (BinaryPrimitives.ReadUInt16LittleEndian(frame[4..]) is var version && version != Version)
            throw new InvalidDataException($"a frame of rows of version {version}, this is version {Version}: run the same version of StreamGmm at both ends.");
        var parts = frame[6];
        var (count, dimension) = (BinaryPrimitives.ReadInt32LittleEndian(frame[8..]), BinaryPrimitives.ReadInt32LittleEndian(frame[12..]));
        if (parts > (HasWeights | HasLabels | HasTime) || frame[7] != 0 || count < 1 || dimension < 1
            || frame.Length - HeadLength - ChecksumLength != (Int128)count * RowLength(dimension, (parts & HasWeights) != 0, (parts & HasLabels) != 0))
        {
            throw new InvalidDataException($"a frame of rows that says it holds {count} rows of {dimension} features, parts {parts}, in {frame.Length} bytes: it was cut off or changed on the way.");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(frame[^ChecksumLength..]) != Frame.Checksum(frame[..^ChecksumLength]))
            throw new InvalidDataException("a frame of rows whose checksum does not fit: it was changed on the way.");
        if (dimension != rows.Dimension)
            throw rows.WrongDimension(dimension);
        if ((parts & HasTime) != 0)
            rows.Time = new DateTimeOffset(Ticks(frame[16..]), TimeSpan.Zero);
        var rest = Numbers(frame[HeadLength..], rows.Add(count));
        if ((parts & HasWeights) != 0)
            rest = Numbers(rest, rows.AddWeights(count));
        if ((parts & HasLabels) == 0)
            return;
        foreach (ref var label in rows.AddLabels(count))
        {
            label = BinaryPrimitives.ReadInt32LittleEndian(rest);
            rest = rest[sizeof(int)..];
        }
    }

    private static long RowLength(int dimension, bool areWeighted, bool areLabelled) =>
        (sizeof(double) * (long)dimension) + (areWeighted ? sizeof(double) : 0) + (areLabelled ? sizeof(int) : 0);

    private static long Ticks(ReadOnlySpan<byte> from) => BinaryPrimitives.ReadInt64LittleEndian(from) is var ticks && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks
        ? ticks
        : throw new InvalidDataException($"a frame of rows of the time {ticks}: there is none.");

    private static ReadOnlySpan<byte> Numbers(ReadOnlySpan<byte> from, Span<double> to)
    {
        if (BitConverter.IsLittleEndian)
        {
            from[..(to.Length * sizeof(double))].CopyTo(MemoryMarshal.AsBytes(to));
        }
        else
        {
            for (var i = 0; i < to.Length; i++)
                to[i] = BinaryPrimitives.ReadDoubleLittleEndian(from[(i * sizeof(double))..]);
        }

        return from[(to.Length * sizeof(double))..];
    }
}

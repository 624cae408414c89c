using System.Diagnostics;
using System.Security.Cryptography;

namespace StreamGmm;

/// <summary>Calls and their answers as bytes, numbers bit for bit.</summary>
/// <remarks>
/// <code>
/// summarize   for each block its summary
/// draw        for each block: rows: 4; which follow: 1 (bit 0 weights, bit 1 labels); indexes: rows × 4; values: rows × D; weights: rows; labels: rows × 4
/// expect      the numbers of the statistics, as SufficientStatistics.CopyTo writes them
///
/// summary     block: text; rows: 4; D: 4; first values: D; K + 1: 4; weighted rows: K + 1; fingerprint: 8
/// </code>
/// Numbers are IEEE 754 doubles, little endian; a text is as <see cref="BinaryWriter"/> writes it.
/// </remarks>
internal static class JournalBody
{
    private const byte HasWeights = 1;

    private const byte HasLabels = 2;

    /// <summary>The bytes that are written.</summary>
    public static byte[] Bytes(Action<BinaryWriter> write)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        write(writer);
        return bytes.ToArray();
    }

    /// <summary>SHA-256 of what is written.</summary>
    public static byte[] Digest(Action<BinaryWriter> write)
    {
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        using (var writer = new BinaryWriter(new BufferedStream(stream)))
            write(writer);
        return hash.Hash!;
    }

    public static void Write(BinaryWriter to, BlockSummary summary)
    {
        to.Write(summary.Block);
        to.Write(summary.Count);
        WriteList(to, summary.FirstValues);
        WriteList(to, summary.WeightedRows);
        to.Write(summary.Fingerprint);
    }

    public static BlockSummary ReadSummary(BinaryReader from) =>
        new(from.ReadString(), from.ReadInt32(), ReadVector(from, from.ReadInt32()), ReadVector(from, from.ReadInt32()), from.ReadUInt64());

    public static void Write(BinaryWriter to, RowDraw draw)
    {
        to.Write(draw.Seed);
        to.Write(draw.FirstRow);
        WriteList(to, draw.Limits);
    }

    public static void Write(BinaryWriter to, DrawnRows rows)
    {
        var samples = rows.Samples;
        to.Write(samples.Count);
        to.Write((byte)((samples.Weights is null ? 0 : HasWeights) | (samples.Labels is null ? 0 : HasLabels)));
        WriteAll(to, rows.Indexes.Span);
        var row = new double[samples.Dimension];
        for (var i = 0; i < samples.Count; i++)
        {
            samples.CopyRow(i, row);
            WriteAll(to, row);
        }

        WriteAll(to, samples.Weights.GetValueOrDefault().Span);
        WriteAll(to, samples.Labels.GetValueOrDefault().Span);
    }

    public static DrawnRows ReadRows(BinaryReader from, int dimension)
    {
        var (count, parts) = (from.ReadInt32(), from.ReadByte());
        var indexes = ReadIntegers(from, count);
        var samples = Samples.From(ReadNumbers(from, checked(count * dimension)), dimension, MissingValues.Marginalize);
        if ((parts & HasWeights) != 0)
            samples = samples.WithWeights(ReadNumbers(from, count));
        if ((parts & HasLabels) != 0)
            samples = samples.WithLabels(ReadIntegers(from, count));
        return new DrawnRows(samples, indexes);
    }

    public static void Write(BinaryWriter to, SufficientStatistics statistics) => WriteAll(to, statistics.Values);

    /// <summary>Statistics as they were: also those that have left the range of numbers.</summary>
    public static SufficientStatistics ReadStatistics(BinaryReader from, GaussianMixture mixture, RealVector origin)
    {
        var layout = new StatisticsLayout(mixture.Shape, mixture.Components, mixture.Dimension);
        return new SufficientStatistics(layout, origin, ReadNumbers(from, layout.Length));
    }

    public static void Write(BinaryWriter to, GaussianMixture mixture)
    {
        to.Write(mixture.Shape.ToString());
        WriteList(to, mixture.Weights);
        WriteList(to, mixture.Means.AsSpan());
        switch (mixture.Covariances)
        {
            case Covariances.Full full:
                var packed = new double[PackedTriangle.Length(mixture.Dimension)];
                for (var k = 0; k < mixture.Components; k++)
                {
                    full.CopyPacked(k, packed);
                    WriteAll(to, packed);
                }

                break;
            case Covariances.Tied tied:
                WriteAll(to, tied.Matrix.AsSpan());
                break;
            case Covariances.Diagonal diagonal:
                WriteAll(to, diagonal.Variances.AsSpan());
                break;
            case Covariances.Spherical spherical:
                WriteAll(to, spherical.Variances);
                break;
            case Covariances.LowRank lowRank:
                foreach (var directions in lowRank.Directions)
                    WriteAll(to, directions.AsSpan());
                WriteAll(to, lowRank.Variances.AsSpan());
                WriteAll(to, lowRank.Noise);
                break;
            default:
                throw new UnreachableException();
        }
    }

    public static void WriteList(BinaryWriter to, ReadOnlySpan<double> values)
    {
        to.Write(values.Length);
        WriteAll(to, values);
    }

    private static void WriteAll(BinaryWriter to, ReadOnlySpan<double> values)
    {
        foreach (var value in values)
            to.Write(value);
    }

    private static void WriteAll(BinaryWriter to, ReadOnlySpan<int> values)
    {
        foreach (var value in values)
            to.Write(value);
    }

    private static RealVector ReadVector(BinaryReader from, int count) => RealVector.Create(ReadNumbers(from, count));

    private static double[] ReadNumbers(BinaryReader from, int count)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = from.ReadDouble();
        return values;
    }

    private static int[] ReadIntegers(BinaryReader from, int count)
    {
        var values = new int[count];
        for (var i = 0; i < count; i++)
            values[i] = from.ReadInt32();
        return values;
    }
}

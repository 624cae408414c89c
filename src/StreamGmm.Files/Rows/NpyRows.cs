using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace StreamGmm;

/// <summary>The rows of a <c>.npy</c> array, read in chunks straight into place where all columns are features of float64.</summary>
internal sealed class NpyRows : RowSource
{
    /// <summary>Values in a chunk: 512 KiB as float64, which is still in cache when it is checked.</summary>
    private const int ChunkValues = 1 << 16;

    private readonly Stream stream;
    private readonly string source;
    private readonly NpyHeader header;
    private readonly int chunkRows;
    private readonly bool allAreFeatures;
    private readonly long end;
    private long row;

    /// <summary>All rows, or some of them where the stream can seek.</summary>
    public NpyRows(Stream stream, string name, ReadOptions? options, RowRange? range = null)
        : base(name)
    {
        this.stream = stream;
        source = Cell.Quote(name);
        header = NpyHeader.Read(stream, name);
        if (stream.CanSeek && stream.Length - stream.Position < header.Length)
            throw CutOff(stream.Length - stream.Position);

        var names = Enumerable.Range(0, header.Columns).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToArray();
        Roles = new ColumnRoles(names, hasHeader: false, _ => true, options, name);
        chunkRows = Math.Max(1, ChunkValues / header.Columns);
        allAreFeatures = Roles.Features.SequenceEqual(Enumerable.Range(0, header.Columns));
        (row, end) = range is { } part ? (part.Start, part.End) : (0, header.Rows);
        if (end > header.Rows)
            throw new InvalidDataException($"{source} has {header.Rows} rows: {end} at least were expected, as rows {row + 1} to {end} are a block. Keep the file as it was when the blocks were made.");
        if (row > 0)
            stream.Position += row * header.Columns * header.ElementSize;
    }

    public override ColumnRoles Roles { get; }

    /// <summary>The number of rows that are left; where the length of the input is not known the header is not trusted with so much memory.</summary>
    protected override long ExpectedRows => stream.CanSeek ? end - row : Math.Min(end - row, chunkRows);

    public override void Dispose()
    {
    }

    protected override bool Fill(RowBuffer rows, CancellationToken cancellationToken)
    {
        var values = allAreFeatures ? [] : new double[chunkRows * header.Columns];
        var singles = header.ElementSize == sizeof(float) ? new float[chunkRows * header.Columns] : [];
        while (row < end && rows.Room > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = (int)Math.Min(Math.Min(chunkRows, rows.Room), end - row);
            var at = rows.Append(count);
            try
            {
                ReadRows(rows, at, count, values, singles);
            }
            catch
            {
                rows.Remove(count);
                throw;
            }

            row += count;
            Take(count);
        }

        if (row == header.Rows && stream.ReadByte() >= 0)
            throw new InvalidDataException($"{source} goes on after the {header.Length} bytes of data that its header tells of: one array was expected. Save one array to a file.");
        return row < end;
    }

    private void ReadRows(RowBuffer rows, int at, int count, double[] values, float[] singles)
    {
        if (allAreFeatures)
        {
            ReadValues(rows.Features(at, count), singles);
        }
        else
        {
            ReadValues(values.AsSpan(0, count * header.Columns), singles);
            Distribute(values, rows, at, count);
        }

        CheckFeatures(rows.Features(at, count));
    }

    private void ReadValues(Span<double> values, float[] singles)
    {
        if (header.ElementSize == sizeof(double))
        {
            ReadBytes(MemoryMarshal.AsBytes(values));
            return;
        }

        var read = singles.AsSpan(0, values.Length);
        ReadBytes(MemoryMarshal.AsBytes(read));
        TensorPrimitives.ConvertTruncating<float, double>(read, values);
    }

    private void ReadBytes(Span<byte> bytes)
    {
        var got = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (got < bytes.Length)
            throw CutOff((row * header.Columns * header.ElementSize) + got);
    }

    private InvalidDataException CutOff(long bytes) =>
        new($"{source} ends after {bytes} of {header.Length} bytes of data: it is cut off. Copy it or save it again.");

    /// <summary>Picks features, weights and labels out of whole rows.</summary>
    private void Distribute(double[] values, RowBuffer rows, int at, int count)
    {
        var features = rows.Features(at, count);
        for (var i = 0; i < count; i++)
        {
            var cells = values.AsSpan(i * header.Columns, header.Columns);
            for (var j = 0; j < Roles.Features.Length; j++)
                features[(i * Roles.Features.Length) + j] = cells[Roles.Features[j]];
            if (Roles.Weights is { } w)
                rows.Weights(at, count)[i] = Cell.IsWeight(cells[w]) ? cells[w] : throw Cell.BadWeight(Place(row + i + 1), Roles.Name(w), Cell.Text(cells[w]));
            if (Roles.Labels is { } l)
                rows.Labels(at, count)[i] = Cell.IsLabel(cells[l]) ? (int)cells[l] : throw Cell.BadLabel(Place(row + i + 1), Roles.Name(l), Cell.Text(cells[l]));
        }
    }

    private void CheckFeatures(ReadOnlySpan<double> features)
    {
        if (Cell.IsFeature(TensorPrimitives.MaxMagnitude(features)))
            return;
        for (var i = 0; i < features.Length; i++)
        {
            if (!Cell.IsFeature(features[i]) && !(Roles.MayMiss && double.IsNaN(features[i])))
                throw Cell.BadFeature(Place(row + (i / Roles.Features.Length) + 1), Roles.FeatureNames[i % Roles.Features.Length], Cell.Text(features[i]), features[i]);
        }
    }
}

using CsvHelper;

namespace StreamGmm;

/// <summary>The records of CSV text, or of lines of it that come one lot after another: CsvHelper holds back the end of a text that may go on.</summary>
internal sealed class CsvRecords(CsvReader start, Func<ReadOnlyMemory<byte>?>? more = null) : IDisposable
{
    private static readonly CsvReaderOptions Format = new()
    {
        // Found out from the text, the separator would depend on how much of a live stream has arrived, and 1,5;2,5 would be read.
        Separator = ',',
        HasHeader = false,
        TrimWhitespace = true,
        // An empty line is told from a row here: in a file of one column it may be an empty cell.
        SkipEmptyLines = false,
        // Otherwise a quote that is never closed would silently take in all rows after it.
        MalformedData = CsvMalformedDataHandling.Throw,
        // And read them all into memory before that is known.
        MaxRecordSize = 1 << 26,
        // Four times the default, for fewer calls; larger is no faster.
        BufferSize = 1 << 18,
    };

    private bool ahead;

    /// <summary>The current record.</summary>
    public CsvReader Current { get; private set; } = start;

    /// <summary>The records come as they are written.</summary>
    public bool AreLive => more is not null;

    public static CsvRecords Of(Stream stream, string name) => new(CsvReader.Create(new TextStream(stream, name), Format, true));

    public static CsvRecords Of(TextReader text) => new(CsvReader.Create(text, Format, true));

    /// <summary>The records of these lines, and of those that <paramref name="more"/> gives, which waits for them.</summary>
    public static CsvRecords Of(ReadOnlyMemory<byte> lines, Func<ReadOnlyMemory<byte>?> more) => new(CsvReader.Create(lines, Format), more);

    /// <summary>Moves to the next record, waiting for it; false at the end.</summary>
    /// <exception cref="CsvFormatException">A quote is out of place.</exception>
    public bool MoveNext()
    {
        for (var there = ahead || Current.Read(); !there; there = Current.Read())
        {
            if (more?.Invoke() is not { } lines)
                return false;
            Current.Dispose();
            Current = CsvReader.Create(lines, Format);
        }

        ahead = false;
        return true;
    }

    /// <summary>True when the next record is there without waiting; the current one is gone then.</summary>
    /// <exception cref="CsvFormatException">A quote is out of place.</exception>
    public bool LookAhead() => ahead = Current.Read();

    public void Dispose() => Current.Dispose();
}

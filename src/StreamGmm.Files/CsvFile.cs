using CsvHelper;

namespace StreamGmm;

/// <summary>Reads samples from CSV, and writes rows of numbers as CSV.</summary>
/// <remarks>
/// Cells are separated by commas and may be quoted; the text is UTF-8 unless a byte order mark says otherwise; numbers are invariant-culture.
/// The first line is a header when none of its cells is a number; one that has a number, and text over numbers, is refused. A column is numeric if its first data cell is a number; the others are skipped.
/// From there on every cell of a feature must be a finite number below 1e150 in magnitude. Weights are finite numbers of 0 or more;
/// labels whole numbers from −1, and an empty label is −1. Rows are counted from 1, without the header. Empty lines may stand before the first line and after the last one only.
/// A stream or reader is left open.
/// </remarks>
public static class CsvFile
{
    /// <summary>All rows of a CSV stream; <paramref name="name"/> is what messages call it.</summary>
    /// <exception cref="InvalidDataException">The input does not hold what was expected; the message names the row and the column.</exception>
    public static NamedSamples Read(Stream stream, string name, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var rows = new CsvRows(stream, name, options);
        return rows.ReadAll(cancellationToken);
    }

    /// <summary>All rows of CSV text; <paramref name="name"/> is what messages call it.</summary>
    /// <exception cref="InvalidDataException">The input does not hold what was expected; the message names the row and the column.</exception>
    public static NamedSamples Read(TextReader reader, string name, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var rows = new CsvRows(reader, name, options);
        return rows.ReadAll(cancellationToken);
    }

    /// <summary>The rows of a CSV stream in blocks of <paramref name="rowsPerBlock"/>, the last one perhaps smaller; memory is bounded by one block.</summary>
    /// <exception cref="InvalidDataException">Met while enumerating: the input does not hold what was expected.</exception>
    public static IEnumerable<NamedSamples> ReadBlocks(
        Stream stream, string name, ReadOptions? options = null, int rowsPerBlock = 65_536, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsPerBlock, 1);
        return Enumerate();

        IEnumerable<NamedSamples> Enumerate()
        {
            using var rows = new CsvRows(stream, name, options);
            foreach (var block in rows.ReadBlocks(rowsPerBlock, cancellationToken))
                yield return block;
        }
    }

    /// <summary>Writes rows of numbers, in the shortest text that reads back bit for bit; first the header where <paramref name="names"/> are given.</summary>
    /// <exception cref="ArgumentException">The values are no whole number of rows, or there is not one name for each column.</exception>
    public static void Write(TextWriter writer, ReadOnlySpan<double> values, int columns, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RowBuffer.RequireWholeRows(values.Length, columns);
        if (names is not null && names.Count != columns)
            throw new ArgumentException($"There are {names.Count} names for {columns} columns: each column needs one.", nameof(names));

        using var csv = CsvWriter.Create(writer, CsvWriterOptions.Default with { NewLine = "\n" }, true);
        if (names is not null)
            csv.WriteRecord(names.ToArray());
        for (var i = 0; i < values.Length; i++)
        {
            csv.WriteField(values[i]);
            if ((i + 1) % columns == 0)
                csv.EndRecord();
        }
    }
}

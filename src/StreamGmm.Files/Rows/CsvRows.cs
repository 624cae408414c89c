using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;

namespace StreamGmm;

/// <summary>The rows of CSV.</summary>
internal sealed class CsvRows : RowSource
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

    private readonly Func<ReadOnlyMemory<byte>?>? more;
    private readonly Action<RowBuffer, int> readRow;
    private readonly int cells;
    private readonly bool hasHeader;
    private readonly string firstNumber = "";
    private readonly int[] firstTexts = [];
    private readonly bool isEmpty;
    private CsvReader reader;
    private long row;
    private bool first = true;
    private bool ahead;

    public CsvRows(Stream stream, string name, ReadOptions? options)
        : this(CsvReader.Create(new TextStream(stream, name), Format, true), name, options)
    {
    }

    public CsvRows(TextReader text, string name, ReadOptions? options)
        : this(CsvReader.Create(text, Format, true), name, options)
    {
    }

    private CsvRows(CsvReader start, string name, ReadOptions? options, Func<ReadOnlyMemory<byte>?>? more = null)
        : base(name)
    {
        (reader, this.more, readRow) = (start, more, ReadRow);
        do
        {
            if (!TryRead())
                throw new InvalidDataException($"{Cell.Quote(name)} is empty: rows of numbers were expected, with or without a header. Check that it was written.");
        }
        while (IsBlank);

        cells = reader.FieldCount;
        var all = Enumerable.Range(0, cells);
        hasHeader = !all.Any(IsNumber);
        var names = hasHeader ? HeaderNames() : [.. all.Select(i => i.ToString(CultureInfo.InvariantCulture))];
        if (!hasHeader)
        {
            row = 1;
            firstNumber = reader.GetString(all.First(IsNumber));
            firstTexts = [.. all.Where(i => !reader.IsEmpty(i) && !IsNumber(i))];
        }
        else if (!MoveNext())
        {
            isEmpty = more is not null;
            Roles = null!;
            if (isEmpty)
                return;
            throw new InvalidDataException($"{Cell.Quote(name)} has a header and no row: at least one row of numbers is needed. Check that it was written whole.");
        }

        RequireCells();

        if (cells == 1 && !IsNumber(0) && Separator is { } separator)
            throw new InvalidDataException($"{Place(1)} is one cell with {separator} in it: cells are separated by commas. Write it with commas, and numbers as 1.5.");

        Roles = new ColumnRoles(names, hasHeader, IsNumber, options, name);
    }

    /// <summary>Rows of lines that <paramref name="more"/> gives as they come; null where they end with the header.</summary>
    public static CsvRows? Live(Func<ReadOnlyMemory<byte>?> more, ReadOnlyMemory<byte> lines, string name, ReadOptions? options, Action<InvalidDataException>? onBadRow)
    {
        var rows = new CsvRows(CsvReader.Create(lines, Format), name, options, more) { OnBadRow = onBadRow };
        return rows.isEmpty ? null : rows;
    }

    public override ColumnRoles Roles { get; }

    protected override long ExpectedRows => 4096;

    /// <summary>The record is an empty line, or one of spaces.</summary>
    private bool IsBlank => reader.FieldCount == 1 && reader.RawRecord.Trim(" \t"u8).IsEmpty;

    /// <summary>What the current line may be separated by, other than commas; null where there is no sign of it.</summary>
    private string? Separator => reader.RawRecord.Contains((byte)';') ? "';'" : reader.RawRecord.Trim(" \t\r\n"u8).Contains((byte)'\t') ? "a tab" : null;

    public override void Dispose() => reader.Dispose();

    protected override bool Fill(RowBuffer rows, CancellationToken cancellationToken)
    {
        while (rows.Room > 0)
        {
            if (rows.Count % 1024 == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (!FillOne(rows))
                return false;
        }

        return true;
    }

    protected override bool FillSome(RowBuffer rows, CancellationToken cancellationToken)
    {
        while (rows.Room > 0)
        {
            if (!FillOne(rows))
                return false;
            if (rows.Count > 0 && !(ahead = TryReadHere()))
                return true;
        }

        return true;
    }

    private bool FillOne(RowBuffer rows)
    {
        if (!first && !MoveNext())
            return false;
        first = false;
        Take(rows, row, readRow);
        return true;
    }

    /// <summary>Reads the cells of the current row into row <paramref name="at"/> of the buffer.</summary>
    /// <remarks>Compiled with all optimizations at once, as <see cref="Number"/> is: a shell command reads its one file before the runtime would get to it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadRow(RowBuffer rows, int at)
    {
        RequireCells();
        var features = rows.Features(at, 1);
        for (var j = 0; j < features.Length; j++)
        {
            var column = Roles.Features[j];
            features[j] = Number(column);
            if (!Cell.IsFeature(features[j]))
                throw Cell.BadFeature(Place(row), Roles.Name(column), reader.GetString(column), features[j]);
        }

        if (Roles.Weights is { } w)
        {
            var weight = Number(w);
            rows.Weights(at, 1)[0] = Cell.IsWeight(weight) ? weight : throw Cell.BadWeight(Place(row), Roles.Name(w), reader.GetString(w));
        }

        if (Roles.Labels is { } l)
        {
            var label = reader.IsEmpty(l) ? -1 : Number(l);
            rows.Labels(at, 1)[0] = Cell.IsLabel(label) ? (int)label : throw Cell.BadLabel(Place(row), Roles.Name(l), reader.GetString(l));
        }
    }

    /// <summary>The number in a cell; NaN where there is none.</summary>
    /// <remarks>CsvHelper takes a comma for a separator of thousands: "1,5" would be 15.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Number(int column) =>
        reader.TryParse(column, out double value) && !reader.GetSpan(column).Contains((byte)',') ? value : double.NaN;

    /// <summary>The cell is meant as a number, be it NaN or infinite.</summary>
    private bool IsNumber(int column) =>
        !double.IsNaN(Number(column)) || reader.GetString(column).TrimStart('+', '-').ToUpperInvariant() is "NAN" or "INF" or "INFINITY";

    /// <summary>The cells of the first line; a column without a name is called by its number.</summary>
    private string[] HeaderNames()
    {
        var names = new string[cells];
        var seen = new HashSet<string>();
        for (var i = 0; i < cells; i++)
        {
            names[i] = reader.IsEmpty(i) ? i.ToString(CultureInfo.InvariantCulture) : reader.GetString(i);
            if (!seen.Add(names[i]))
                throw new InvalidDataException($"{Place("The header")} names column {Cell.Quote(names[i])} twice: each column needs a name of its own. Rename one of them.");
        }

        return names;
    }

    /// <summary>Moves to the next row; false at the end.</summary>
    private bool MoveNext()
    {
        if (!TryRead())
            return false;
        row++;
        if (IsBlank)
        {
            while (IsBlank)
            {
                if (!TryRead())
                    return false;
            }

            throw new InvalidDataException($"{Place(row)} is an empty line: every row before the last must have {Cells(cells)}. Fill or remove the line.");
        }

        if (row == 2 && reader.FieldCount == cells && firstTexts.Any(IsNumber))
        {
            throw new InvalidDataException(
                $"{Place("The first line")} looks like a header, but {Cell.Quote(firstNumber)} is a number: a line with a number is a row, and this one has text over numbers. Give every column a name that is no number; if the line is a row, write a header above it.");
        }

        return true;
    }

    private void RequireCells()
    {
        if (reader.FieldCount != cells)
        {
            var remedy = Separator is { } separator ? $"Separate cells by commas, not by {separator}, and write numbers as 1.5." : "Complete the row; put text with commas in quotes.";
            throw new InvalidDataException(
                $"{Place(row)} has {Cells(reader.FieldCount)}, the {(hasHeader ? "header" : "first row")} has {cells}: all rows must be equally long. {remedy}");
        }
    }

    private static string Cells(int count) => count == 1 ? "1 cell" : $"{count} cells";

    /// <summary>Moves to the next record, waiting for it where rows are read as they come.</summary>
    private bool TryRead()
    {
        for (var there = ahead || TryReadHere(); !there; there = TryReadHere())
        {
            if (more?.Invoke() is not { } lines)
                return false;
            reader.Dispose();
            reader = CsvReader.Create(lines, Format);
        }

        ahead = false;
        return true;
    }

    private bool TryReadHere()
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException(
                $"{(cells == 0 ? Place("The first line") : Place(row + 1))} has a quote out of place or never closed: a quoted cell begins and ends with one, and one inside is doubled. Correct the line.", e);
        }
    }
}
